"""Commands in QBO's language."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from adapters.quickbooks.translate import draft_of
from adapters.quickbooks.translate.marker import tag_of
from adapters.quickbooks.translate.parts import exact
from domain.model.books import LedgerRef, Marker
from domain.model.commands import (
    ApplyCredit,
    Command,
    DeleteCreditMemo,
    Draft,
    DraftOperation,
    PostCreditMemo,
    PostCustomer,
    PostInvoice,
    PostPayment,
    VoidTransaction,
)
from domain.model.records import Address, Discount
from tests.builders import (
    a_contact,
    a_credit,
    a_line,
    a_payment,
    a_ref,
    a_write_off,
    an_invoice,
    changed,
    new_id,
)

MARKER = Marker(record_id=new_id(), source_version=3)
TAG = tag_of(MARKER)


def body_of(command: Command) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(draft_of(command).body)
    return body


def post_customer(replaces: LedgerRef | None = None, **contact: object) -> PostCustomer:
    return PostCustomer(contact=a_contact(**contact), marker=MARKER, replaces=replaces)


def post_invoice(replaces: LedgerRef | None = None, **invoice: object) -> PostInvoice:
    made = changed(an_invoice(), invoice)
    items = tuple(str(12 + number) for number, _ in enumerate(made.lines))
    return PostInvoice(invoice=made, customer_id="61", items=items, marker=MARKER, replaces=replaces)


def post_payment(
    *applied: tuple[str, str], replaces: LedgerRef | None = None, **payment: object
) -> PostPayment:
    return PostPayment(
        payment=changed(a_payment(), payment),
        customer_id="61",
        applied=tuple((invoice, Decimal(amount)) for invoice, amount in applied),
        marker=MARKER,
        replaces=replaces,
    )


def test_an_organisation_becomes_a_customer_with_a_company_name() -> None:
    assert body_of(post_customer(organisation="Müller & Söhne")) == {
        "DisplayName": "Müller & Söhne",
        "CompanyName": "Müller & Söhne",
        "CurrencyRef": {"value": "USD"},
        "Notes": TAG,
    }


def test_a_person_becomes_a_customer_with_all_that_is_known_and_nothing_else() -> None:
    address = Address(
        lines=("1 Main St", "Floor 2"), city="Springfield", region="IL", postal_code="62701", country="USA"
    )
    person = post_customer(
        first_name="Ann", last_name="O'Neil", suffix="Jr.", email="ann@acme.example", phone="555-0100",
        address=address,
    )  # fmt: skip
    assert body_of(person) == {
        "DisplayName": "Ann O'Neil Jr.",
        "GivenName": "Ann",
        "FamilyName": "O'Neil",
        "Suffix": "Jr.",
        "PrimaryEmailAddr": {"Address": "ann@acme.example"},
        "PrimaryPhone": {"FreeFormNumber": "555-0100"},
        "BillAddr": {
            "Line1": "1 Main St",
            "Line2": "Floor 2",
            "City": "Springfield",
            "CountrySubDivisionCode": "IL",
            "PostalCode": "62701",
            "Country": "USA",
        },
        "CurrencyRef": {"value": "USD"},
        "Notes": TAG,
    }


def test_what_goes_beyond_five_address_lines_goes_on_in_the_fifth() -> None:
    address = Address(lines=("a", "b", "", "c", "d", "e", "f"))
    lines = body_of(post_customer(address=address))["BillAddr"]
    assert lines == {"Line1": "a", "Line2": "b", "Line3": "c", "Line4": "d", "Line5": "e, f"}


@pytest.mark.parametrize("empty", [None, ""], ids=repr)
def test_what_is_not_given_is_left_out(empty: str | None) -> None:
    contact = post_customer(organisation="Acme", email=empty, phone=empty, address=Address(city=empty))
    assert body_of(contact).keys() == {"DisplayName", "CompanyName", "CurrencyRef", "Notes"}


def test_an_update_of_a_customer_leaves_the_notes_to_people_and_the_currency_to_qbo() -> None:
    update = body_of(post_customer(organisation="Acme", replaces=a_ref(id_="61", version="4")))
    assert update == {
        "Id": "61",
        "SyncToken": "4",
        "sparse": True,
        "DisplayName": "Acme",
        "CompanyName": "Acme",
    }


def test_an_invoice_has_a_line_for_each_fee_item() -> None:
    gold, seats = a_line(unit_price="350.00"), a_line(unit_price="12.505", quantity="3")
    invoice = post_invoice(number="2026-1", lines=(gold, seats), memo="Thank you")
    assert body_of(invoice) == {
        "DocNumber": "2026-1",
        "TxnDate": "2026-01-05",
        "DueDate": "2026-02-04",
        "CustomerRef": {"value": "61"},
        "CurrencyRef": {"value": "USD"},
        "CustomerMemo": {"value": "Thank you"},
        "PrivateNote": TAG,
        "Line": [
            {
                "DetailType": "SalesItemLineDetail",
                "Amount": "350",
                "SalesItemLineDetail": {
                    "ItemRef": {"value": "12"},
                    "Qty": "1",
                    "UnitPrice": "350",
                    "TaxCodeRef": {"value": "NON"},
                },
            },
            {
                "DetailType": "SalesItemLineDetail",
                "Amount": "37.52",
                "SalesItemLineDetail": {
                    "ItemRef": {"value": "13"},
                    "Qty": "3",
                    "UnitPrice": "12.505",
                    "TaxCodeRef": {"value": "NON"},
                },
            },
        ],
    }


def taxed(*codes: str | None, amount: str | None = None, replaces: LedgerRef | None = None) -> dict[str, Any]:
    lines = tuple(a_line(tax=code and "state", tax_amount=code and amount) for code in codes)
    return body_of(replace(post_invoice(lines=lines, replaces=replaces), tax_codes=codes))


def line_codes(body: dict[str, Any]) -> list[str]:
    return [line["SalesItemLineDetail"]["TaxCodeRef"]["value"] for line in body["Line"]]


@pytest.mark.parametrize(
    ("codes", "lines", "detail"),
    [
        pytest.param((None, "2"), ["NON", "TAX"], {"TxnTaxCodeRef": {"value": "2"}}, id="a code"),
        pytest.param((None, "TAX"), ["NON", "TAX"], None, id="the company's own"),
        pytest.param((None, "NON"), ["NON", "NON"], None, id="no tax"),
        pytest.param(("2", "NON"), ["TAX", "NON"], {"TxnTaxCodeRef": {"value": "2"}}, id="both"),
    ],
)
def test_lines_say_whether_they_are_taxed_and_the_invoice_by_which_code(
    codes: tuple[str | None, ...], lines: list[str], detail: dict[str, Any] | None
) -> None:
    body = taxed(*codes)
    assert (line_codes(body), body.get("TxnTaxDetail")) == (lines, detail)


def test_the_tax_that_was_charged_is_sent() -> None:
    detail = taxed("2", "2", None, amount="4.10")["TxnTaxDetail"]
    assert detail == {"TxnTaxCodeRef": {"value": "2"}, "TotalTax": "8.2"}


def test_an_update_without_tax_says_that_there_is_none() -> None:
    assert taxed(None, replaces=a_ref("Invoice", "145", "2"))["TxnTaxDetail"] == {"TotalTax": "0"}


def test_a_discount_stands_behind_the_lines_and_goes_to_its_account() -> None:
    discount = Discount(key="early-bird", amount=Decimal("25.00"))
    first, last = body_of(replace(post_invoice(discount=discount), discount_account="86"))["Line"]
    assert first["DetailType"] == "SalesItemLineDetail"
    assert last == {
        "DetailType": "DiscountLineDetail",
        "Amount": "25",
        "DiscountLineDetail": {"PercentBased": False, "DiscountAccountRef": {"value": "86"}},
    }


def test_a_discount_without_an_account_is_a_bug() -> None:
    with pytest.raises(ValueError, match="account"):
        draft_of(post_invoice(discount=Discount(key="early-bird", amount=Decimal(25))))


def test_a_payment_names_its_method_if_it_has_one() -> None:
    assert body_of(replace(post_payment(), method="2"))["PaymentMethodRef"] == {"value": "2"}
    assert "PaymentMethodRef" not in body_of(post_payment())


def test_an_update_of_an_invoice_is_sparse_and_carries_all_its_lines() -> None:
    update = body_of(post_invoice(due_date=None, replaces=a_ref("Invoice", "145", "2")))
    assert (update["Id"], update["SyncToken"], update["sparse"]) == ("145", "2", True)
    assert len(update["Line"]) == 1
    assert "DueDate" not in update


def test_items_that_do_not_match_the_lines_are_a_bug() -> None:
    invoice = an_invoice(lines=(a_line(), a_line()))
    command = PostInvoice(invoice=invoice, customer_id="61", items=("12",), marker=MARKER)
    with pytest.raises(ValueError, match="zip"):
        draft_of(command)


def test_a_payment_has_a_line_for_each_invoice_and_its_memo_in_the_private_note() -> None:
    payment = post_payment(("145", "100.00"), ("146", "50.50"), reference="CHK 9", memo="At the desk")
    assert body_of(payment) == {
        "PaymentRefNum": "CHK 9",
        "TxnDate": "2026-01-20",
        "CustomerRef": {"value": "61"},
        "CurrencyRef": {"value": "USD"},
        "TotalAmt": "350",
        "PrivateNote": f"At the desk\n{TAG}",
        "Line": [
            {"Amount": "100", "LinkedTxn": [{"TxnId": "145", "TxnType": "Invoice"}]},
            {"Amount": "50.5", "LinkedTxn": [{"TxnId": "146", "TxnType": "Invoice"}]},
        ],
    }


def test_an_update_of_a_payment_that_is_applied_to_nothing_any_more_says_so() -> None:
    update = body_of(post_payment(replaces=a_ref("Payment", "188", "1")))
    assert update["sparse"] is True
    assert update["Line"] == []


def test_two_parts_that_settle_one_invoice_make_one_line() -> None:
    (line,) = body_of(post_payment(("145", "100.00"), ("145", "50.00")))["Line"]
    assert line["Amount"] == "150"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("350.00", "350"),
        ("0.10", "0.1"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("0.00001", "0.00001"),
        ("123456789012345.67", "123456789012345.67"),
        ("0", "0"),
        ("0.00", "0"),
    ],
)
def test_numbers_are_exact_and_have_no_exponent(number: str, text: str) -> None:
    assert exact(Decimal(number)) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("350.00", "350.0", id="zeros at the end"),
        pytest.param("350.00", "3.5E+2", id="an exponent"),
    ],
)
def test_equal_commands_have_the_same_bytes(one: str, other: str) -> None:
    contact = a_contact(organisation="Acme")
    first, second = (
        PostPayment(
            payment=a_payment(external_ref="p", reference="r", amount=Decimal(amount)),
            customer_id="61",
            applied=(("145", Decimal(amount)),),
            marker=MARKER,
        )
        for amount in (one, other)
    )
    assert first == second
    assert draft_of(first) == draft_of(second)
    assert draft_of(PostCustomer(contact=contact, marker=MARKER)).body.isascii()


def test_no_charset_can_spoil_the_bytes() -> None:
    assert draft_of(post_customer(organisation="Zürich 東京")).body.isascii()


def test_a_contact_that_is_gone_is_made_inactive() -> None:
    body = body_of(post_customer(replaces=a_ref(), organisation="Acme Bakery", active=False))
    assert body["Active"] is False


def test_a_credit_becomes_a_credit_memo() -> None:
    credit = a_credit(reference="CR-5", memo="With our apologies")
    command = PostCreditMemo(relief=credit, customer_id="61", items=("12",), marker=MARKER)
    assert draft_of(command).entity == "CreditMemo"
    assert body_of(command) == {
        "DocNumber": "CR-5",
        "TxnDate": "2026-02-01",
        "CustomerRef": {"value": "61"},
        "CurrencyRef": {"value": "USD"},
        "CustomerMemo": {"value": "With our apologies"},
        "PrivateNote": TAG,
        "Line": [
            {
                "DetailType": "SalesItemLineDetail",
                "Amount": "50",
                "SalesItemLineDetail": {
                    "ItemRef": {"value": "12"},
                    "Qty": "1",
                    "UnitPrice": "50",
                    "TaxCodeRef": {"value": "NON"},
                },
            }
        ],
    }


def test_a_write_off_takes_the_whole_sum_once() -> None:
    command = PostCreditMemo(relief=a_write_off(), customer_id="61", items=("9",), marker=MARKER)
    (line,) = body_of(command)["Line"]
    assert (line["Amount"], line["SalesItemLineDetail"]["Qty"]) == ("100", "1")
    assert line["SalesItemLineDetail"]["UnitPrice"] == "100"


def test_a_credit_memo_is_applied_by_a_payment_of_nothing() -> None:
    applied = (("145", Decimal("30.00")), ("146", Decimal("20.00")))
    command = ApplyCredit(
        relief=a_credit(reference="CR-5"), customer_id="61", memo_id="201", applied=applied, marker=MARKER
    )
    assert draft_of(command).entity == "Payment"
    assert body_of(command) == {
        "PaymentRefNum": "CR-5",
        "TxnDate": "2026-02-01",
        "CustomerRef": {"value": "61"},
        "CurrencyRef": {"value": "USD"},
        "TotalAmt": "0",
        "PrivateNote": TAG,
        "Line": [
            {"Amount": "30", "LinkedTxn": [{"TxnId": "145", "TxnType": "Invoice"}]},
            {"Amount": "20", "LinkedTxn": [{"TxnId": "146", "TxnType": "Invoice"}]},
            {"Amount": "50", "LinkedTxn": [{"TxnId": "201", "TxnType": "CreditMemo"}]},
        ],
    }


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param(
            VoidTransaction(target=a_ref("Invoice", "145", "2")),
            Draft(entity="Invoice", body='{"Id":"145","SyncToken":"2"}', operation=DraftOperation.VOID),
            id="an invoice",
        ),
        pytest.param(
            VoidTransaction(target=a_ref("Payment", "188", "1")),
            Draft(
                entity="Payment",
                body='{"Id":"188","SyncToken":"1","sparse":true}',
                operation=DraftOperation.VOID,
            ),
            id="a payment",
        ),
        pytest.param(
            DeleteCreditMemo(target=a_ref("CreditMemo", "201", "0")),
            Draft(entity="CreditMemo", body='{"Id":"201","SyncToken":"0"}', operation=DraftOperation.DELETE),
            id="a credit memo",
        ),
    ],
)
def test_what_is_taken_back_is_named_and_nothing_else(command: Command, expected: Draft) -> None:
    assert draft_of(command) == expected


def test_a_customer_that_a_person_named_keeps_its_name() -> None:
    command = replace(post_customer(a_ref(), organisation="Acme"), keeps_name=True)
    body = body_of(command)
    assert body == {"CompanyName": "Acme", "Id": "61", "SyncToken": "0", "sparse": True}
