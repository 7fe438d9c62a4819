"""What pages of the log promise: the order, the filters and the words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.model.book_events import BookChange, ChangeMark
from domain.model.books import LedgerRef
from domain.model.companies import Company
from domain.model.log_entries import ContactName, Exclusion, LogEntry, Status
from domain.model.log_filter import DateField, LogFilter, LogPage
from domain.model.records import RecordKind
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import NOON, a_contact, a_payment, an_error, an_invoice, failed, later, new_id
from tests.contracts.database.base import DatabaseContract, a_company_in, one_submitted, saved, submitted

EXCLUSION = Exclusion(by="Front end", at=NOON)
CAUSE = new_id()


class PagesContract(DatabaseContract):
    async def test_an_empty_log_has_one_empty_page(self, units: UnitsOfWork, company: Company) -> None:
        assert await page(units, company) == LogPage(entries=(), next=None)

    async def test_pages_lead_through_the_log_newest_first(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        times = (1, 3, 2, 3, 1)  # some of the same moment: their ids decide
        entries = [
            await one_submitted(units, company, a_contact(), created_at=later(seconds=each)) for each in times
        ]
        newest_first = sorted(entries, key=lambda entry: (entry.created_at, entry.id), reverse=True)
        assert await walked(units, company, limit=2) == newest_first

    async def test_a_full_last_page_is_the_last(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact(), a_contact())
        assert (await page(units, company, limit=2)).next is None
        assert (await page(units, company, limit=1)).next is not None

    async def test_a_cursor_works_when_its_entry_changed(self, units: UnitsOfWork, company: Company) -> None:
        entries = await submitted(units, company, a_contact(), a_contact())
        first = await page(units, company, LogFilter(statuses=frozenset({Status.QUEUED})), limit=1)
        await saved(units, replace(first.entries[0], status=Status.FAILED))
        async with units() as uow:
            rest = await uow.log.page(company.id, LogFilter(), after=first.next, limit=9)
        assert {entry.id for entry in (*first.entries, *rest.entries)} == {entry.id for entry in entries}

    async def test_a_company_sees_its_own_entries_only(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, await a_company_in(units), a_contact())
        assert await page(units, company) == LogPage(entries=(), next=None)

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            (LogFilter(), "contact invoice payment"),
            (LogFilter(kinds=frozenset({RecordKind.INVOICE})), "invoice"),
            (LogFilter(kinds=frozenset({RecordKind.INVOICE, RecordKind.CONTACT})), "contact invoice"),
            (LogFilter(statuses=frozenset({Status.FAILED})), "invoice payment"),
            (LogFilter(statuses=frozenset({Status.SYNCED, Status.FAILED})), "contact invoice payment"),
            (LogFilter(statuses=frozenset({Status.SYNCED}), needs_attention=True), ""),
            (LogFilter(needs_attention=True), "invoice"),
            (LogFilter(changed_in_books=True), "contact"),
            (LogFilter(changed_in_books=False), "invoice payment"),
            (LogFilter(excluded=True), "payment"),
            (LogFilter(excluded=False), "contact invoice"),
            (LogFilter(error_codes=frozenset({"fee_item_not_mapped"})), "invoice"),
            (LogFilter(error_codes=frozenset({"no_such_code"})), ""),
            (LogFilter(external_ref="pay-1"), "payment"),
            (LogFilter(external_ref="pay"), ""),
            (LogFilter(contact="c-1"), "contact payment"),
            (LogFilter(reference="CHK 77"), "payment"),
            (LogFilter(quickbooks_id="61"), "contact"),
            (LogFilter(quickbooks_id="6"), ""),
            (LogFilter(cause_id=CAUSE), "payment"),
            (LogFilter(since=later(seconds=1)), "invoice payment"),
            (LogFilter(until=later(seconds=1)), "contact"),
            (LogFilter(since=later(seconds=1), until=later(seconds=2)), "invoice"),
            (LogFilter(date_field=DateField.LAST_ATTEMPT_AT, since=NOON), "invoice payment"),
            (LogFilter(date_field=DateField.LAST_ATTEMPT_AT, until=NOON), ""),
            (LogFilter(date_field=DateField.TXN_DATE, since=date(2026, 1, 20)), "payment"),
            (LogFilter(date_field=DateField.TXN_DATE, until=date(2026, 1, 20)), "invoice"),
        ],
    )
    async def test_a_filter_selects(
        self, units: UnitsOfWork, company: Company, wanted: LogFilter, found: str
    ) -> None:
        customer = LedgerRef(entity="Customer", id="61", version="0")
        contact = await one_submitted(
            units,
            company,
            a_contact(external_ref="c-1"),
            status=Status.SYNCED,
            ref=customer,
            changed_in_books=ChangeMark(at=NOON, what=BookChange.CHANGED),
        )
        invoice = await one_submitted(units, company, an_invoice(), created_at=later(seconds=1))
        paid = a_payment(external_ref="pay-1", contact="c-1", reference="CHK 77")
        payment = await one_submitted(units, company, paid, created_at=later(seconds=2))
        await saved(units, failed(invoice))
        error = an_error("payment_already_exists")
        await saved(units, replace(failed(payment, error), excluded=EXCLUSION, cause_id=CAUSE))
        names = {contact.id: "contact", invoice.id: "invoice", payment.id: "payment"}
        assert sorted(names[entry.id] for entry in await walked(units, company, wanted)) == found.split()

    @pytest.mark.parametrize(
        "words",
        [
            "quick",
            "quickbooks",
            "bak",
            "straße",
            "STRASSE",
            "café",
            "chk",
            "5521",
            "inv",
            "7",
            "chk quick",
            "名前",
        ],
    )
    async def test_words_are_found_by_their_beginnings(
        self, units: UnitsOfWork, company: Company, words: str
    ) -> None:
        entry = await one_submitted(units, company, an_invoice(external_ref="inv_7"), **WORDY)
        assert await found_by(units, company, words) == [entry]

    @pytest.mark.parametrize("words", ["books", "uick", "chk missing", "nv", "gold", "%", "_", "'"])
    async def test_other_words_find_nothing(self, units: UnitsOfWork, company: Company, words: str) -> None:
        await submitted(units, company, an_invoice(external_ref="inv_7"), **WORDY)
        assert await found_by(units, company, words) == []

    async def test_words_are_found_after_a_change(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, an_invoice(), **WORDY)
        await saved(units, replace(entry, message="Nothing of the kind"))
        assert await found_by(units, company, "quick") == []
        assert len(await found_by(units, company, "kind")) == 1

    async def test_words_are_the_companys_own(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, await a_company_in(units), an_invoice(), **WORDY)
        assert await found_by(units, company, "quick") == []


WORDY: dict[str, Any] = {
    "message": "QuickBooks says: the name (Café) is taken.",
    "reference": "CHK-5521",
    "contact": ContactName(external_ref="c-99", name="Bakery Große Straße 名前"),
}


async def page(
    units: UnitsOfWork, company: Company, wanted: LogFilter | None = None, *, limit: int = 10
) -> LogPage:
    async with units() as uow:
        return await uow.log.page(company.id, wanted or LogFilter(), after=None, limit=limit)


async def walked(
    units: UnitsOfWork, company: Company, wanted: LogFilter | None = None, *, limit: int = 10
) -> list[LogEntry]:
    """All entries, page after page."""
    entries: list[LogEntry] = []
    async with units() as uow:
        part = await uow.log.page(company.id, wanted or LogFilter(), after=None, limit=limit)
        entries += part.entries
        while part.next:
            part = await uow.log.page(company.id, wanted or LogFilter(), after=part.next, limit=limit)
            entries += part.entries
    return entries


async def found_by(units: UnitsOfWork, company: Company, words: str) -> list[LogEntry]:
    return await walked(units, company, LogFilter(words=tuple(words.split())))
