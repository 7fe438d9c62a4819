"""What becomes of a link: a sync keeps a person's choice, another object ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.books import LedgerRef
from domain.model.links import Link
from domain.model.log_entries import Status
from domain.rules.links import is_settled_by_hand, link_by_hand, link_by_sync
from tests.builders import a_link, a_ref, stored
from tests.unit.rules.dossiers import ACME, COMPANY, an_entry_that

CONTACT = stored(ACME, COMPANY)
ENTRY = an_entry_that(Status.SYNCING, of=ACME)
FOUND = a_link(CONTACT)
BY_HAND = replace(FOUND, hand_version=1, revision=2)


def test_a_first_sync_makes_a_link_of_the_machines() -> None:
    link = link_by_sync(ENTRY, a_ref(), None)
    assert (link, link.by_hand) == (FOUND, False)


def test_a_sync_of_the_same_object_keeps_whose_choice_it_was() -> None:
    assert link_by_sync(ENTRY, a_ref(version="5"), BY_HAND) == replace(BY_HAND, ref=a_ref(version="5"))


@pytest.mark.parametrize("other", [a_ref(id_="62"), a_ref("Invoice")], ids=["another id", "another entity"])
def test_another_object_is_nobodys_choice_by_hand(other: LedgerRef) -> None:
    link = link_by_sync(ENTRY, other, BY_HAND)
    assert (link.ref, link.hand_version, link.revision) == (other, None, 3)


@pytest.mark.parametrize(("before", "revision"), [(None, 1), (FOUND, 2), (BY_HAND, 3)])
def test_a_choice_by_hand_is_a_change_whatever_was_there(before: Link | None, revision: int) -> None:
    link = link_by_hand(CONTACT, a_ref(), before)
    assert (link.hand_version, link.revision, link.by_hand) == (ACME.source_version, revision, True)


@pytest.mark.parametrize(
    ("link", "settled"),
    [
        pytest.param(None, False, id="no link"),
        pytest.param(FOUND, False, id="one of the machine's"),
        pytest.param(BY_HAND, True, id="one for this version"),
        pytest.param(replace(BY_HAND, hand_version=0), False, id="one for an earlier version"),
    ],
)
def test_a_person_has_settled_what_came_before_the_choice(link: Link | None, *, settled: bool) -> None:
    assert is_settled_by_hand(ENTRY, link) is settled
