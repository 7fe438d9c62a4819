"""What is promised about the count of what is open."""

from __future__ import annotations

from dataclasses import replace

from domain.model.companies import Company
from domain.model.failures import OpenWork
from domain.model.log_entries import Exclusion, Status
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import NOON, a_contact, an_invoice
from tests.contracts.database.base import DatabaseContract, a_company_in, one_submitted, saved, submitted
from tests.contracts.database.failures import GOLD, SILVER, a_failure, waiting_for

LEFT_OUT = Exclusion(by="Front end", at=NOON)


class OpenWorkContract(DatabaseContract):
    async def test_nothing_is_open_at_first(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, an_invoice(), an_invoice())
        await a_failure(units, await a_company_in(units))
        assert await open_work(units, company) == OpenWork(causes=0, failed=0, waiting=0, excluded=0)

    async def test_failures_are_counted_and_their_causes(self, units: UnitsOfWork, company: Company) -> None:
        for error in (GOLD, GOLD, SILVER):
            await a_failure(units, company, error=error)
        assert await open_work(units, company) == OpenWork(causes=2, failed=3, waiting=0, excluded=0)

    async def test_what_waits_is_counted(self, units: UnitsOfWork, company: Company) -> None:
        for _ in range(2):
            await waiting_for(units, company, a_contact())
        assert await open_work(units, company) == OpenWork(causes=0, failed=0, waiting=2, excluded=0)

    async def test_what_is_excluded_counts_as_excluded_only(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        for entry in (await a_failure(units, company), await waiting_for(units, company, a_contact())):
            await saved(units, replace(entry, excluded=LEFT_OUT))
        assert await open_work(units, company) == OpenWork(causes=0, failed=0, waiting=0, excluded=2)

    async def test_what_came_into_the_books_nevertheless_is_not_open(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        for status in (Status.SYNCED, Status.SUPERSEDED):
            await one_submitted(units, company, an_invoice(), status=status, excluded=LEFT_OUT)
        assert await open_work(units, company) == OpenWork(causes=0, failed=0, waiting=0, excluded=0)


async def open_work(units: UnitsOfWork, company: Company) -> OpenWork:
    async with units() as uow:
        return await uow.failures.open_work(company.id)
