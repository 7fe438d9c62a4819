"""What choices promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.model.choices import Choice, ChoiceMark, FetchedList
from domain.model.companies import Company
from domain.model.questions import LedgerList
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import NOON, later, realm_of
from tests.contracts.database.base import DatabaseContract, a_company_in

ITEMS, ACCOUNTS = LedgerList.ITEMS, LedgerList.ACCOUNTS
GOLD = Choice(id="3", name="Membership:Gold", detail="Service")
SILVER = Choice(id="4", name="membership:silver", detail="Service")
GALA = Choice(id="6", name="Gala Ticket", detail="NonInventory")


class ChoicesContract(DatabaseContract):
    async def test_a_list_that_was_never_fetched_is_empty(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            assert await uow.choices.fetched(company.id, ITEMS) is None
        assert await names(units, company) == []

    async def test_a_list_goes_by_name_whatever_the_case(self, units: UnitsOfWork, company: Company) -> None:
        await fetched(units, company, SILVER, GALA, GOLD)
        async with units() as uow:
            found = await uow.choices.page(company.id, ITEMS, after=None, limit=9)
            assert await uow.choices.fetched(company.id, ITEMS) == a_fetched(company, 3)
        assert list(found) == [GALA, GOLD, SILVER]

    async def test_pages_go_on_behind_a_mark_also_between_equal_names(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        twins = [Choice(id=id_, name="Dues") for id_ in ("10", "9", "11")]
        await fetched(units, company, *twins, GOLD)
        async with units() as uow:
            first = await uow.choices.page(company.id, ITEMS, after=None, limit=2)
            rest = await uow.choices.page(company.id, ITEMS, after=first[-1].mark, limit=9)
        assert [choice.id for choice in (*first, *rest)] == ["10", "11", "9", "3"]

    async def test_words_find_the_beginnings_of_words_in_any_case(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await fetched(units, company, SILVER, GALA, GOLD)
        assert await names(units, company, "MEMB") == ["Membership:Gold", "membership:silver"]
        assert await names(units, company, "gol", "member") == ["Membership:Gold"]
        assert await names(units, company, "old") == []
        assert await names(units, company, "gold", "gala") == []
        assert await names(units, company, "'") == []

    async def test_nobody_finds_a_list_by_the_name_of_its_company(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await fetched(units, company, GOLD)
        assert await names(units, company, company.id.hex[:4]) == []
        assert await names(units, company, "items") == []

    async def test_words_and_pages_go_together(self, units: UnitsOfWork, company: Company) -> None:
        await fetched(units, company, SILVER, GALA, GOLD)
        async with units() as uow:
            found = await uow.choices.page(company.id, ITEMS, words=["memb"], after=GOLD.mark, limit=9)
        assert list(found) == [SILVER]

    async def test_a_list_is_replaced_as_a_whole_and_no_other_with_it(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await fetched(units, company, GOLD, SILVER)
        await fetched(units, company, GALA, of=ACCOUNTS)
        other = await a_company_in(units)
        await fetched(units, other, SILVER)
        await fetched(units, company, replace(GOLD, name="Platinum"), at=later(minutes=1))
        assert await names(units, company) == ["Platinum"]
        assert await names(units, company, "gold") == []
        assert await names(units, company, of=ACCOUNTS) == ["Gala Ticket"]
        assert await names(units, other) == ["membership:silver"]

    async def test_a_list_may_become_empty(self, units: UnitsOfWork, company: Company) -> None:
        await fetched(units, company, GOLD)
        await fetched(units, company, at=later(minutes=1))
        assert await names(units, company) == []

    async def test_a_list_that_was_asked_for_later_stays(self, units: UnitsOfWork, company: Company) -> None:
        await fetched(units, company, GOLD, at=later(minutes=2))
        await fetched(units, company, SILVER, at=later(minutes=1))
        assert await names(units, company) == ["Membership:Gold"]

    async def test_a_list_of_another_realm_is_replaced_whenever_it_was_fetched(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await fetched(units, company, GOLD, at=later(minutes=2))
        moved = replace(company, realm_id="another")
        await fetched(units, moved, SILVER)
        assert await names(units, company) == ["membership:silver"]

    async def test_a_mark_need_not_be_in_the_list_any_more(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await fetched(units, company, GOLD, SILVER)
        async with units() as uow:
            mark = ChoiceMark(name="membership:h", id="77")
            assert list(await uow.choices.page(company.id, ITEMS, after=mark, limit=9)) == [SILVER]


def a_fetched(company: Company, choices: int, *, of: LedgerList = ITEMS, at: datetime = NOON) -> FetchedList:
    return FetchedList(of=of, realm_id=realm_of(company), at=at, choices=choices)


async def fetched(
    units: UnitsOfWork, company: Company, *choices: Choice, of: LedgerList = ITEMS, at: datetime = NOON
) -> None:
    async with units() as uow:
        await uow.choices.replace(company.id, a_fetched(company, len(choices), of=of, at=at), choices)
        await uow.commit()


async def names(units: UnitsOfWork, company: Company, *words: str, of: LedgerList = ITEMS) -> Sequence[str]:
    async with units() as uow:
        found = await uow.choices.page(company.id, of, words=words, after=None, limit=9)
    return [choice.name for choice in found]
