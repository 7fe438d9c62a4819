"""Records know their names, sums and needs."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.money import Money
from domain.model.records import Application, Discount, RecordKey, RecordKind, amount_of, needs
from tests.builders import a_contact, a_key, a_line, a_payment, an_invoice

names = st.one_of(st.none(), st.text(alphabet=" abü", max_size=6))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"organisation": "Acme Bakery", "first_name": "Ann", "last_name": "Lee"}, "Acme Bakery"),
        ({"first_name": "Ann", "last_name": "Lee", "suffix": "Jr."}, "Ann Lee Jr."),
        ({"first_name": "Ann", "last_name": None}, "Ann"),
        ({"first_name": None, "last_name": "Lee", "suffix": "Jr."}, "Lee Jr."),
        ({"organisation": "  Acme  Bakery "}, "Acme  Bakery"),
        ({"organisation": "  ", "first_name": " Ann ", "last_name": " Lee"}, "Ann Lee"),
    ],
    ids=repr,
)
def test_a_contact_shows_as_its_organisation_or_else_as_a_person(
    fields: dict[str, str | None], name: str
) -> None:
    assert a_contact(**fields).display_name == name


@given(organisation=names, first=names, last=names, suffix=names)
def test_a_display_name_has_no_outer_spaces_and_holds_whatever_was_given(
    organisation: str | None, first: str | None, last: str | None, suffix: str | None
) -> None:
    person = (first, last, suffix)
    name = a_contact(organisation=organisation, first_name=first, last_name=last, suffix=suffix).display_name
    assert name == name.strip()
    shown = [organisation] if organisation and organisation.strip() else person
    assert all((part or "").strip() in name for part in shown)
    assert bool(name) == any((part or "").strip() for part in (organisation, *person))


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [("1", "350", "350.00"), ("3", "0.005", "0.02"), ("1", "0.005", "0.01"), ("2", "-0.0025", "-0.01")],
)
def test_half_a_cent_rounds_away_from_zero(quantity: str, price: str, amount: str) -> None:
    assert a_line(quantity=quantity, unit_price=price).amount == Decimal(amount)


@given(
    prices=st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=9),
    off=st.decimals(0, 10**6, places=2),
)
def test_not_a_cent_of_an_invoice_is_lost(prices: list[Decimal], off: Decimal) -> None:
    invoice = an_invoice(
        lines=tuple(a_line(unit_price=str(price)) for price in prices),
        discount=Discount(key="early-bird", amount=off),
    )
    assert invoice.total == sum(prices) - off
    assert amount_of(invoice) == Money(amount=invoice.total, currency="USD")


def test_a_contact_is_about_no_money_and_a_payment_about_its_amount() -> None:
    assert amount_of(a_contact()) is None
    assert str(amount_of(a_payment(currency="CAD"))) == "350.00 CAD"


def test_a_contact_needs_nothing() -> None:
    assert needs(a_contact()) == ()


def test_an_invoice_needs_its_contact() -> None:
    assert needs(an_invoice(contact="c-1")) == (a_key(RecordKind.CONTACT, "c-1"),)


def test_a_payment_needs_its_contact_and_each_submitted_invoice_once() -> None:
    applied = (
        Application(amount=Decimal(1), invoice="inv-1"),
        Application(amount=Decimal(2), invoice="inv-1"),
        Application(amount=Decimal(3), invoice_number="998"),
    )
    assert needs(a_payment(contact="c-1", applied_to=applied)) == (
        a_key(RecordKind.CONTACT, "c-1"),
        a_key(RecordKind.INVOICE, "inv-1"),
    )


def test_a_key_reads_like_a_name() -> None:
    assert str(RecordKey(kind=RecordKind.INVOICE, external_ref="inv-7")) == "invoice inv-7"


def test_a_record_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        a_contact().external_ref = "other"  # type: ignore[misc]  # that it cannot be is the point


def test_the_tax_that_was_charged_counts_into_the_total() -> None:
    lines = (
        a_line(unit_price="100.00", tax="state", tax_amount="8.00"),
        a_line(unit_price="50.00", tax="state"),
    )
    invoice = an_invoice(lines=lines, discount=Discount(key="early", amount=Decimal("10.00")))
    assert (invoice.total_tax, invoice.total) == (Decimal("8.00"), Decimal("148.00"))


def test_a_tax_that_nobody_charged_is_left_to_the_books() -> None:
    assert an_invoice(lines=(a_line(tax="state"),)).total_tax is None
