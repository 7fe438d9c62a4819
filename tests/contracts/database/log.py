"""What the log promises to people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.model.book_events import BookChange, ChangeMark
from domain.model.companies import Company
from domain.model.log_entries import (
    ContactName,
    EntryOperation,
    ErrorOutcome,
    Exclusion,
    LogEntry,
    Status,
    SyncError,
)
from domain.model.log_filter import LogFilter, LogPage
from domain.model.money import Money
from domain.model.outcomes import Fault
from domain.model.records import RecordKind
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import a_contact, a_key, a_payment, a_ref, later, new_id
from tests.contracts.database.base import (
    DatabaseContract,
    a_company_in,
    now_of,
    one_submitted,
    saved,
    submitted,
)

EVERYTHING: dict[str, Any] = {
    "operation": EntryOperation.UPDATE,
    "status": Status.WAITING,
    "contact": ContactName(external_ref="c-1", name="Zoë & Co."),
    "reference": "CHK 5521",
    "amount": Money(amount=Decimal("-1234567890123456.7890"), currency="EUR"),
    "txn_date": date(2024, 2, 29),
    "created_at": later(seconds=0.000001),
    "updated_at": later(days=1),
    "message": "Payment Ref#: 'CHK 5521' — no.",
    "error": SyncError(
        code="rejected_by_quickbooks",
        message="No.",
        subject="payment pay-1",
        outcome=ErrorOutcome.UNCERTAIN,
        context={"ref": "CHK 5521"},
        fault=Fault(code="6000", message="Business Validation Error", detail="…", element="Line.Amount"),
        intuit_tid="1-abc",
    ),
    "cause_id": new_id(),
    "waiting_for": (a_key(RecordKind.INVOICE, "inv-1"), a_key(RecordKind.CONTACT, "c-1")),
    "excluded": Exclusion(by="Front end", at=later(minutes=1), reason="a duplicate"),
    "by_hand": True,
    "changed_in_books": ChangeMark(at=later(seconds=0.000001), what=BookChange.MERGED),
    "attempts": 3,
    "stale_reads": 1,
    "next_attempt_at": later(minutes=2),
    "last_attempt_at": later(minutes=3),
    "ref": a_ref("Payment", "77", "3"),
    "lease_epoch": 4,
}


class LogContract(DatabaseContract):
    async def test_an_entry_is_read_back_as_it_was_written(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await one_submitted(units, company, a_payment(), **EVERYTHING)
        assert await now_of(units, entry) == entry

    async def test_a_plain_entry_is_too(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, a_contact(), contact=None)
        assert await now_of(units, entry) == entry

    async def test_no_entries_leave_the_log_empty(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            await uow.log.add([])
            assert await uow.log.page(company.id, LogFilter(), after=None, limit=1) == LogPage(
                entries=(), next=None
            )

    async def test_a_change_is_saved(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, a_payment())
        changed: LogEntry = replace(entry, **EVERYTHING)
        await saved(units, changed)
        assert await now_of(units, entry) == changed

    async def test_an_exclusion_is_taken_back(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, a_payment(), **EVERYTHING)
        included = replace(entry, excluded=None, error=None, waiting_for=(), ref=None)
        await saved(units, included)
        assert await now_of(units, entry) == included

    async def test_another_companys_entry_is_not_there(self, units: UnitsOfWork, company: Company) -> None:
        entry, other = await one_submitted(units, company, a_contact()), await a_company_in(units)
        async with units() as uow:
            assert await uow.log.get(other.id, entry.id) is None
            assert await uow.log.of_records(other.id, [entry.record]) == []

    async def test_of_records_finds_all_versions_newest_first(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        first = await one_submitted(units, company, contact)
        second = await one_submitted(
            units, company, replace(contact, source_version=2), created_at=later(seconds=1)
        )
        await submitted(units, company, a_contact())
        assert await of_record(units, first) == [second, first]

    @pytest.mark.parametrize("status", [status for status in Status if status is not Status.SUPERSEDED])
    async def test_of_records_finds_every_status(
        self, units: UnitsOfWork, company: Company, status: Status
    ) -> None:
        entry = await one_submitted(units, company, a_contact(), status=status)
        assert await of_record(units, entry) == [entry]

    async def test_of_records_leaves_out_superseded_ones(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, a_contact(), status=Status.SUPERSEDED)
        assert await of_record(units, entry) == []


async def of_record(units: UnitsOfWork, entry: LogEntry) -> list[LogEntry]:
    async with units() as uow:
        return list(await uow.log.of_records(entry.company_id, [entry.record]))
