"""QuickBooks' field limits, to the character; nothing is ever cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.model.records import Address, Record
from domain.rules.limits import check_fields
from tests.builders import a_contact, a_line, a_payment, an_invoice

Making = Callable[[str], Record]


def living_at(**fields: object) -> Record:
    return a_contact(address=Address(**fields))  # type: ignore[arg-type]  # its own fields


def described(text: str) -> Record:
    return an_invoice(lines=(a_line(), replace(a_line(), description=text)))


LIMITS: dict[str, tuple[int, Making]] = {
    "Organisation": (100, lambda text: a_contact(organisation=text)),
    "First name": (100, lambda text: a_contact(organisation="Acme", first_name=text)),
    "Last name": (100, lambda text: a_contact(organisation="Acme", last_name=text)),
    "Suffix": (16, lambda text: a_contact(organisation="Acme", suffix=text)),
    "E-mail": (100, lambda text: a_contact(email=text)),
    "Phone": (30, lambda text: a_contact(phone=text)),
    "Address line": (500, lambda text: living_at(lines=("1 Main St", text))),
    "City": (255, lambda text: living_at(city=text)),
    "Region": (255, lambda text: living_at(region=text)),
    "Country": (255, lambda text: living_at(country=text)),
    "Postal code": (30, lambda text: living_at(postal_code=text)),
    "Invoice number": (21, lambda text: an_invoice(number=text)),
    "Memo": (1000, lambda text: an_invoice(memo=text)),
    "Line description": (4000, described),
    "Payment reference": (21, lambda text: a_payment(reference=text)),
    "Memo of a payment": (3900, lambda text: a_payment(memo=text)),
}
NAMES = ("Organisation", "First name", "Last name", "Suffix")

each_field = pytest.mark.parametrize(("label", "limit", "of"), [(name, *row) for name, row in LIMITS.items()])


@each_field
def test_a_field_may_be_as_long_as_quickbooks_takes_it(label: str, limit: int, of: Making) -> None:
    assert check_fields(of("x" * limit)) is None, label


@each_field
def test_a_character_more_is_refused_with_field_limit_and_length(label: str, limit: int, of: Making) -> None:
    record = of("x" * (limit + 1))
    error = check_fields(record)
    assert error
    shown = "Display name" if label == "Organisation" else label.partition(" of ")[0]
    assert error.context == {"field": shown, "length": str(limit + 1), "limit": str(limit)}
    assert (error.code, error.subject) == ("field_too_long", str(record.key))


@each_field
def test_no_field_takes_an_emoji(label: str, limit: int, of: Making) -> None:
    assert limit
    assert check_fields(of("\uffff")) is None, label
    error = check_fields(of("\U00010000"))
    assert error
    assert error.code == "invalid_characters"


@pytest.mark.parametrize("label", NAMES)
@pytest.mark.parametrize("breaker", [":", "\t", "\n", "\r"], ids=repr)
def test_a_name_takes_no_colon_tab_or_line_break(label: str, breaker: str) -> None:
    _, of = LIMITS[label]
    error = check_fields(of(f"a{breaker}b"))
    assert error
    assert error.code == "invalid_characters"


def test_a_memo_takes_line_breaks_and_colons() -> None:
    assert check_fields(an_invoice(memo="Paid:\n\tin full")) is None


def test_the_lines_of_an_address_have_a_limit_together() -> None:
    assert check_fields(living_at(lines=("x" * 500,) * 4)) is None
    error = check_fields(living_at(lines=("x" * 500, "x" * 500, "x" * 500, "x" * 500, "x")))
    assert error
    assert error.context == {"field": "Address lines together", "length": "2001", "limit": "2000"}


def test_a_persons_whole_name_has_a_limit_too() -> None:
    error = check_fields(a_contact(first_name="x" * 60, last_name="y" * 40))
    assert error
    assert error.context == {"field": "Display name", "length": "101", "limit": "100"}


@pytest.mark.parametrize(
    ("organisation", "message"),
    [
        ("x" * 100 + " ", "Organisation is too long: 101 characters, QuickBooks takes 100"),
        ("Acme\n", "Organisation has characters that QuickBooks does not take"),
    ],
    ids=["a space too many", "a line break at the end"],
)
def test_what_a_display_name_trims_away_is_checked_too(organisation: str, message: str) -> None:
    error = check_fields(a_contact(organisation=organisation))
    assert error
    assert error.message == message


def test_a_record_within_all_limits_passes() -> None:
    assert check_fields(a_contact(first_name="Ann", last_name="Lee")) is None
    assert check_fields(living_at()) is None
