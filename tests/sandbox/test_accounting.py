"""The books: balances, applications and voids, and a general ledger that always balances."""

import pytest

from tests.sandbox.company import Company, applied, held, line, ref

RECEIVABLES = "Accounts Receivable (A/R)"


def test_an_invoice_is_owed_and_earned(company: Company) -> None:
    company.invoice(100)
    assert company.balances() == {RECEIVABLES: 100, "Membership Dues": -100}
    assert company.read("Customer", "1")["Balance"] == 100
    assert company.read("Account", "10")["CurrentBalance"] == 100


def test_a_payment_lowers_the_balance_and_moves_the_invoices_token(company: Company) -> None:
    invoice = company.invoice(100)
    payment = company.payment(60, on=[{**invoice, "Balance": 60}])
    after = company.read("Invoice", invoice["Id"])
    assert after["Balance"] == 40
    assert after["SyncToken"] == "1"
    assert after["LinkedTxn"] == [{"TxnId": payment["Id"], "TxnType": "Payment"}]
    assert payment["UnappliedAmt"] == 0
    assert company.balances()["Undeposited Funds"] == 60


def test_what_a_payment_does_not_apply_stays_unapplied(company: Company) -> None:
    payment = company.payment(80)
    assert payment["UnappliedAmt"] == 80
    assert company.read("Customer", "1")["Balance"] == -80


def test_a_payment_update_with_only_the_new_line_reopens_the_other_invoice(company: Company) -> None:
    first, second = company.invoice(100), company.invoice(50)
    payment = company.payment(150, on=[first])
    changed = company.post("Payment", held(payment, Line=[applied(second)]))
    assert changed["UnappliedAmt"] == 100
    assert company.read("Invoice", first["Id"])["Balance"] == 100
    assert company.read("Invoice", second["Id"])["Balance"] == 0


def test_a_sparse_payment_update_without_lines_keeps_them(company: Company) -> None:
    invoice = company.invoice(100)
    payment = company.payment(100, on=[invoice])
    company.post("Payment", held(payment, PrivateNote="banked"))
    assert company.read("Invoice", invoice["Id"])["Balance"] == 0


def test_a_full_payment_update_without_lines_drops_them(company: Company) -> None:
    invoice = company.invoice(100)
    payment = company.payment(100, on=[invoice])
    full = {key: value for key, value in payment.items() if key != "Line"}
    assert company.post("Payment", full)["UnappliedAmt"] == 100
    assert company.read("Invoice", invoice["Id"])["Balance"] == 100


def test_a_credit_memo_is_applied_by_a_payment_of_nothing(company: Company) -> None:
    invoice, memo = company.invoice(100), company.credit_memo(30)
    payment = company.payment(0, on=[{**invoice, "Balance": 30}, memo])
    assert (payment["TotalAmt"], payment["UnappliedAmt"]) == (0, 0)
    assert company.read("Invoice", invoice["Id"])["Balance"] == 70
    credited = company.read("CreditMemo", memo["Id"])
    assert (credited["RemainingCredit"], credited["Balance"]) == (0, 0)


def test_a_write_off_is_an_expense_of_the_bad_debt_item(company: Company) -> None:
    invoice, memo = company.invoice(100), company.credit_memo(100, item="9")
    company.payment(0, on=[invoice, memo])
    assert company.balances() == {"Membership Dues": -100, "Bad Debts": 100}


def test_a_voided_invoice_frees_its_payments(company: Company) -> None:
    invoice = company.invoice(100, PrivateNote="spring dues")
    payment = company.payment(100, on=[invoice])
    paid = company.read("Invoice", invoice["Id"])
    voided = company.post("Invoice", held(paid), operation="void")
    assert (voided["TotalAmt"], voided["Balance"], voided["LinkedTxn"]) == (0, 0, [])
    assert voided["PrivateNote"].startswith("Voided")
    assert "spring dues" in voided["PrivateNote"]
    assert voided["DocNumber"] if "DocNumber" in invoice else True
    freed = company.read("Payment", payment["Id"])
    assert (freed["UnappliedAmt"], freed["Line"], freed["SyncToken"]) == (100, [], "1")


def test_a_voided_invoice_gives_a_credit_memo_back(company: Company) -> None:
    invoice, memo = company.invoice(100), company.credit_memo(30)
    payment = company.payment(0, on=[{**invoice, "Balance": 30}, memo])
    company.post("Invoice", held(company.read("Invoice", invoice["Id"])), operation="void")
    assert company.read("CreditMemo", memo["Id"])["RemainingCredit"] == 30
    assert company.read("Payment", payment["Id"])["Line"] == []


