"""What people may do with an entry, and what it becomes by it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import AlreadySynced, AlreadyVoided, DomainError, EntrySuperseded
from domain.errors.settings import SkippedBySettings
from domain.model.log_entries import EntryOperation, ErrorOutcome, Exclusion, LogEntry, Status
from domain.rules.actions import EntryAction, available_actions
from domain.rules.resync import adopted, check_adoptable, excluded, included, resynced
from tests.builders import NOON, a_ref, an_error, later
from tests.unit.rules.dossiers import ACME, an_entry_that, unknown

MINUTE = later(minutes=1)
BY_ANN = Exclusion(by="Ann", at=NOON, reason="Paid in cash")
UNDER_WAY = (Status.QUEUED, Status.SYNCING)
OVER = (Status.SYNCED, Status.SUPERSEDED)
CHANGEABLE = [status for status in Status if status not in (*UNDER_WAY, *OVER, Status.SKIPPED)]

ACTIONS: dict[EntryAction, Callable[[LogEntry], LogEntry]] = {
    EntryAction.RESYNC: lambda entry: resynced(entry, MINUTE),
    EntryAction.EXCLUDE: lambda entry: excluded(entry, by="Bob", reason=None, now=MINUTE),
    EntryAction.INCLUDE: lambda entry: included(entry, MINUTE),
    EntryAction.ADOPT: lambda entry: adopted(entry, a_ref("Invoice", "145"), MINUTE),
}

entries = st.builds(
    lambda **fields: an_entry_that(fields.pop("status"), **fields),
    status=st.sampled_from(Status),
    excluded=st.sampled_from([None, BY_ANN]),
    by_hand=st.booleans(),
    attempts=st.integers(0, 10),
    error=st.sampled_from([None, an_error(), unknown(an_error())]),
)


def accepts(action: EntryAction, entry: LogEntry) -> LogEntry | None:
    with suppress(DomainError):
        return ACTIONS[action](entry)
    return None


@given(entry=entries)
def test_what_is_offered_is_accepted_and_what_changes_something_is_offered(entry: LogEntry) -> None:
    offered = available_actions(entry)
    for action in EntryAction:
        after = accepts(action, entry)
        if action in offered:
            assert after is not None
        elif after is not None:
            assert after == entry


@given(entry=entries)
def test_excluding_and_including_change_only_the_exclusion_and_by_hand(entry: LogEntry) -> None:
    left_out = accepts(EntryAction.EXCLUDE, entry)
    if left_out and not entry.excluded:
        back = included(left_out, entry.updated_at)
        assert back == replace(entry, by_hand=False)
        assert left_out.needs_attention is False


@given(entry=entries)
def test_a_resync_keeps_an_exclusion_and_forgets_no_doubt(entry: LogEntry) -> None:
    after = accepts(EntryAction.RESYNC, entry)
    if after:
        assert (after.excluded, after.by_hand) == (entry.excluded, True)
        assert after.status in (Status.QUEUED, Status.SYNCING, Status.UNCERTAIN)
        if entry.status is Status.UNCERTAIN:
            assert after.status is Status.UNCERTAIN


@pytest.mark.parametrize("status", CHANGEABLE)
def test_a_resync_begins_a_new_count_at_once(status: Status) -> None:
    before = an_entry_that(
        status, attempts=10, stale_reads=3, next_attempt_at=later(days=1), waiting_for=(ACME.key,)
    )
    after = resynced(before, MINUTE)
    assert (after.attempts, after.stale_reads) == (0, 0)
    assert (after.next_attempt_at, after.waiting_for, after.updated_at) == (None, (), MINUTE)


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        pytest.param(an_entry_that(Status.FAILED, error=an_error()), Status.QUEUED, id="failed for certain"),
        pytest.param(
            an_entry_that(Status.FAILED, error=unknown(an_error())), Status.UNCERTAIN, id="failed in doubt"
        ),
        pytest.param(an_entry_that(Status.UNCERTAIN), Status.UNCERTAIN, id="in doubt, and held up since"),
        pytest.param(an_entry_that(Status.WAITING), Status.QUEUED, id="waiting"),
    ],
)
def test_what_may_be_in_the_books_is_looked_up_and_not_made_blindly(entry: LogEntry, status: Status) -> None:
    assert resynced(entry, MINUTE).status is status


@pytest.mark.parametrize("status", UNDER_WAY)
def test_a_resync_of_what_is_under_way_coalesces(status: Status) -> None:
    before = an_entry_that(status, attempts=4)
    after = resynced(before, MINUTE)
    assert after == replace(before, by_hand=True)
    assert resynced(after, MINUTE) == after


@pytest.mark.parametrize("action", [EntryAction.RESYNC, EntryAction.EXCLUDE])
def test_what_is_over_is_neither_tried_again_nor_left_out(action: EntryAction) -> None:
    with pytest.raises(AlreadySynced):
        ACTIONS[action](an_entry_that(Status.SYNCED))
    with pytest.raises(EntrySuperseded):
        ACTIONS[action](an_entry_that(Status.SUPERSEDED))


def test_an_exclusion_says_who_when_and_why() -> None:
    after = excluded(an_entry_that(Status.FAILED), by="Ann", reason="Paid in cash", now=MINUTE)
    assert after.excluded == Exclusion(by="Ann", at=MINUTE, reason="Paid in cash")
    assert after.updated_at == MINUTE


def test_an_exclusion_stops_what_a_person_asked_for_before() -> None:
    after = excluded(an_entry_that(Status.RETRYING, by_hand=True), by="Ann", reason=None, now=NOON)
    assert not after.by_hand


def test_excluded_twice_the_first_one_stays() -> None:
    before = an_entry_that(Status.FAILED, excluded=BY_ANN)
    assert excluded(before, by="Bob", reason=None, now=MINUTE) == before


def test_included_twice_nothing_happens() -> None:
    once = included(an_entry_that(Status.FAILED, excluded=BY_ANN), MINUTE)
    assert (once.excluded, once.updated_at) == (None, MINUTE)
    assert included(once, later(days=1)) == once


def test_a_resync_keeps_the_doubt_in_the_error() -> None:
    after = resynced(an_entry_that(Status.FAILED, error=unknown(an_error())), MINUTE)
    assert after.error
    assert after.error.outcome is ErrorOutcome.UNCERTAIN


def test_a_void_is_adopted_by_nothing() -> None:
    with pytest.raises(AlreadyVoided):
        check_adoptable(replace(an_entry_that(Status.FAILED), operation=EntryOperation.VOID))


def test_what_the_settings_skip_is_not_resynced_by_hand() -> None:
    with pytest.raises(SkippedBySettings):
        resynced(an_entry_that(Status.SKIPPED), MINUTE)
    assert available_actions(an_entry_that(Status.SKIPPED)) == (EntryAction.EXCLUDE, EntryAction.ADOPT)
