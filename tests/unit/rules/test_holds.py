"""What each hold means, and who ends it."""

from __future__ import annotations

import pytest

from domain import catalogue
from domain.catalogue import Who
from domain.model.outcomes import HoldReason
from domain.rules.holds import CONNECTION_LOST, NEEDS_PERSON, explained

OWN_WORDS = {HoldReason.QUICKBOOKS_UNAVAILABLE}


@pytest.mark.parametrize("reason", HoldReason)
def test_every_hold_says_what_it_means_and_what_to_do(reason: HoldReason) -> None:
    words = explained(reason)
    assert all((words.title, words.meaning, words.correction))
    assert words.needs_person == (reason in NEEDS_PERSON) == (words.who is not Who.NOBODY)


@pytest.mark.parametrize("reason", sorted(set(HoldReason) - OWN_WORDS))
def test_where_the_catalogue_knows_it_its_words_are_used(reason: HoldReason) -> None:
    row, words = catalogue.row(reason.value), explained(reason)
    assert (words.title, words.meaning, words.correction, words.who) == (
        row.title,
        row.meaning,
        row.correction,
        row.who,
    )


@pytest.mark.parametrize("reason", HoldReason)
def test_a_hold_speaks_of_no_attempts_since_it_spends_none(reason: HoldReason) -> None:
    words = explained(reason)
    assert "attempt" not in " ".join((words.title, words.meaning, *words.correction))


def test_without_a_connection_a_person_must_act() -> None:
    assert CONNECTION_LOST < NEEDS_PERSON
