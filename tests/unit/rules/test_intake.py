"""What to do with a record that was just submitted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.errors import (
    AmountTooLarge,
    DomainError,
    NegativeTotal,
    OverApplied,
    SourceVersionReused,
    StaleSourceVersion,
    TotalDiffers,
)
from domain.model.records import Application, Discount, Invoice, Payment
from domain.rules.intake import Intake, check_sums, check_total, judge
from tests.builders import a_contact, a_line, a_payment, an_invoice

KNOWN = a_contact(external_ref="c-17", source_version=3)


def test_what_nobody_submitted_before_is_new() -> None:
    assert judge(None, KNOWN) is Intake.NEWER


def test_a_newer_version_replaces_an_older_one() -> None:
    assert judge(KNOWN, a_contact(external_ref="c-17", source_version=4)) is Intake.NEWER


def test_the_same_again_changes_nothing() -> None:
    assert judge(KNOWN, a_contact(external_ref="c-17", source_version=3)) is Intake.UNCHANGED


def test_the_same_amount_written_otherwise_is_the_same() -> None:
    one, other = (
        an_invoice(external_ref="i", number="1", lines=(a_line(unit_price=p),)) for p in ("9", "9.00")
    )
    assert judge(one, other) is Intake.UNCHANGED


@pytest.mark.parametrize(
    ("submitted", "error"),
    [
        (a_contact(external_ref="c-17", source_version=2), StaleSourceVersion),
        (a_contact(external_ref="c-17", source_version=3, phone="1"), SourceVersionReused),
    ],
    ids=["an older version", "the same version with other data"],
)
def test_versions_only_grow(submitted: Invoice, error: type[DomainError]) -> None:
    with pytest.raises(error) as raised:
        judge(KNOWN, submitted)
    assert raised.value.context == {"source_version": 3}


def an_invoice_over(*prices: str, discount: str = "0", quantity: str = "1") -> Invoice:
    lines = tuple(a_line(unit_price=price, quantity=quantity) for price in prices)
    return an_invoice(lines=lines, discount=Discount(key="early-bird", amount=Decimal(discount)))


def a_payment_in_parts(amount: str, *parts: str) -> Payment:
    applied = tuple(Application(amount=Decimal(part), invoice_number="1") for part in parts)
    return a_payment(amount=Decimal(amount), applied_to=applied)


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(KNOWN, id="a contact"),
        pytest.param(an_invoice_over("999999999999999.99"), id="the largest sum there is"),
        pytest.param(an_invoice_over("25.00", discount="25.00"), id="nothing left to pay"),
        pytest.param(an_invoice_over("25.00", "-5.00"), id="a line that gives back"),
        pytest.param(a_payment_in_parts("100.00", "60.00", "40.00"), id="applied to the last cent"),
        pytest.param(a_payment_in_parts("100.00"), id="not applied at all"),
    ],
)
def test_sums_that_fit(record: Invoice | Payment) -> None:
    check_sums(record)


@pytest.mark.parametrize(
    ("record", "error"),
    [
        pytest.param(an_invoice_over("1000000000000000.00"), AmountTooLarge, id="a line of 16 digits"),
        pytest.param(
            an_invoice_over("999999999999999.00", "1.00"), AmountTooLarge, id="lines of 16 digits together"
        ),
        pytest.param(
            an_invoice_over("999999999999999.99", quantity="999999999999999"),
            AmountTooLarge,
            id="a line that cannot even be rounded",
        ),
        pytest.param(
            an_invoice_over("-999999999999999.99", quantity="999999999999999"),
            AmountTooLarge,
            id="the same below zero",
        ),
        pytest.param(an_invoice_over("25.00", discount="25.01"), NegativeTotal, id="a cent below zero"),
        pytest.param(a_payment_in_parts("100.00", "60.00", "40.01"), OverApplied, id="a cent too much"),
    ],
)
def test_sums_that_do_not_fit_are_refused_by_name(
    record: Invoice | Payment, error: type[DomainError]
) -> None:
    with pytest.raises(error):
        check_sums(record)


def test_a_total_must_be_the_sum_of_the_lines_less_the_discount() -> None:
    invoice = an_invoice_over("350.00", "0.005", discount="25.00")
    check_total(invoice, Decimal("325.01"))
    with pytest.raises(TotalDiffers):
        check_total(invoice, Decimal("325.00"))
