"""The demo's billing run adds up, and fails in exactly the ways it is there to show."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.model.records import (
    Address,
    Application,
    Contact,
    Credit,
    Invoice,
    InvoiceLine,
    Payment,
    Record,
    WriteOff,
    needs,
)
from domain.rules.intake import check_sums, check_total
from domain.rules.limits import check_fields

ROOT = Path(__file__).parents[2]
RUN_TEXT = (ROOT / "demo" / "billing_run.json").read_text(encoding="utf-8")
RUN = json.loads(RUN_TEXT)
BOOKS = json.loads((ROOT / "sandbox" / "seeds" / "association.json").read_text(encoding="utf-8"))
ALREADY = RUN["already_in_quickbooks"]

Body = dict[str, Any]

COMMON = {"kind", "external_ref", "source_version", "currency"}
FIELDS = {
    "contact": COMMON | {"organisation", "first_name", "last_name", "suffix", "email", "phone", "address"},
    "invoice": COMMON | {"number", "contact", "txn_date", "due_date", "lines", "discount", "memo", "total"},
    "payment": COMMON | {"reference", "contact", "txn_date", "method", "amount", "applied_to", "memo"},
}
DRESSING = {"kind", "total", "txn_date", "due_date", "address", "lines", "discount", "amount", "applied_to"}


def plain(body: Body) -> Body:
    """The fields that are the same text in the record."""
    return {name: value for name, value in body.items() if name not in DRESSING}


def contact_of(body: Body) -> Contact:
    address = body["address"]
    return Contact(**plain(body), address=Address(**{**address, "lines": tuple(address["lines"])}))


def line_of(body: Body) -> InvoiceLine:
    amounts = {name: Decimal(body[name]) for name in ("quantity", "unit_price")}
    return InvoiceLine(**{**body, **amounts})


def invoice_of(body: Body) -> Invoice:
    dates: Body = {name: date.fromisoformat(body[name]) for name in ("txn_date", "due_date")}
    return Invoice(**plain(body), **dates, lines=tuple(line_of(line) for line in body["lines"]))


def payment_of(body: Body) -> Payment:
    applied = tuple(Application(**{**part, "amount": Decimal(part["amount"])}) for part in body["applied_to"])
    txn_date = date.fromisoformat(body["txn_date"])
    return Payment(**plain(body), txn_date=txn_date, amount=Decimal(body["amount"]), applied_to=applied)


CONTACTS = {contact.external_ref: contact for contact in map(contact_of, RUN["contacts"])}
INVOICES = {invoice.external_ref: invoice for invoice in map(invoice_of, RUN["invoices"])}
PAYMENTS = {payment.external_ref: payment for payment in map(payment_of, RUN["payments"])}
TRANSACTIONS: tuple[Invoice | Payment, ...] = (*INVOICES.values(), *PAYMENTS.values())
RECORDS: tuple[Record, ...] = (*CONTACTS.values(), *TRANSACTIONS)


def names_of(entity: str) -> set[str]:
    """Display names in the books before the run, as QBO compares them."""
    return {each["DisplayName"].casefold() for each in BOOKS[entity]}


def error_of_contact(contact: Contact) -> str | None:
    taken = names_of("Vendor") | names_of("Employee")
    return "name_already_exists" if contact.display_name.casefold() in taken else None


def error_of_invoice(invoice: Invoice) -> str | None:
    unmapped = any(line.fee_item not in RUN["fee_items"] for line in invoice.lines)
    return "fee_item_not_mapped" if unmapped else None


def error_of_payment(payment: Payment) -> str | None:
    payer = CONTACTS[payment.contact].display_name
    for there in ALREADY:
        if (payer, payment.reference) == (
            there["customer"]["DisplayName"],
            there["payment"]["PaymentRefNum"],
        ):
            return "payment_already_exists"
    by_number = any(part.invoice_number for part in payment.applied_to)
    return "payment_invoice_not_found" if by_number else None


def error_of(record: Record) -> str | None:
    """The code of the catalogue that the record must fail with, as it and the books stand."""
    if too_long := check_fields(record):
        return too_long.code
    match record:
        case Contact():
            return error_of_contact(record)
        case Invoice():
            return error_of_invoice(record)
        case Payment():
            return error_of_payment(record)
        case Credit() | WriteOff():
            return None


def test_it_is_a_year_end_run_of_a_small_association() -> None:
    assert (len(CONTACTS), len(INVOICES), len(PAYMENTS)) == (40, 60, 45)
    dates = {each.txn_date for each in TRANSACTIONS}
    assert date(2026, 12, 1) <= min(dates) < max(dates) <= date(2027, 1, 15)


def test_no_amount_is_a_float() -> None:
    floats: list[str] = []
    json.loads(RUN_TEXT, parse_float=floats.append)
    assert floats == []


@pytest.mark.parametrize("kind", FIELDS)
def test_every_body_has_the_fields_of_the_contract(kind: str) -> None:
    bodies = RUN[f"{kind}s"]
    assert {body["kind"] for body in bodies} == {kind}
    assert all(body.keys() == FIELDS[kind] for body in bodies)


def test_it_fails_in_exactly_the_planned_ways() -> None:
    assert {each.external_ref: error_of(each) for each in RECORDS if error_of(each)} == {
        "c-116": "name_already_exists",
        "inv-expo-14": "field_too_long",
        "inv-1247": "fee_item_not_mapped",
        "inv-1248": "fee_item_not_mapped",
        "inv-1249": "fee_item_not_mapped",
        "inv-1250": "fee_item_not_mapped",
        "inv-1251": "fee_item_not_mapped",
        "pay-506": "payment_already_exists",
        "pay-514": "payment_invoice_not_found",
    }


def test_exactly_these_wait_for_one_that_fails() -> None:
    failing = {each.key for each in RECORDS if error_of(each)}
    waiting = {each.external_ref for each in RECORDS if failing & set(needs(each)) and not error_of(each)}
    assert waiting == {"inv-1216", "pay-531", "pay-537", "pay-541"}
    assert not any({key.external_ref for key in needs(each)} & waiting for each in RECORDS)


def test_one_fee_item_is_left_to_be_mapped() -> None:
    used = {line.fee_item for invoice in INVOICES.values() for line in invoice.lines}
    assert used - RUN["fee_items"].keys() == {"sponsorship-gala"}
    assert RUN["fee_items"].keys() <= used


def test_fee_items_are_mapped_to_products_that_are_active_in_the_books() -> None:
    active = {item["Name"] for item in BOOKS["Item"] if item.get("Active", True)}
    assert set(RUN["fee_items"].values()) <= active


def test_one_contact_is_a_customer_already_and_another_will_be_before_the_run() -> None:
    known = names_of("Customer") | {there["customer"]["DisplayName"].casefold() for there in ALREADY}
    matches = {each.display_name for each in CONTACTS.values() if each.display_name.casefold() in known}
    assert matches == {"Riverside Books", "Salt Air Yoga"}
    inactive = {each["DisplayName"] for each in BOOKS["Customer"] if not each.get("Active", True)}
    assert not matches & inactive


def test_what_is_in_quickbooks_already_is_for_the_same_money_by_the_same_member() -> None:
    (there,) = ALREADY
    payment = PAYMENTS["pay-506"]
    assert Decimal(there["payment"]["TotalAmt"]) == payment.amount
    assert date.fromisoformat(there["payment"]["TxnDate"]) == payment.txn_date


@pytest.mark.parametrize("body", RUN["invoices"], ids=lambda body: body["external_ref"])
def test_the_lines_of_an_invoice_add_up_to_its_total(body: Body) -> None:
    invoice = invoice_of(body)
    check_total(invoice, Decimal(body["total"]))
    assert invoice.txn_date <= date.fromisoformat(body["due_date"])


@pytest.mark.parametrize("payment", PAYMENTS.values(), ids=PAYMENTS)
def test_a_payment_settles_its_own_members_invoices_after_they_were_made(payment: Payment) -> None:
    check_sums(payment)
    for part in payment.applied_to:
        if part.invoice:
            invoice = INVOICES[part.invoice]
            assert invoice.contact == payment.contact
            assert invoice.txn_date <= payment.txn_date


def settled() -> dict[str, Decimal]:
    """How much of each invoice the payments settle."""
    sums = dict.fromkeys(INVOICES, Decimal())
    for payment in PAYMENTS.values():
        for part in payment.applied_to:
            if part.invoice:
                sums[part.invoice] += part.amount
    return sums


def test_no_invoice_is_paid_twice() -> None:
    paid = settled()
    assert all(paid[ref] <= invoice.total for ref, invoice in INVOICES.items())


def test_some_invoices_are_paid_in_full_some_in_part_and_some_not_yet() -> None:
    paid = settled()
    open_ = Counter(
        "full" if paid[ref] == each.total else "part" if paid[ref] else "none"
        for ref, each in INVOICES.items()
    )
    assert open_ == {"full": 46, "part": 2, "none": 12}


def test_payments_come_in_every_shape() -> None:
    assert sum(len(payment.applied_to) == 2 for payment in PAYMENTS.values()) == 5
    unapplied = {
        ref: payment.amount - sum(part.amount for part in payment.applied_to)
        for ref, payment in PAYMENTS.items()
    }
    assert {ref: rest for ref, rest in unapplied.items() if rest} == {"pay-517": Decimal("25.00")}


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([each.external_ref for each in RECORDS], id="references"),
        pytest.param([each.display_name.casefold() for each in CONTACTS.values()], id="names"),
        pytest.param([each.email for each in CONTACTS.values()], id="e-mail addresses"),
        pytest.param([each.phone for each in CONTACTS.values()], id="phones"),
        pytest.param([each.number for each in INVOICES.values()], id="invoice numbers"),
        pytest.param([each.reference for each in PAYMENTS.values()], id="payment references"),
    ],
)
def test_no_two_are_the_same(values: list[str]) -> None:
    assert [value for value, times in Counter(values).items() if times > 1] == []


@pytest.mark.parametrize("contact", CONTACTS.values(), ids=CONTACTS)
def test_nobody_can_be_reached_by_accident(contact: Contact) -> None:
    assert re.fullmatch(r"[a-z.]+@([a-z]+\.)?example\.(com|org)", contact.email or "")
    assert re.fullmatch(r"\+1 415 555 01\d\d", contact.phone or "")


def test_members_are_organisations_and_people_with_names_of_every_kind() -> None:
    people = [each for each in CONTACTS.values() if each.organisation is None]
    assert len(people) == 12
    assert len([each for each in people if each.suffix]) == 4
    names = " ".join(each.display_name for each in CONTACTS.values())
    assert {"'", "&", "é", "ř"} <= set(names)
