"""The catalogue says every error in words staff know and can act on."""

from __future__ import annotations

import re

import pytest

from domain.catalogue import CATALOGUE, CatalogueRow, RemedyKind, Who, blanks, message, row
from domain.catalogue.books import REFUSALS
from domain.catalogue.classics import CLASSICS
from domain.catalogue.families import FAMILIES
from domain.catalogue.source import SOURCE
from domain.catalogue.weather import WEATHER
from domain.errors import ErrorCodeNotFound

ROWS = (*CLASSICS, *REFUSALS, *WEATHER, *SOURCE, *FAMILIES)

# As staff have read them for years: not a letter, capital or full stop may change.
KNOWN_WORDING = {
    "name_already_exists": "The name supplied already exists",
    "invoice_number_conflict": "The payment you are trying to apply to the invoice either does not exist or it belongs to another customer.",  # noqa: E501 - unbroken, to be compared by eye
    "invoice_of_other_customer": "Error adding Payment. Error: The payment you are trying to apply to the invoice either does not exist or it belongs to another customer.",  # noqa: E501 - the same
    "fee_item_not_mapped": "No fee item mapped for line item: invoice 1001, price 350.00, quantity 1",
    "payment_already_exists": "Payment Ref#: CHK 5521 Already exists for Customer Acme Bakery",
    "invoice_already_exists": "Invoice: 1001 Already exists for Customer Acme Bakery",
    "credit_invoice_not_found": "Credit Ref#: CHK 5521 Could not find applied invoice Ref#: 1001",
    "payment_invoice_not_found": "Payment Ref#: CHK 5521 Could not find applied invoice Ref#: 1001",
    "invoice_not_found": "Invoice not found: 1001",
    "write_off_account_not_mapped": "Error Adding Write-off There is no income account associated with the item Bad Debt.",  # noqa: E501 - the same
    "unauthorized": "Unauthorized - 401",
    "unreadable_source_data": "'<' is an invalid start of a value",
    "empty_answer": "The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.",  # noqa: E501 - the same
}

KNOWN_COLUMNS = {
    "name_already_exists": (Who.BILLING, False),
    "invoice_number_conflict": (Who.BILLING, False),
    "invoice_of_other_customer": (Who.BILLING, False),
    "fee_item_not_mapped": (Who.BILLING, False),
    "payment_already_exists": (Who.BILLING, False),
    "invoice_already_exists": (Who.BILLING, False),
    "credit_invoice_not_found": (Who.BILLING, False),
    "payment_invoice_not_found": (Who.BILLING, False),
    "invoice_not_found": (Who.BILLING, False),
    "write_off_account_not_mapped": (Who.ACCOUNTANT, False),
    "unauthorized": (Who.ADMINISTRATOR, True),
    "unreadable_source_data": (Who.NOBODY, True),
    "empty_answer": (Who.NOBODY, True),
}

FURTHER_CODES = {
    "field_too_long", "invalid_characters", "discount_not_mapped", "tax_not_mapped", "customer_inactive",
    "several_taxes", "invoice_moved",
    "reference_inactive", "document_number_conflict", "period_closed", "deposited", "over_applied",
    "currency_mismatch", "changed_in_quickbooks", "company_suspended", "permission_denied",
    "not_connected", "needs_reconnect", "rate_limited", "read_quota_used_up", "quickbooks_unavailable",
    "quickbooks_timeout",
    "unreadable_answer", "outcome_unknown", "rejected_by_quickbooks", "internal_error",
    "account_not_mapped", "tax_differs", "credit_used_elsewhere", "invoice_paid",
    "empty_source_data", "stale_source_data", "source_unavailable", "source_refused",
    "source_record_not_found", "source_data_invalid", "source_not_configured",
    "depends_on_failed",
}  # fmt: skip

FILLING = {
    "number": "1001",
    "price": "350.00",
    "quantity": "1",
    "ref": "CHK 5521",
    "customer": "Acme Bakery",
    "field": "Invoice number",
    "length": "24",
    "limit": "21",
    "discount": "early-bird",
    "tax": "state",
    "taxes": "city, state",
    "what": "product or service 12",
    "date": "2026-12-31",
    "customer_currency": "CAD",
    "amount": "325.00",
    "balance": "300.00",
    "currency": "USD",
    "kind": "contact",
    "external_ref": "c-17",
    "paid": "200.00",
    "billed": "350.00",
    "total": "378.00",
    "reason": "Amount calculation incorrect in the request",
    "start": "<",
    "rule": "Is required.",
    "found": "3",
    "wanted": "4",
}

