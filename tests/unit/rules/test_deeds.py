"""What people do, in the words of the audit trail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.model.audit import AuditAction, Detail
from domain.model.failures import EVERY_FAILURE, Chosen, FailuresAmong, FailuresLike, FailuresOf
from domain.model.links import Link
from domain.model.log_entries import Status
from domain.model.log_filter import DateField, LogFilter
from domain.model.records import RecordKind
from domain.model.sources import CompanySource, SourceAddress
from domain.rules import deeds
from tests.builders import (
    NOTHING_DONE,
    a_company,
    a_contact,
    a_link,
    a_mapping,
    a_ref,
    a_subscription,
    an_entry,
    an_invoice,
    an_operation,
    failed,
    stored,
)

CAUSE = UUID("019b8d62-3f40-7000-8000-000000000001")
COMPANY = a_company()
ENTRY = failed(an_entry(stored(an_invoice(), COMPANY)))
LINK: Link = a_link(stored(a_contact(external_ref="c-17"), COMPANY))


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (LogFilter(), ""),
        (
            LogFilter(kinds=frozenset({RecordKind.PAYMENT, RecordKind.INVOICE})),
            "kinds=invoice,payment",
        ),
        (
            LogFilter(statuses=frozenset({Status.FAILED}), error_codes=frozenset({"over_applied"})),
            "statuses=failed error_codes=over_applied",
        ),
        (LogFilter(needs_attention=True, excluded=False), "excluded=False needs_attention=True"),
        (LogFilter(cause_id=CAUSE), f"cause_id={CAUSE}"),
        (
            LogFilter(since=date(2026, 1, 1), date_field=DateField.TXN_DATE),
            "since=2026-01-01 date_field=txn_date",
        ),
        (LogFilter(until=datetime(2026, 1, 1, tzinfo=UTC)), "until=2026-01-01T00:00:00+00:00"),
        (
            LogFilter(external_ref="c-maria", contact="c-maria", reference="Lopez", words=("maria",)),
            "external_ref=* contact=* reference=* words=*",
        ),
    ],
)
def test_a_filter_is_told_without_what_somebody_typed(wanted: LogFilter, told: str) -> None:
    assert details_of(FailuresLike(wanted)) == {"chosen_by": "filter", "filter": told}


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (EVERY_FAILURE, {"chosen_by": "all"}),
        (FailuresOf(CAUSE), {"chosen_by": "cause", "cause_id": str(CAUSE)}),
        (FailuresAmong(frozenset({CAUSE})), {"chosen_by": "log_ids", "named": 1}),
    ],
    ids=["all", "a cause", "some"],
)
def test_a_bulk_resync_tells_how_it_was_chosen(chosen: Chosen, told: dict[str, Detail]) -> None:
    assert details_of(chosen) == told


def details_of(chosen: Chosen) -> dict[str, Detail]:
    operation = an_operation(COMPANY, progress=replace(NOTHING_DONE, total=3, pending=3))
    deed = deeds.resyncing_failures(operation, chosen)
    assert (deed.subject_kind, deed.subject_id) == ("operation", str(operation.id))
    return {name: deed.details[name] for name in deed.details.keys() - {"entries", "reason"}}


def test_what_is_done_to_an_entry_names_the_entry() -> None:
    done = [
        deeds.excluding(ENTRY, "a duplicate"),
        deeds.including(ENTRY),
        deeds.resyncing(ENTRY),
        deeds.adopting(ENTRY, a_ref("Invoice", "145")),
    ]
    assert {(deed.subject_kind, deed.subject_id) for deed in done} == {("log_entry", str(ENTRY.id))}
    assert [dict(deed.details) for deed in done] == [
        {"reason": "a duplicate"},
        {},
        {"status": "failed", "error_code": "fee_item_not_mapped"},
        {"entity": "Invoice", "quickbooks_id": "145"},
    ]
    assert deeds.resyncing(replace(ENTRY, error=None)).details["error_code"] is None


def test_a_change_tells_what_was_before() -> None:
    mapping, other = a_mapping(COMPANY), a_mapping(COMPANY, quickbooks_id="13")
    moved: Link = replace(LINK, ref=a_ref(id_="62"))
    done = [
        deeds.making_mapping(mapping, None),
        deeds.making_mapping(other, mapping),
        deeds.ending_mapping(other),
        deeds.linking(LINK, None),
        deeds.linking(moved, LINK),
        deeds.unlinking(moved),
    ]
    assert [(deed.subject_id, *deed.details.values()) for deed in done] == [
        ("fee_item/dues-gold", "12", None),
        ("fee_item/dues-gold", "13", "12"),
        ("fee_item/dues-gold", "13"),
        ("c-17", "61", None),
        ("c-17", "62", "61"),
        ("c-17", "62"),
    ]


def test_neither_addresses_of_people_nor_secrets_are_told() -> None:
    source = CompanySource(
        company_id=COMPANY.id, address=SourceAddress(url="https://b.example.org", token="secret-token")
    )
    clerk = a_subscription(COMPANY)
    done = [
        deeds.setting_source(source),
        deeds.creating_company(COMPANY),
        deeds.subscribing(clerk),
        deeds.changing_subscription(clerk),
        deeds.unsubscribing(clerk),
    ]
    told = repr(done)
    assert not [word for word in ("@", "secret-token", COMPANY.name) if word in told]
    assert done[0].details == {"url": "https://b.example.org", "has_token": True}


def test_a_void_names_the_record_and_its_entry() -> None:
    deed = deeds.voiding(ENTRY.record, ENTRY)
    assert (deed.action, deed.subject_kind, deed.subject_id) == (
        AuditAction.VOIDED,
        "invoice",
        ENTRY.record.external_ref,
    )
    assert deed.details == {"log_id": str(ENTRY.id)}
