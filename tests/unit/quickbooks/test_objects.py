"""QBO's objects in the domain's words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.quickbooks.translate import Unreadable, read_rows, read_written
from adapters.quickbooks.translate.marker import tag_of
from domain.model.books import (
    LedgerAccount,
    LedgerCreditMemo,
    LedgerCustomer,
    LedgerInvoice,
    LedgerItem,
    LedgerOther,
    LedgerPayment,
    LedgerPaymentMethod,
    LedgerRef,
    LedgerTaxCode,
    Marker,
)
from tests.builders import new_id

MARKER = Marker(record_id=new_id(), source_version=3)
SYSTEM = {"domain": "QBO", "sparse": False, "MetaData": {"CreateTime": "2026-01-05T12:00:00-08:00"}}

CUSTOMER = {
    **SYSTEM, "Id": "61", "SyncToken": "2", "DisplayName": "Acme", "Active": False,
    "CurrencyRef": {"value": "USD", "name": "United States Dollar"}, "Notes": f"VIP\n{tag_of(MARKER)}",
    "PrimaryEmailAddr": {"Address": "office@acme.example"},
}  # fmt: skip
INVOICE = {
    **SYSTEM, "Id": "145", "SyncToken": "0", "DocNumber": "1001", "CustomerRef": {"value": "61"},
    "TotalAmt": Decimal("350.10"), "Balance": 0, "PrivateNote": tag_of(MARKER),
}  # fmt: skip
PAYMENT = {
    **SYSTEM, "Id": "188", "SyncToken": "1", "PaymentRefNum": "CHK 9", "CustomerRef": {"value": "61"},
    "TotalAmt": Decimal("350.10"),
    "Line": [
        {"Amount": Decimal("300.00"), "LinkedTxn": [{"TxnId": "145", "TxnType": "Invoice"}], "LineEx": {}},
        {"Amount": Decimal("50.10"), "LinkedTxn": [{"TxnId": "150", "TxnType": "CreditMemo"}]},
    ],
}  # fmt: skip
ITEM = {
    **SYSTEM, "Id": "12", "SyncToken": "0", "Name": "Dues", "FullyQualifiedName": "Membership:Dues",
    "Active": True, "Type": "Service", "IncomeAccountRef": {"value": "10", "name": "Membership Dues"},
}  # fmt: skip
ACCOUNT = {
    **SYSTEM, "Id": "86", "SyncToken": "0", "Name": "Discounts given", "Active": True,
    "AccountType": "Income", "AccountSubType": "DiscountsRefundsGiven", "CurrentBalance": 0,
}  # fmt: skip
METHOD = {**SYSTEM, "Id": "2", "SyncToken": "0", "Name": "Check", "Active": False, "Type": "NON_CREDIT_CARD"}
TAX_CODE = {**SYSTEM, "Id": "NON", "SyncToken": "0", "Name": "Non", "Active": True, "Taxable": False}


MEMO = {
    **SYSTEM,
    "Id": "201",
    "SyncToken": "1",
    "DocNumber": "CR-5",
    "CustomerRef": {"value": "61"},
    "TotalAmt": 50,
}


def ref(entity: str, id_: str, version: str) -> LedgerRef:
    return LedgerRef(entity=entity, id=id_, version=version)


@pytest.mark.parametrize(
    ("entity", "row", "expected"),
    [
        pytest.param(
            "Customer",
            CUSTOMER,
            LedgerCustomer(
                ref=ref("Customer", "61", "2"),
                name="Acme",
                active=False,
                currency="USD",
                marker=MARKER,
                email="office@acme.example",
            ),
            id="a customer",
        ),
        pytest.param(
            "Invoice",
            INVOICE,
            LedgerInvoice(
                ref=ref("Invoice", "145", "0"),
                number="1001",
                customer_id="61",
                total=Decimal("350.10"),
                balance=Decimal(),
                marker=MARKER,
            ),
            id="an invoice",
        ),
        pytest.param(
            "Payment",
            PAYMENT,
            LedgerPayment(
                ref=ref("Payment", "188", "1"),
                reference="CHK 9",
                customer_id="61",
                total=Decimal("350.10"),
                applied=(("145", Decimal("300.00")),),
                credits=(("150", Decimal("50.10")),),
            ),
            id="a payment, of which a part went to a credit memo",
        ),
        pytest.param(
            "Item",
            ITEM,
            LedgerItem(
                ref=ref("Item", "12", "0"),
                name="Membership:Dues",
                active=True,
                type="Service",
                income_account="10",
            ),
            id="an item",
        ),
        pytest.param(
            "Item",
            {"Id": "1", "SyncToken": "0", "Name": "Fees", "Type": "Category"},
            LedgerItem(ref=ref("Item", "1", "0"), name="Fees", active=True, type="Category"),
            id="a category, which has no income account",
        ),
        pytest.param(
            "Account",
            ACCOUNT,
            LedgerAccount(ref=ref("Account", "86", "0"), name="Discounts given", active=True, type="Income"),
            id="an account",
        ),
        pytest.param(
            "PaymentMethod",
            METHOD,
            LedgerPaymentMethod(ref=ref("PaymentMethod", "2", "0"), name="Check", active=False),
            id="a payment method",
        ),
        pytest.param(
            "TaxCode",
            TAX_CODE,
            LedgerTaxCode(ref=ref("TaxCode", "NON", "0"), name="Non", active=True),
            id="a tax code whose id is a word",
        ),
        pytest.param(
            "CreditMemo",
            {**MEMO, "RemainingCredit": 20},
            LedgerCreditMemo(
                ref=ref("CreditMemo", "201", "1"),
                number="CR-5",
                customer_id="61",
                total=Decimal(50),
                remaining=Decimal(20),
            ),
            id="a credit memo, of which a part is applied",
        ),
        pytest.param(
            "CreditMemo",
            {**MEMO, "Balance": 30},
            LedgerCreditMemo(
                ref=ref("CreditMemo", "201", "1"),
                number="CR-5",
                customer_id="61",
                total=Decimal(50),
                remaining=Decimal(30),
            ),
            id="a credit memo that says what remains by its balance",
        ),
        pytest.param(
            "CreditMemo",
            MEMO,
            LedgerCreditMemo(
                ref=ref("CreditMemo", "201", "1"),
                number="CR-5",
                customer_id="61",
                total=Decimal(50),
                remaining=Decimal(50),
            ),
            id="a credit memo that says nothing of what remains",
        ),
        pytest.param(
            "Invoice",
            {
                **SYSTEM,
                "Id": "1",
                "SyncToken": "2",
                "CustomerRef": {"value": "61"},
                "TotalAmt": 0,
                "Balance": 0,
                "PrivateNote": "Voided - Dues",
            },
            LedgerInvoice(
                ref=ref("Invoice", "1", "2"),
                number=None,
                customer_id="61",
                total=Decimal(),
                balance=Decimal(),
                voided=True,
            ),
            id="a void invoice",
        ),
        *(
            pytest.param(
                entity,
                {**SYSTEM, "Id": "33", "SyncToken": "0", "DisplayName": "Acme", "Active": False},
                LedgerOther(ref=ref(entity, "33", "0"), name="Acme", active=False),
                id=entity,
            )
            for entity in ("Vendor", "Employee")
        ),
        pytest.param(
            "Payment",
            {"Id": "1", "SyncToken": "0", "CustomerRef": {"value": "61"}, "TotalAmt": 5},
            LedgerPayment(ref=ref("Payment", "1", "0"), reference=None, customer_id="61", total=Decimal(5)),
            id="a payment with nothing but what it must have",
        ),
    ],
)
def test_a_row_is_read(entity: str, row: object, expected: object) -> None:
    assert read_rows(entity, {entity: [row], "startPosition": 1, "maxResults": 1}) == (expected,)


def test_an_empty_result_has_no_rows() -> None:
    assert read_rows("Invoice", {}) == ()


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(None, id="no response"),
        pytest.param([], id="a list"),
        pytest.param({"Invoice": {}}, id="one object for a list"),
        pytest.param({"Invoice": [{**INVOICE, "Id": None}]}, id="no id"),
        pytest.param({"Invoice": [{**INVOICE, "TotalAmt": "much"}]}, id="no number"),
    ],
)
def test_what_qbo_never_sends_is_unreadable(response: object) -> None:
    with pytest.raises(Unreadable):
        read_rows("Invoice", response)


def test_what_is_unreadable_is_not_quoted() -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_rows("Customer", {"Customer": [{"DisplayName": "Ann O'Neil"}]})
    assert str(unreadable.value) == "Customer: 0.Id"
    assert unreadable.value.__cause__ is None


def test_a_write_tells_where_it_went_and_with_which_total() -> None:
    assert read_written("Invoice", INVOICE) == (ref("Invoice", "145", "0"), Decimal("350.10"))
    assert read_written("Customer", CUSTOMER) == (ref("Customer", "61", "2"), None)


def test_a_write_that_tells_nothing_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read_written("Invoice", None)


def test_a_deleted_object_is_known_by_its_id_alone() -> None:
    deleted = {"domain": "QBO", "status": "Deleted", "Id": "201"}
    assert read_written("CreditMemo", deleted) == (ref("CreditMemo", "201", ""), None)


@pytest.mark.parametrize(
    ("total", "note", "voided"),
    [(0, "Voided", True), (0, "Voided - Thanks", True), (0, None, False), (5, "Voided check", False)],
)
@pytest.mark.parametrize(("entity", "row"), [("Invoice", INVOICE), ("Payment", PAYMENT)])
def test_what_was_voided_has_no_amount_and_says_so(
    entity: str, row: dict[str, object], total: int, note: str | None, *, voided: bool
) -> None:
    spoilt = {**row, "TotalAmt": total, "PrivateNote": note, "CurrencyRef": {"value": "CAD"}}
    (found,) = read_rows(entity, {entity: [spoilt]})
    assert isinstance(found, LedgerInvoice | LedgerPayment)
    assert (found.voided, found.currency) == (voided, "CAD")
