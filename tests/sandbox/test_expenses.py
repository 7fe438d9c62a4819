"""What is owed to vendors and paid: bills, vendor credits, bill payments, purchases."""

import pytest

from tests.sandbox.company import Body, Company, held, ref

PAYABLES = "Accounts Payable (A/P)"
VENDOR = "7"
OFFICE, BANK, CARD = "21", "1", "42"


def spent(amount: float, account: str = OFFICE, **detail: object) -> Body:
    """A line against an account."""
    kind = "AccountBasedExpenseLineDetail"
    return {"Amount": amount, "DetailType": kind, kind: {"AccountRef": ref(account), **detail}}


def bought(item: str, amount: float, **detail: object) -> Body:
    """A line against an item."""
    kind = "ItemBasedExpenseLineDetail"
    return {"Amount": amount, "DetailType": kind, kind: {"ItemRef": ref(item), **detail}}


def a_bill(company: Company, amount: float = 100, **fields: object) -> Body:
    return company.post("Bill", {"VendorRef": ref(VENDOR), "Line": [spent(amount)], **fields})


def a_credit(company: Company, amount: float) -> Body:
    return company.post("VendorCredit", {"VendorRef": ref(VENDOR), "Line": [spent(amount)]})


def to(target: Body, kind: str, amount: float) -> Body:
    return {"Amount": amount, "LinkedTxn": [{"TxnId": target["Id"], "TxnType": kind}]}


def a_bill_payment(amount: float, *lines: Body, **fields: object) -> Body:
    check = {"CheckPayment": {"BankAccountRef": ref(BANK)}} if amount else {}
    head = {"VendorRef": ref(VENDOR), "PayType": "Check", "TotalAmt": amount, **check}
    return {**head, "Line": list(lines), **fields}


def test_a_bill_is_owed_and_spent(company: Company) -> None:
    bill = a_bill(company, TxnDate="2026-03-01")
    assert (bill["TotalAmt"], bill["Balance"], bill["DueDate"]) == (100, 100, "2026-03-31")
    assert bill["APAccountRef"] == {"value": "5", "name": PAYABLES}
    assert company.balances() == {PAYABLES: -100, "Office Expenses": 100}
    assert company.read("Vendor", VENDOR)["Balance"] == 100


def test_a_paid_bill_is_settled_and_tied_to_its_check(company: Company) -> None:
    bill = a_bill(company)
    payment = company.post("BillPayment", a_bill_payment(60, to(bill, "Bill", 60)))
    after = company.read("Bill", bill["Id"])
    assert (after["Balance"], after["SyncToken"]) == (40, "1")
    assert after["LinkedTxn"] == [{"TxnId": payment["Id"], "TxnType": "BillPaymentCheck"}]
    assert company.balances() == {PAYABLES: -40, "Office Expenses": 100, "Checking": -60}


def test_a_vendor_credit_pays_a_bill_by_a_payment_of_nothing(company: Company) -> None:
    bill, credit = a_bill(company), a_credit(company, 30)
    company.post("BillPayment", a_bill_payment(0, to(bill, "Bill", 30), to(credit, "VendorCredit", 30)))
    assert company.read("Bill", bill["Id"])["Balance"] == 70
    assert company.read("VendorCredit", credit["Id"])["Balance"] == 0
    assert company.read("Vendor", VENDOR)["Balance"] == 70


def test_a_voided_bill_payment_reopens_its_bills(company: Company) -> None:
    bill = a_bill(company)
    payment = company.post("BillPayment", a_bill_payment(100, to(bill, "Bill", 100), PrivateNote="May"))
    voided = company.post("BillPayment", held(payment), operation="update", include="void")
    assert (voided["TotalAmt"], voided["Line"], voided["PrivateNote"]) == (0, [], "Voided - May")
    assert company.read("Bill", bill["Id"])["Balance"] == 100
    assert company.balances() == {PAYABLES: -100, "Office Expenses": 100}


def test_a_bill_payment_by_card_credits_the_card(company: Company) -> None:
    bill = a_bill(company)
    card = {"PayType": "CreditCard", "CreditCardPayment": {"CCAccountRef": ref(CARD)}}
    company.post("BillPayment", a_bill_payment(100, to(bill, "Bill", 100), **card))
    assert company.balances() == {"Office Expenses": 100, "Visa": -100}
    assert company.read("Account", CARD)["CurrentBalance"] == 100
    assert company.read("Bill", bill["Id"])["LinkedTxn"][0]["TxnType"] == "BillPaymentCreditCard"


@pytest.mark.parametrize(
    ("fields", "code", "detail"),
    [
        ({"Line": []}, "2020", "Required parameter Line is missing in the request"),
        ({"Line": [{"Amount": 5}]}, "2020", "Required parameter LinkedTxn is missing in the request"),
        ({"PayType": None}, "2020", "Required parameter PayType is missing in the request"),
        ({"PayType": "Barter"}, "2170", "Invalid Enumeration : Barter"),
        ({"CheckPayment": None}, "2020", "Required parameter BankAccountRef is missing in the request"),
        ({"CheckPayment": {"BankAccountRef": ref(CARD)}}, "6430", "Invalid account type used : Credit Card"),
        ({"VendorRef": ref("1")}, "2500", "Invalid Reference Id : Names element id 1 not found"),
        ({"TotalAmt": 5}, "6000", "is greater than the amount of the payment."),
        ({"Line": [to({"Id": "4711"}, "Bill", 5)]}, "620", "TxnId 4711 cannot be linked."),
    ],
    ids=lambda each: each[-32:] if isinstance(each, str) else None,
)
def test_a_bill_payment_is_refused(company: Company, fields: Body, code: str, detail: str) -> None:
    bill = a_bill(company)
    error = company.refused("BillPayment", {**a_bill_payment(100, to(bill, "Bill", 100)), **fields})
    assert error["code"] == code
    assert error["Detail"].endswith(detail)


