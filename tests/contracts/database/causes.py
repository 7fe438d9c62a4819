"""What is promised about causes of failures that nobody was told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.model.companies import Company
from domain.model.log_entries import Exclusion, LogEntry, Status, SyncError
from domain.model.money import Money
from domain.model.notifications import CauseSummary
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import NOON, a_contact, an_error, an_invoice, failed, later
from tests.contracts.database.base import DatabaseContract, a_company_in, now_of, one_submitted, saved

GOLD, SILVER = an_error(subject="gold"), an_error(subject="silver")


class CausesContract(DatabaseContract):
    async def test_failures_of_one_cause_are_one_summary(self, units: UnitsOfWork, company: Company) -> None:
        first = await a_failure(units, company, GOLD, "100.10")
        await a_failure(units, company, GOLD, "0.20")
        await a_failure(units, company, GOLD, "5.00", currency="EUR")
        assert first.cause_id
        assert await new_causes(units, company) == [
            CauseSummary(
                cause_id=first.cause_id,
                code="fee_item_not_mapped",
                message=GOLD.message,
                correction=(),
                entries=3,
                amounts=(("EUR", Decimal("5.00")), ("USD", Decimal("100.30"))),
                example_entry_id=first.id,
            )
        ]

    async def test_each_cause_is_told_once(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company, GOLD)
        await new_causes(units, company)
        assert await new_causes(units, company) == []

    async def test_causes_come_oldest_first(self, units: UnitsOfWork, company: Company) -> None:
        silver = await a_failure(units, company, SILVER)
        gold = await a_failure(units, company, GOLD)
        causes = await new_causes(units, company)
        assert [cause.cause_id for cause in causes] == [silver.cause_id, gold.cause_id]

    async def test_a_rolled_back_telling_is_told_again(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company, GOLD)
        async with units() as uow:
            assert len(await uow.log.new_causes(company.id, at=NOON)) == 1
        assert len(await new_causes(units, company)) == 1

    async def test_more_of_a_cause_that_still_needs_attention_is_no_news(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        first = await a_failure(units, company, GOLD)
        await new_causes(units, company)
        second = await a_failure(units, company, GOLD)
        assert await new_causes(units, company) == []
        await saved(units, replace(first, status=Status.SYNCED))
        await saved(units, replace(second, status=Status.SYNCED))
        await a_failure(units, company, GOLD)
        assert [cause.entries for cause in await new_causes(units, company)] == [1]

    async def test_what_was_no_news_is_noted_as_told(self, units: UnitsOfWork, company: Company) -> None:
        first = await a_failure(units, company, GOLD)
        await new_causes(units, company)
        await a_failure(units, company, GOLD)
        await new_causes(units, company)
        await saved(units, replace(first, status=Status.SYNCED))
        assert await new_causes(units, company) == []

    async def test_a_told_entry_that_fails_again_is_no_news(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await a_failure(units, company, GOLD)
        await new_causes(units, company)
        await saved(units, replace(entry, status=Status.QUEUED, error=None, cause_id=None))
        await saved(units, failed(await now_of(units, entry), GOLD))
        assert await new_causes(units, company) == []

    async def test_a_told_entry_that_fails_for_another_cause_is_news(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await a_failure(units, company, GOLD)
        await new_causes(units, company)
        await saved(units, failed(entry, SILVER))
        assert [cause.message for cause in await new_causes(units, company)] == [SILVER.message]

    async def test_excluded_failures_are_not_told(self, units: UnitsOfWork, company: Company) -> None:
        entry = await a_failure(units, company, GOLD)
        await saved(units, replace(entry, excluded=Exclusion(by="Front end", at=NOON)))
        assert await new_causes(units, company) == []

    async def test_what_goes_by_itself_is_not_told(self, units: UnitsOfWork, company: Company) -> None:
        entry = await a_failure(units, company, GOLD)
        await saved(units, replace(entry, status=Status.RETRYING, next_attempt_at=later(minutes=1)))
        assert await new_causes(units, company) == []

    async def test_a_contact_is_about_no_money(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, a_contact())
        await saved(units, failed(entry, an_error("name_already_exists")))
        assert [cause.amounts for cause in await new_causes(units, company)] == [()]

    async def test_other_companies_are_told_of_their_own(self, units: UnitsOfWork, company: Company) -> None:
        other = await a_company_in(units)
        await a_failure(units, other, GOLD)
        assert await new_causes(units, company) == []
        assert len(await new_causes(units, other)) == 1


async def a_failure(
    units: UnitsOfWork, company: Company, error: SyncError, amount: str = "350.00", *, currency: str = "USD"
) -> LogEntry:
    entry = await one_submitted(units, company, an_invoice())
    entry = failed(replace(entry, amount=Money(amount=Decimal(amount), currency=currency)), error)
    await saved(units, entry)
    return entry


async def new_causes(units: UnitsOfWork, company: Company) -> Sequence[CauseSummary]:
    async with units() as uow:
        causes = await uow.log.new_causes(company.id, at=NOON)
        await uow.commit()
    return causes