# Entries are kept back by these, but do not fail by them: there is nothing to offer on an entry.
HOLDS = {
    "company_suspended", "permission_denied", "not_connected", "needs_reconnect", "rate_limited",
    "read_quota_used_up",
}  # fmt: skip

each_row = pytest.mark.parametrize("row_", ROWS, ids=lambda row_: row_.code)


@pytest.mark.parametrize("code", KNOWN_WORDING)
def test_a_message_that_staff_know_keeps_its_wording(code: str) -> None:
    assert message(code, **FILLING) == KNOWN_WORDING[code]


@pytest.mark.parametrize("code", KNOWN_COLUMNS)
def test_an_error_that_staff_know_is_put_right_by_the_same_people(code: str) -> None:
    assert (row(code).who, row(code).retryable) == KNOWN_COLUMNS[code]


def test_the_catalogue_has_the_known_rows_first_and_every_further_one_once() -> None:
    assert list(CATALOGUE)[: len(KNOWN_WORDING)] == list(KNOWN_WORDING)
    assert set(CATALOGUE) == KNOWN_WORDING.keys() | FURTHER_CODES
    assert len(ROWS) == len(CATALOGUE)


@each_row
def test_a_row_is_found_under_its_own_code(row_: CatalogueRow) -> None:
    assert row(row_.code) is row_
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", row_.code)


@each_row
def test_every_blank_is_filled(row_: CatalogueRow) -> None:
    filled = message(row_.code, **FILLING)
    assert not re.search(r"[{}]", filled)
    assert all(FILLING[blank] in filled for blank in blanks(row_.code))


@each_row
def test_a_row_tells_what_it_means_and_what_to_do_in_sentences(row_: CatalogueRow) -> None:
    assert row_.correction
    for sentence in (row_.meaning, *row_.correction):
        assert re.fullmatch(r"[A-Z].*\.", sentence)
    assert re.fullmatch(r"[A-Z].*[^.]", row_.title)


@pytest.mark.parametrize("code", sorted(CATALOGUE.keys() - HOLDS))
def test_what_fails_an_entry_can_be_resynced_or_excluded(code: str) -> None:
    remedies = row(code).remedies
    assert {RemedyKind.RESYNC, RemedyKind.EXCLUDE} <= set(remedies)
    assert len(set(remedies)) == len(remedies)


@pytest.mark.parametrize("code", sorted(HOLDS))
def test_what_holds_up_a_company_offers_nothing_on_an_entry(code: str) -> None:
    assert row(code).remedies == ()


@each_row
def test_the_machine_tries_again_wherever_nobody_need_act(row_: CatalogueRow) -> None:
    assert row_.retryable or row_.who is not Who.NOBODY


def test_an_unmapped_fee_item_offers_to_map_it_first() -> None:
    assert row("fee_item_not_mapped").remedies[0] is RemedyKind.MAP_FEE_ITEM


def test_a_missing_invoice_offers_to_submit_it_first() -> None:
    assert row("payment_invoice_not_found").remedies[0] is RemedyKind.SUBMIT_INVOICE


def test_no_filling_is_left_over_from_an_earlier_wording() -> None:
    assert FILLING.keys() == set().union(*(blanks(code) for code in CATALOGUE))


def test_too_long_names_the_field_the_length_and_the_limit() -> None:
    told = message("field_too_long", field="Invoice number", length="24", limit="21")
    assert told == "Invoice number is too long: 24 characters, QuickBooks takes 21"


def test_the_blanks_of_a_message_have_names() -> None:
    assert blanks("fee_item_not_mapped") == {"number", "price", "quantity"}
    assert blanks("unauthorized") == frozenset()


def test_braces_in_a_filling_stay_as_they_are() -> None:
    assert message("invoice_not_found", number="{ref}") == "Invoice not found: {ref}"


def test_a_missing_blank_is_a_bug() -> None:
    with pytest.raises(KeyError, match="price"):
        message("fee_item_not_mapped", number="1001", quantity="1")


def test_an_unknown_code_has_no_row_and_no_message() -> None:
    with pytest.raises(ErrorCodeNotFound):
        row("no_such_code")
    with pytest.raises(ErrorCodeNotFound):
        message("no_such_code")


def test_nobody_changes_the_catalogue_at_run_time() -> None:
    with pytest.raises(TypeError):
        CATALOGUE["new"] = row("unauthorized")  # type: ignore[index] # that it cannot be is the point
