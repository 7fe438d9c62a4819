"""What is sold and paid at once, given back, or only offered."""

import pytest

from tests.sandbox.company import Body, Company, held, line, ref

BANK = "1"


def a_receipt(company: Company, amount: float = 80, **fields: object) -> Body:
    return company.post("SalesReceipt", {"CustomerRef": ref("1"), "Line": [line(amount)], **fields})


def test_a_sales_receipt_waits_among_the_undeposited_funds(company: Company) -> None:
    receipt = a_receipt(company)
    assert (receipt["TotalAmt"], receipt["Balance"]) == (80, 0)
    assert receipt["DepositToAccountRef"] == {"value": "4", "name": "Undeposited Funds"}
    assert company.balances() == {"Undeposited Funds": 80, "Membership Dues": -80}
    assert company.read("Customer", "1")["Balance"] == 0


def test_a_sales_receipt_may_be_nobodys_and_over_no_item(company: Company) -> None:
    detail = {"UnitPrice": 14, "Qty": 1, "TaxCodeRef": ref("TAX")}
    discount = {"PercentBased": True, "DiscountPercent": 2}
    body = {
        "DocNumber": "1044",
        "Line": [
            {"Amount": 14, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail},
            {"Amount": 0.28, "DetailType": "DiscountLineDetail", "DiscountLineDetail": discount},
        ],
    }
    assert company.post("SalesReceipt", body)["TotalAmt"] == 13.72


def test_a_voided_sales_receipt_is_worth_nothing(company: Company) -> None:
    voided = company.post("SalesReceipt", held(a_receipt(company)), operation="update", include="void")
    assert (voided["TotalAmt"], voided["PrivateNote"]) == (0, "Voided")
    assert company.balances() == {}


def test_a_deposited_sales_receipt_cannot_be_changed(company: Company) -> None:
    receipt = a_receipt(company)
    deposit = company.edit("deposit", payments=[receipt["Id"]])
    deposited = company.read("SalesReceipt", receipt["Id"])
    assert deposited["LinkedTxn"] == [{"TxnId": deposit["Id"], "TxnType": "Deposit"}]
    for options in ({}, {"operation": "delete"}, {"operation": "update", "include": "void"}):
        error = company.refused("SalesReceipt", held(deposited, PrivateNote="x"), **options)
        assert (error["code"], error["Message"]) == ("6540", "Deposited Transaction cannot be changed")
    company.post("Deposit", held(deposit), operation="delete")
    company.post("SalesReceipt", held(company.read("SalesReceipt", receipt["Id"]), PrivateNote="x"))


def test_a_refund_goes_out_of_the_bank(company: Company) -> None:
    body = {"CustomerRef": ref("1"), "Line": [line(30)], "DepositToAccountRef": ref(BANK)}
    refund = company.post("RefundReceipt", body)
    assert refund["TotalAmt"] == 30
    assert company.balances() == {"Checking": -30, "Membership Dues": 30}
    company.post("RefundReceipt", held(refund), operation="delete")
    assert company.balances() == {}


@pytest.mark.parametrize(
    ("fields", "code", "element"),
    [
        ({"DepositToAccountRef": None}, "2020", "DepositToAccountRef"),
        ({"DepositToAccountRef": ref("10")}, "6430", "DepositToAccountRef"),
        ({"Line": []}, "2020", "Line"),
        ({"CustomerRef": ref("583")}, "2500", "CustomerRef"),
        ({"Line": [line(5, TaxCodeRef=ref("2"))]}, "6100", "Line.SalesItemLineDetail.TaxCodeRef"),
    ],
    ids=str,
)
def test_a_refund_is_refused(company: Company, fields: Body, code: str, element: str) -> None:
    body = {"Line": [line(30)], "DepositToAccountRef": ref(BANK), **fields}
    error = company.refused("RefundReceipt", body)
    assert (error["code"], error["element"]) == (code, element)


def test_an_estimate_posts_nothing_and_is_closed_by_its_invoice(company: Company) -> None:
    estimate = company.post("Estimate", {"CustomerRef": ref("1"), "Line": [line(60)]})
    assert estimate["TxnStatus"] == "Pending"
    assert "Balance" not in estimate
    assert company.balances() == {}
    invoice = company.invoice(60, LinkedTxn=[{"TxnId": estimate["Id"], "TxnType": "Estimate"}])
    assert invoice["LinkedTxn"] == [{"TxnId": estimate["Id"], "TxnType": "Estimate"}]
    closed = company.read("Estimate", estimate["Id"])
    assert closed["TxnStatus"] == "Closed"
    assert closed["LinkedTxn"] == [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]
    tie = [{"TxnId": "4711", "TxnType": "Estimate"}]
    body = {"CustomerRef": ref("1"), "Line": [line(60)], "LinkedTxn": tie}
    assert company.refused("Invoice", body)["code"] == "620"


def test_closed_books_do_not_mind_what_posts_nothing(company: Company) -> None:
    company.edit("close_books", date="2026-01-31")
    dated = {"CustomerRef": ref("1"), "Line": [line(60)], "TxnDate": "2026-01-15"}
    company.post("Estimate", dated)
    assert company.refused("SalesReceipt", dated)["code"] == "6210"


def test_sales_forms_count_their_numbers_together(company: Company) -> None:
    company.settings(preferences={"SalesFormsPrefs": {"CustomTxnNumbers": False}})
    numbers = [
        company.invoice()["DocNumber"],
        a_receipt(company)["DocNumber"],
        company.invoice()["DocNumber"],
    ]
    assert numbers == ["1001", "1002", "1003"]
    estimate = company.post("Estimate", {"CustomerRef": ref("1"), "Line": [line(60)]})
    assert estimate["DocNumber"] == "1001"
