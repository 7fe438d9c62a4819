"""A newer version takes the place of older ones that nobody is sending just now."""

from __future__ import annotations

import pytest

from domain.model.log_entries import Exclusion, Status
from domain.rules.supersede import supersede
from tests.builders import NOON, an_error, later
from tests.unit.rules.dossiers import ACME, an_entry_that, unknown

MINUTE = later(minutes=1)
LEFT_OUT = Exclusion(by="Ann", at=NOON)


@pytest.mark.parametrize(
    "status", [Status.QUEUED, Status.WAITING, Status.RETRYING, Status.FAILED, Status.SKIPPED]
)
def test_what_nobody_is_sending_gives_way(status: Status) -> None:
    older = an_entry_that(
        status, by_hand=True, next_attempt_at=later(days=1), waiting_for=(ACME.key,), error=an_error()
    )
    gone = supersede(older, MINUTE)
    assert gone
    assert (gone.status, gone.updated_at) == (Status.SUPERSEDED, MINUTE)
    assert (gone.by_hand, gone.next_attempt_at, gone.waiting_for) == (False, None, ())
    assert gone.error == older.error


@pytest.mark.parametrize("status", [Status.SYNCED, Status.SYNCING, Status.UNCERTAIN, Status.SUPERSEDED])
def test_what_is_in_the_books_or_on_its_way_there_stands(status: Status) -> None:
    assert supersede(an_entry_that(status), MINUTE) is None


def test_what_failed_in_doubt_is_settled_before_the_newer_version_goes() -> None:
    older = an_entry_that(Status.FAILED, error=unknown(an_error()), attempts=10)
    after = supersede(older, MINUTE)
    assert after
    assert (after.status, after.attempts) == (Status.UNCERTAIN, 0)


@pytest.mark.parametrize("status", [Status.FAILED, Status.UNCERTAIN])
def test_what_is_in_doubt_and_left_out_by_a_person_blocks_nobody(status: Status) -> None:
    older = an_entry_that(status, error=unknown(an_error()), excluded=LEFT_OUT)
    gone = supersede(older, MINUTE)
    assert gone
    assert gone.status is Status.SUPERSEDED


def test_what_a_person_asked_to_be_settled_stands() -> None:
    assert supersede(an_entry_that(Status.UNCERTAIN, excluded=LEFT_OUT, by_hand=True), MINUTE) is None