def test_what_is_paid_over_the_bills_is_owed_back(company: Company) -> None:
    bill = a_bill(company)
    company.post("BillPayment", a_bill_payment(130, to(bill, "Bill", 100)))
    assert company.read("Vendor", VENDOR)["Balance"] == -30


def test_a_deleted_bill_frees_its_payments(company: Company) -> None:
    bill = a_bill(company)
    payment = company.post("BillPayment", a_bill_payment(100, to(bill, "Bill", 100)))
    company.post("Bill", held(company.read("Bill", bill["Id"])), operation="delete")
    assert company.read("BillPayment", payment["Id"])["Line"] == []
    assert company.balances() == {PAYABLES: 100, "Checking": -100}


def test_a_bill_names_its_vendor_in_a_sparse_update_too(company: Company) -> None:
    bill = a_bill(company)
    error = company.refused("Bill", held(bill, PrivateNote="x"))
    assert (error["code"], error["element"]) == ("2020", "VendorRef")
    assert company.post("Bill", held(bill, PrivateNote="x", VendorRef=ref(VENDOR)))["TotalAmt"] == 100


def test_two_vendors_may_send_the_same_number(company: Company) -> None:
    a_bill(company, DocNumber="77")
    company.post("Bill", {"VendorRef": ref("8"), "Line": [spent(5)], "DocNumber": "77"})
    again = {"VendorRef": ref(VENDOR), "Line": [spent(5)], "DocNumber": "77"}
    assert company.refused("Bill", again)["code"] == "6140"


def test_every_missing_account_is_told(company: Company) -> None:
    line = {"Amount": 5, "DetailType": "AccountBasedExpenseLineDetail", "AccountBasedExpenseLineDetail": {}}
    answer = company.call("POST", "bill", json={"VendorRef": ref(VENDOR), "Line": [line, line]})
    errors = [(each["code"], each["element"]) for each in answer.json()["Fault"]["Error"]]
    assert errors == [("2020", "AccountRef")] * 2


def test_a_purchase_is_paid_at_once(company: Company) -> None:
    body = {"PaymentType": "Check", "AccountRef": ref(BANK), "Line": [spent(40), spent(2, "25")]}
    purchase = company.post("Purchase", {**body, "EntityRef": {"value": VENDOR, "type": "Vendor"}})
    assert (purchase["TotalAmt"], purchase["Credit"]) == (42, False)
    assert purchase["EntityRef"] == {"value": VENDOR, "name": "Printworks & Co", "type": "Vendor"}
    assert company.balances() == {"Checking": -42, "Office Expenses": 40, "Bank Charges": 2}


def test_a_credited_card_gets_the_money_back(company: Company) -> None:
    body = {"PaymentType": "CreditCard", "AccountRef": ref(CARD), "Line": [spent(40)], "Credit": True}
    company.post("Purchase", body)
    assert company.balances() == {"Visa": 40, "Office Expenses": -40}


@pytest.mark.parametrize(
    ("fields", "code", "element"),
    [
        ({"PaymentType": None}, "2020", "PaymentType"),
        ({"AccountRef": None}, "2020", "AccountRef"),
        ({"AccountRef": ref(CARD)}, "6430", "AccountRef"),
        ({"EntityRef": {"value": "999", "type": "Vendor"}}, "2500", "EntityRef"),
        ({"Line": [spent(10, BillableStatus="Billable")]}, "6310", "CustomerRef"),
        ({"Line": [spent(-10)]}, "6000", ""),
        ({"Line": [bought("10", 10, Qty=3, UnitPrice=3)]}, "6070", "Amount"),
        ({"Line": [spent(10, "5")]}, "6000", ""),
    ],
    ids=str,
)
def test_a_purchase_is_refused(company: Company, fields: Body, code: str, element: str) -> None:
    body = {"PaymentType": "Check", "AccountRef": ref(BANK), "Line": [spent(40)], **fields}
    error = company.refused("Purchase", body)
    assert (error["code"], error["element"]) == (code, element)


def test_a_purchase_says_how_it_was_paid_in_a_sparse_update_too(company: Company) -> None:
    body = {"PaymentType": "Cash", "AccountRef": ref(BANK), "Line": [spent(40)]}
    purchase = company.post("Purchase", body)
    error = company.refused("Purchase", held(purchase, PrivateNote="x"))
    assert (error["code"], error["element"]) == ("2020", "PaymentType")
    assert error["Detail"] == "Required parameter PaymentType is missing in the request"


def test_an_order_posts_nothing(company: Company) -> None:
    order = company.post("PurchaseOrder", {"VendorRef": ref(VENDOR), "Line": [spent(40)]})
    assert (order["TotalAmt"], order["POStatus"]) == (40, "Open")
    assert company.balances() == {}


def test_deleted_expenses_leave_the_books_as_they_were(company: Company) -> None:
    purchase = company.post(
        "Purchase", {"PaymentType": "Check", "AccountRef": ref(BANK), "Line": [spent(40)]}
    )
    for entity, made in (
        ("Bill", a_bill(company)),
        ("VendorCredit", a_credit(company, 5)),
        ("Purchase", purchase),
    ):
        company.post(entity, held(made), operation="delete")
    assert company.balances() == {}
