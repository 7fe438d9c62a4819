"""What nobody could verify of QBO is a setting: what each of its values does to the books."""

import pytest

from tests.sandbox.company import Body, Company, applied, held, line, ref


def over(invoice: Body, amount: float) -> Body:
    return {"CustomerRef": ref("1"), "TotalAmt": amount, "Line": [applied(invoice, amount)]}


@pytest.mark.parametrize(("choice", "code"), [("refuse", "6000"), ("refuse_link", "620")])
def test_a_payment_over_an_invoice_is_refused(company: Company, choice: str, code: str) -> None:
    company.settings(over_application=choice)
    assert company.refused("Payment", over(company.invoice(100), 120))["code"] == code


def test_a_payment_over_an_invoice_pays_all_of_it(company: Company) -> None:
    company.settings(over_application="cap")
    invoice = company.invoice(100)
    body = over(invoice, 120)
    body["Line"] = [applied(invoice, 70), applied(invoice, 50)]
    paid = company.post("Payment", body)
    assert ([each["Amount"] for each in paid["Line"]], paid["UnappliedAmt"]) == ([70, 30], 20)
    assert company.read("Invoice", invoice["Id"])["Balance"] == 0
    changed = company.post("Payment", {**body, **held(paid), "Line": [applied(invoice, 500)]})
    assert (changed["Line"][0]["Amount"], changed["UnappliedAmt"]) == (100, 20)


def test_a_settled_invoice_takes_nothing_in_any_case(company: Company) -> None:
    company.settings(over_application="cap")
    invoice = company.invoice(100)
    company.post("Payment", over(invoice, 100))
    assert company.refused("Payment", over(invoice, 100))["code"] == "620"


def test_a_bill_payment_over_a_bill_pays_all_of_it(company: Company) -> None:
    company.settings(over_application="cap")
    detail = {"AccountRef": ref("21")}
    kind = "AccountBasedExpenseLineDetail"
    expense = {"Amount": 50, "DetailType": kind, kind: detail}
    bill = company.post("Bill", {"VendorRef": ref("7"), "Line": [expense]})
    tie = {"Amount": 80, "LinkedTxn": [{"TxnId": bill["Id"], "TxnType": "Bill"}]}
    paid = company.post(
        "BillPayment",
        {
            "VendorRef": ref("7"),
            "TotalAmt": 80,
            "PayType": "Check",
            "CheckPayment": {"BankAccountRef": ref("1")},
            "Line": [tie],
        },
    )
    assert paid["Line"][0]["Amount"] == 50
    assert company.read("Bill", bill["Id"])["Balance"] == 0


def test_an_invoice_lowered_below_its_payments_gives_the_rest_back(company: Company) -> None:
    invoice = company.invoice(100)
    payment = company.payment(100, on=[invoice])
    now = company.read("Invoice", invoice["Id"])
    company.post("Invoice", held(now, Line=[line(60)]))
    assert company.read("Payment", payment["Id"])["UnappliedAmt"] == 40


def test_an_invoice_is_not_lowered_below_its_payments(company: Company) -> None:
    company.settings(lowered_invoice="refuse")
    invoice = company.invoice(100)
    company.payment(100, on=[invoice])
    now = company.read("Invoice", invoice["Id"])
    assert company.refused("Invoice", held(now, Line=[line(60)]))["code"] == "6000"
    assert company.post("Invoice", held(now, Line=[line(160)]))["Balance"] == 60


@pytest.mark.parametrize(
    ("choice", "answered", "stored"),
    [("before_answer", 60, 60), ("after_answer", 100, 60), ("never", 100, 100)],
)
def test_a_credit_applied_by_itself_shows_sooner_or_later(
    company: Company, choice: str, answered: float, stored: float
) -> None:
    preferences = {"SalesFormsPrefs": {"AutoApplyCredit": True}}
    company.settings(auto_apply_credit=choice, preferences=preferences)
    company.credit_memo(40)
    invoice = company.invoice(100)
    now = company.read("Invoice", invoice["Id"])
    assert (invoice["Balance"], now["Balance"]) == (answered, stored)
    assert (invoice["SyncToken"] == now["SyncToken"]) == (answered == stored)


def test_an_opening_balance_shows_whenever_credits_do(company: Company) -> None:
    company.settings(auto_apply_credit="after_answer")
    assert company.customer("Opened", Balance=50, OpenBalanceDate="2026-01-01")["Balance"] == 50


@pytest.mark.parametrize(
    ("prefix", "noted", "bare"),
    [(None, "Voided - paid twice", "Voided"), ("VOID: ", "VOID: paid twice", "VOID")],
)
def test_a_voided_note_begins_with_the_word(
    company: Company, prefix: str | None, noted: str, bare: str
) -> None:
    if prefix is not None:
        company.settings(voided_prefix=prefix)
    one, other = company.invoice(10, PrivateNote="paid twice"), company.invoice(10)
    assert company.post("Invoice", held(one), operation="void")["PrivateNote"] == noted
    assert company.post("Invoice", held(other), operation="void")["PrivateNote"] == bare


def test_an_inactive_name_is_marked_and_free(company: Company) -> None:
    gone = company.post("Customer", held(company.read("Customer", "1"), Active=False))
    assert gone["DisplayName"] == "Harbour Cafe (deleted)"
    assert company.customer("Harbour Cafe")["Id"] != "1"


def test_an_inactive_name_is_kept_and_taken(company: Company) -> None:
    company.settings(inactive_names="keep")
    gone = company.post("Customer", held(company.read("Customer", "1"), Active=False))
    assert gone["DisplayName"] == "Harbour Cafe"
    assert company.refused("Customer", {"DisplayName": "Harbour Cafe"})["code"] == "6240"
    assert company.post("Customer", held(gone, Active=True))["DisplayName"] == "Harbour Cafe"


@pytest.mark.parametrize(("choice", "number"), [("always", "1001"), ("where_missing", "A-7")])
def test_a_number_sent_to_who_numbers_by_itself(company: Company, choice: str, number: str) -> None:
    preferences = {"SalesFormsPrefs": {"CustomTxnNumbers": False}}
    company.settings(automatic_numbers=choice, preferences=preferences)
    assert company.invoice(10, DocNumber="A-7")["DocNumber"] == number
    assert company.invoice(10, DocNumber="A-7")["DocNumber"] == {"1001": "1002"}.get(number, number)
    assert company.invoice(10)["DocNumber"].isdecimal()
