"""What the days of companies promise, and what is counted as untold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.model.alerts import AlertDay, Untold
from domain.model.companies import Company
from domain.model.log_entries import Exclusion, LogEntry
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import NOON, an_error, an_invoice, failed, later
from tests.contracts.database.base import DatabaseContract, a_company_in, one_claimed, saved, submitted

MONDAY = date(2026, 1, 5)


class AlertsContract(DatabaseContract):
    async def test_a_day_is_read_back_as_it_was_written_last(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        first = AlertDay(company_id=company.id, day=MONDAY, mails=3, told_of_more=True, resumes_at=NOON)
        last = AlertDay(company_id=company.id, day=date(2026, 1, 6))
        for day in (first, last):
            async with units() as uow:
                await uow.alerts.save(day)
                await uow.commit()
            async with units() as uow:
                assert await uow.alerts.lock(company.id) == day

    async def test_a_company_without_news_has_had_no_day(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            assert await uow.alerts.lock(company.id) is None

    async def test_days_that_are_over_come_longest_due_first(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        others = [await a_company_in(units) for _ in range(3)]
        resumes = [later(seconds=-1), later(seconds=-2), later(seconds=1), None]
        async with units() as uow:
            for each, resumes_at in zip((company, *others), resumes, strict=True):
                await uow.alerts.save(AlertDay(company_id=each.id, day=MONDAY, resumes_at=resumes_at))
            assert await uow.alerts.due(at=NOON, limit=9) == [others[0].id, company.id]
            assert await uow.alerts.due(at=NOON, limit=1) == [others[0].id]

    async def test_untold_are_the_causes_that_nobody_was_told_of(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await fail(units, company, "gala", "gala", "raffle")
        async with units() as uow:
            assert await uow.alerts.untold(company.id) == Untold(causes=2, entries=3)
            news = await uow.log.new_causes(company.id, at=NOON)
            assert sorted(cause.entries for cause in news) == [1, 2]
            assert await uow.alerts.untold(company.id) is None
            await uow.commit()
        await fail(units, company, "gala")
        async with units() as uow:
            assert await uow.alerts.untold(company.id) == Untold(causes=0, entries=0), "still to be noted"
        await fail(units, company, "bingo")
        async with units() as uow:
            assert await uow.alerts.untold(company.id) == Untold(causes=1, entries=1)

    async def test_what_is_excluded_or_anothers_is_nothing_to_tell(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        (entry,) = await fail(units, company, "gala")
        await fail(units, await a_company_in(units), "gala")
        await saved(units, replace(entry, excluded=Exclusion(by="Front end", at=NOON)))
        async with units() as uow:
            assert await uow.alerts.untold(company.id) is None


async def fail(units: UnitsOfWork, company: Company, *subjects: str) -> list[LogEntry]:
    entries = []
    for subject in subjects:
        await submitted(units, company, an_invoice())
        claimed = await one_claimed(units, company)
        entry = failed(claimed, an_error(subject=subject))
        async with units() as uow:
            assert await uow.queue.settle(entry)
            await uow.commit()
        entries.append(entry)
    return entries
