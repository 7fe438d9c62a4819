"""Choices are fetched when they are first asked for, kept for a day, and fetched again on demand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.errors import ConnectionRequired, QuickBooksReferenceInvalid, QuickBooksUnreadable
from domain.model.api_keys import Principal
from domain.model.mappings import MappingKind
from domain.model.outcomes import Evidence, Held, HoldReason
from domain.model.questions import Everything, LedgerList
from tests.builders import new_id
from tests.fakes.ledger import LOST
from tests.use_cases.house import House

ITEMS = LedgerList.ITEMS
A_DAY = 24 * 60 * 60


async def names(house: House, of: LedgerList = ITEMS, *words: str) -> Sequence[str]:
    found = await house.use_cases.setup.list_choices(house.principal, of, words=words, after=None, limit=9)
    return [choice.name for choice in found]


def asked(house: House) -> list[LedgerList]:
    return [question.of for question in house.ledger.questions if isinstance(question, Everything)]


async def test_a_list_is_fetched_once_when_it_is_first_asked_for(house: House) -> None:
    house.ledger.books.add_item("Gala")
    assert await names(house) == ["Dues", "Gala"]
    assert await names(house, ITEMS, "gal") == ["Gala"]
    assert asked(house) == [ITEMS]


async def test_a_list_that_is_empty_is_not_asked_for_again(house: House) -> None:
    assert await names(house, LedgerList.ACCOUNTS) == []
    assert await names(house, LedgerList.ACCOUNTS) == []
    assert asked(house) == [LedgerList.ACCOUNTS]


async def test_a_list_is_fetched_again_when_it_is_a_day_old(house: House) -> None:
    assert await names(house) == ["Dues"]
    house.ledger.books.add_item("Gala")
    house.clock.advance(A_DAY - 1)
    assert await names(house) == ["Dues"]
    house.clock.advance(1)
    assert await names(house) == ["Dues", "Gala"]


async def test_a_refresh_shows_a_name_that_was_just_changed(house: House) -> None:
    item = house.ledger.books.add_item("Gala")
    assert await names(house) == ["Dues", "Gala"]
    house.ledger.books.change(item, name="Ball")
    refreshed = await house.use_cases.setup.refresh_choices(house.principal)
    assert {one.of: one.choices for one in refreshed} == dict.fromkeys(LedgerList, 0) | {ITEMS: 2}
    assert {one.at for one in refreshed} == {house.clock.now()}
    assert await names(house) == ["Ball", "Dues"]


async def test_a_refresh_that_fails_leaves_every_list_as_it_was(house: House) -> None:
    assert await names(house) == ["Dues"]
    house.ledger.unreadable = LOST
    with pytest.raises(QuickBooksUnreadable):
        await house.use_cases.setup.refresh_choices(house.principal)
    assert await names(house) == ["Dues"]
    with pytest.raises(QuickBooksUnreadable):
        await names(house, LedgerList.CUSTOMERS)


async def test_without_a_connection_there_is_nothing_to_choose(house: House) -> None:
    nobody = Principal(key_id=new_id(), company_id=new_id(), name="Ghost", scopes=frozenset())
    with pytest.raises(ConnectionRequired):
        await house.use_cases.setup.refresh_choices(nobody)
    with pytest.raises(ConnectionRequired):
        await house.use_cases.setup.list_choices(nobody, ITEMS, words=(), after=None, limit=9)
    house.ledger.unreadable = Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence())
    with pytest.raises(ConnectionRequired):
        await names(house)


async def test_no_transaction_is_open_while_the_books_are_asked(house: House) -> None:
    """SQLite has one writer: a unit of work inside another one would wait for ever."""
    house.ledger.while_asked = house.submit
    assert await names(house) == ["Dues"]


async def test_what_is_listed_can_be_mapped_to_and_what_is_not_cannot(house: House) -> None:
    books = house.ledger.books
    category = books.add_item("Fees", type="Category", income_account=None)
    closed = books.change(books.add_item("Closed"), active=False)
    listed = await house.use_cases.setup.list_choices(house.principal, ITEMS, words=(), after=None, limit=9)
    for choice in listed:
        await house.map_to(MappingKind.INCOME_ACCOUNT, choice.id, choice.id)
    for unlisted in (category, closed):
        assert unlisted.ref.id not in {choice.id for choice in listed}
        with pytest.raises(QuickBooksReferenceInvalid):
            await house.map_to(MappingKind.FEE_ITEM, "k", unlisted.ref.id)