def test_a_voided_payment_reopens_its_invoices(company: Company) -> None:
    invoice = company.invoice(100)
    payment = company.payment(100, on=[invoice])
    voided = company.post("Payment", held(payment), operation="update", include="void")
    assert (voided["TotalAmt"], voided["Line"]) == (0, [])
    reopened = company.read("Invoice", invoice["Id"])
    assert (reopened["Balance"], reopened["LinkedTxn"]) == (100, [])


def test_a_deleted_credit_memo_reopens_what_it_paid(company: Company) -> None:
    invoice, memo = company.invoice(100), company.credit_memo(30)
    company.payment(0, on=[{**invoice, "Balance": 30}, memo])
    company.call(
        "POST",
        "creditmemo",
        params={"operation": "delete"},
        json=held(company.read("CreditMemo", memo["Id"])),
    )
    assert company.read("Invoice", invoice["Id"])["Balance"] == 100


def test_an_invoice_lowered_below_its_payments_gives_the_rest_back(company: Company) -> None:
    invoice = company.invoice(100)
    payment = company.payment(100, on=[invoice])
    company.post("Invoice", held(company.read("Invoice", invoice["Id"]), Line=[line(70)]))
    assert company.read("Invoice", invoice["Id"])["Balance"] == 0
    assert company.read("Payment", payment["Id"])["UnappliedAmt"] == 30


def test_lines_discount_and_tax_add_up(company: Company) -> None:
    discount = {
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 10},
    }
    taxable = line(50, item="10", Qty=2, UnitPrice=25)
    invoice = company.invoice(Line=[line(100), taxable, discount], TxnTaxDetail={"TxnTaxCodeRef": ref("2")})
    assert invoice["TxnTaxDetail"]["TotalTax"] == 4
    assert invoice["TotalAmt"] == 139
    assert [each["DetailType"] for each in invoice["Line"][-2:]] == [
        "SubTotalLineDetail",
        "DiscountLineDetail",
    ]
    assert invoice["Line"][-2] == {
        "Amount": 150,
        "DetailType": "SubTotalLineDetail",
        "SubTotalLineDetail": {},
    }
    assert company.balances() == {
        RECEIVABLES: 139,
        "Membership Dues": -100,
        "Merchandise Sales": -50,
        "Discounts given": 15,
        "Sales Tax Payable": -4,
    }


def test_a_tax_that_the_client_states_is_taken(company: Company) -> None:
    assert company.invoice(100, TxnTaxDetail={"TotalTax": 7.25})["TotalAmt"] == 107.25


def test_the_terms_of_the_customer_say_when_an_invoice_is_due(company: Company) -> None:
    assert company.invoice(TxnDate="2026-01-15", customer="5")["DueDate"] == "2026-01-30"


def test_a_deposit_takes_payments_to_the_bank(company: Company) -> None:
    payments = [company.payment(100), company.payment(50)]
    deposit = company.edit("deposit", payments=[each["Id"] for each in payments])
    assert deposit["TotalAmt"] == 150
    assert company.balances() == {"Checking": 150, RECEIVABLES: -150}
    assert company.read("Payment", payments[0]["Id"])["LinkedTxn"][0]["TxnType"] == "Deposit"


@pytest.mark.parametrize("amount", [0.1, 0.3, 1.005, 19.99, 1234567.89])
def test_cents_are_exact(company: Company, amount: float) -> None:
    for _ in range(3):
        company.invoice(amount)
    assert company.trial_balance()["balanced"]


def test_automatic_numbers_count_on_from_the_highest(company: Company) -> None:
    company.invoice(DocNumber="2041")
    company.settings(preferences={"SalesFormsPrefs": {"CustomTxnNumbers": False}})
    assert company.invoice()["DocNumber"] == "2042"


def test_a_parent_pays_for_its_sub_customer(company: Company) -> None:
    child = company.customer("Harbour Kiosk", ParentRef=ref("1"))
    assert child["FullyQualifiedName"] == "Harbour Cafe:Harbour Kiosk"
    invoice = company.invoice(40, customer=child["Id"])
    company.payment(40, on=[invoice], customer="1")
    assert company.read("Invoice", invoice["Id"])["Balance"] == 0
