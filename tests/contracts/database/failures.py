"""What is promised about failures that need a person: their causes, and the choice among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from domain.model.companies import Company
from domain.model.failures import (
    EVERY_FAILURE,
    Cause,
    CauseMark,
    Chosen,
    FailuresAmong,
    FailuresLike,
    FailuresOf,
)
from domain.model.log_entries import Exclusion, LogEntry, Status, SyncError
from domain.model.log_filter import DateField, LogFilter
from domain.model.money import Money
from domain.model.records import Record, RecordKind
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    NOON,
    a_contact,
    a_payment,
    an_error,
    an_invoice,
    an_operation,
    failed,
    later,
    new_id,
)
from tests.contracts.database.base import DatabaseContract, a_company_in, one_submitted, saved, submitted

GOLD, SILVER = an_error(subject="gold"), an_error(subject="silver")
LEFT_OUT = Exclusion(by="Front end", at=NOON)


class CauseListContract(DatabaseContract):
    async def test_a_cause_sums_up_all_that_failed_for_it(self, units: UnitsOfWork, company: Company) -> None:
        second = await a_failure(units, company, minute=2, amount="0.20")
        first = await a_failure(units, company, minute=1, amount="100.10")
        third = await a_failure(units, company, a_payment(), minute=3, amount="0.20")
        await a_failure(units, company, minute=2, amount="5.00", currency="EUR")
        await a_failure(units, company, a_contact(), minute=2)
        assert second.cause_id == third.cause_id == first.cause_id
        assert first.cause_id
        assert await causes(units, company) == [
            Cause(
                id=first.cause_id,
                example=first,
                entries=5,
                amounts=(money("5.00", "EUR"), money("100.50")),
                kinds={RecordKind.INVOICE: 3, RecordKind.PAYMENT: 1, RecordKind.CONTACT: 1},
                oldest_at=later(minutes=1),
                newest_at=later(minutes=3),
                holding_up=0,
            )
        ]

    async def test_the_largest_comes_first_and_pages_follow_one_another(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        for count, subject in ((1, "a"), (3, "b"), (2, "c"), (1, "d"), (1, "e")):
            for _ in range(count):
                await a_failure(units, company, error=an_error(subject=subject))
        every = await causes(units, company)
        assert [cause.entries for cause in every] == [3, 2, 1, 1, 1]
        paged: list[Cause] = []
        while page := await causes(units, company, after=paged[-1] if paged else None, limit=2):
            paged += page
        assert paged == every

    async def test_what_nobody_need_look_at_is_no_cause(self, units: UnitsOfWork, company: Company) -> None:
        excluded = await a_failure(units, company)
        await saved(units, replace(excluded, excluded=LEFT_OUT))
        retrying = await a_failure(units, company, error=SILVER)
        await saved(units, replace(retrying, status=Status.RETRYING, next_attempt_at=NOON))
        await a_failure(units, await a_company_in(units))
        assert await causes(units, company) == []
        assert excluded.cause_id
        assert await cause(units, company, excluded.cause_id) is None

    async def test_one_is_found_by_its_id(self, units: UnitsOfWork, company: Company) -> None:
        one = await a_failure(units, company)
        await a_failure(units, company, error=SILVER)
        assert one.cause_id
        found = await cause(units, company, one.cause_id)
        assert found in await causes(units, company)
        assert found
        assert found.example == one
        assert await cause(units, await a_company_in(units), one.cause_id) is None
        assert await cause(units, company, new_id()) is None

    async def test_it_says_how_many_wait_for_its_records(self, units: UnitsOfWork, company: Company) -> None:
        one, other = an_invoice(), an_invoice()
        first = await a_failure(units, company, one)
        await a_failure(units, company, other)
        await waiting_for(units, company, one)
        await waiting_for(units, company, one, other)
        await waiting_for(units, company, a_contact())
        await waiting_for(units, await a_company_in(units), one)
        assert first.cause_id
        found = await cause(units, company, first.cause_id)
        assert found
        assert found.holding_up == 2

    async def test_who_stopped_waiting_is_not_held_up(self, units: UnitsOfWork, company: Company) -> None:
        invoice = an_invoice()
        first = await a_failure(units, company, invoice)
        waiting = await waiting_for(units, company, invoice)
        await saved(units, replace(waiting, status=Status.SUPERSEDED, waiting_for=()))
        assert first.cause_id
        found = await cause(units, company, first.cause_id)
        assert found
        assert found.holding_up == 0


class ChoiceContract(DatabaseContract):
    async def test_every_failure_is_what_failed_and_nobody_left_out(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        one, two = await a_failure(units, company), await a_failure(units, company, error=SILVER)
        excluded = await a_failure(units, company)
        await saved(units, replace(excluded, excluded=LEFT_OUT))
        await submitted(units, company, a_contact(), status=Status.UNCERTAIN)
        await a_failure(units, await a_company_in(units))
        assert await chosen(units, company, EVERY_FAILURE) == [one.id, two.id]

    async def test_they_come_as_workers_would_claim_them(self, units: UnitsOfWork, company: Company) -> None:
        payment = await a_failure(units, company, a_payment(), minute=1)
        late = await a_failure(units, company, a_contact(), minute=3)
        early = await a_failure(units, company, a_contact(), minute=2)
        assert await chosen(units, company, EVERY_FAILURE) == [early.id, late.id, payment.id]

    async def test_those_of_a_cause(self, units: UnitsOfWork, company: Company) -> None:
        gold = await a_failure(units, company)
        await a_failure(units, company, error=SILVER)
        assert gold.cause_id
        assert await chosen(units, company, FailuresOf(gold.cause_id)) == [gold.id]
        assert await chosen(units, company, FailuresOf(new_id())) == []

    async def test_those_among_some_entries(self, units: UnitsOfWork, company: Company) -> None:
        one, _ = await a_failure(units, company), await a_failure(units, company)
        synced = await one_submitted(units, company, a_contact(), status=Status.SYNCED)
        foreign = await a_failure(units, await a_company_in(units))
        among = FailuresAmong(frozenset({one.id, synced.id, foreign.id, new_id()}))
        assert await chosen(units, company, among) == [one.id]
        assert await chosen(units, company, FailuresAmong(frozenset())) == []

    @pytest.mark.parametrize(
        "wanted",
        [
            LogFilter(kinds=frozenset({RecordKind.PAYMENT})),
            LogFilter(words=("pay",)),
            LogFilter(since=date(2026, 1, 10), date_field=DateField.TXN_DATE),
        ],
        ids=["kind", "words", "date"],
    )
    async def test_those_that_a_filter_selects(
        self, units: UnitsOfWork, company: Company, wanted: LogFilter
    ) -> None:
        payment = await a_failure(units, company, a_payment())
        await a_failure(units, company, an_invoice(external_ref="x-1"))
        assert await chosen(units, company, FailuresLike(wanted)) == [payment.id]

    async def test_a_filter_for_what_did_not_fail_selects_nothing(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await a_failure(units, company)
        await submitted(units, company, a_contact(), status=Status.SYNCED)
        synced = LogFilter(statuses=frozenset({Status.SYNCED}))
        assert await chosen(units, company, FailuresLike(synced)) == []
        assert await chosen(units, company, FailuresLike(LogFilter(excluded=True))) == []

    async def test_they_are_read_in_the_order_of_their_ids_while_they_need_a_person(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        one, two, three = [await a_failure(units, company) for _ in range(3)]
        await saved(units, replace(two, status=Status.QUEUED))
        async with units() as uow:
            found = await uow.failures.entries(company.id, [three.id, two.id, one.id])
        assert list(found) == [three, one]


def money(amount: str, currency: str = "USD") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


async def a_failure(
    units: UnitsOfWork,
    company: Company,
    record: Record | None = None,
    *,
    error: SyncError = GOLD,
    minute: int = 0,
    amount: str = "350.00",
    currency: str = "USD",
) -> LogEntry:
    record = record or an_invoice()
    entry = await one_submitted(units, company, record, created_at=later(minutes=minute))
    worth = None if record.kind is RecordKind.CONTACT else money(amount, currency)
    entry = failed(replace(entry, amount=worth), error)
    await saved(units, entry)
    return entry


async def waiting_for(units: UnitsOfWork, company: Company, *records: Record) -> LogEntry:
    keys = tuple(record.key for record in records)
    return await one_submitted(units, company, a_payment(), status=Status.WAITING, waiting_for=keys)


async def causes(
    units: UnitsOfWork, company: Company, *, after: Cause | None = None, limit: int = 50
) -> Sequence[Cause]:
    mark = CauseMark(entries=after.entries, id=after.id) if after else None
    async with units() as uow:
        return list(await uow.failures.causes(company.id, after=mark, limit=limit))


async def cause(units: UnitsOfWork, company: Company, cause_id: UUID) -> Cause | None:
    async with units() as uow:
        return await uow.failures.cause(company.id, cause_id)


async def chosen(units: UnitsOfWork, company: Company, among: Chosen) -> list[UUID]:
    """Return the choice; a resync that starts now must freeze the same."""
    async with units() as uow:
        ids = list(await uow.failures.choose(company.id, among))
        operation = await uow.operations.start(an_operation(company), among)  # rolled back with the unit
    assert operation.progress.total == len(ids)
    return ids
