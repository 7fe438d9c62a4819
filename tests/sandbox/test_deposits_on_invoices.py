"""What was paid when an invoice was made lowers what is owed on it."""

import pytest

from tests.sandbox.company import Body, Company, held, line, ref


def test_a_deposit_is_money_and_no_debt(company: Company) -> None:
    invoice = company.invoice(100, Deposit=30)
    assert (invoice["TotalAmt"], invoice["Deposit"], invoice["Balance"]) == (100, 30, 70)
    assert invoice["DepositToAccountRef"]["name"] == "Undeposited Funds"
    assert company.balances() == {
        "Accounts Receivable (A/R)": 70,
        "Undeposited Funds": 30,
        "Membership Dues": -100,
    }
    company.payment(70, on=[invoice])
    assert company.read("Customer", "1")["Balance"] == 0


def test_a_deposit_goes_where_it_is_sent(company: Company) -> None:
    company.invoice(100, Deposit=30, DepositToAccountRef=ref("1"))
    assert company.balances()["Checking"] == 30


def test_a_deposit_that_grows_gives_back_what_was_applied(company: Company) -> None:
    invoice = company.invoice(100, Deposit=30)
    payment = company.payment(70, on=[invoice])
    paid = company.read("Invoice", invoice["Id"])
    changed = company.post("Invoice", held(paid, Deposit=50))
    assert (changed["Balance"], company.read("Payment", payment["Id"])["UnappliedAmt"]) == (0, 20)


def test_a_voided_invoice_has_no_deposit(company: Company) -> None:
    invoice = company.invoice(100, Deposit=30)
    voided = company.post("Invoice", held(invoice), operation="void")
    assert (voided["Deposit"], voided["Balance"]) == (0, 0)
    assert company.balances() == {}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Deposit": -1}, "6000"),
        ({"Deposit": 10.01}, "6000"),
        ({"Deposit": 5, "DepositToAccountRef": ref("3")}, "6430"),
    ],
    ids=["less than nothing", "more than the total", "to what is owed"],
)
def test_a_deposit_that_cannot_be_is_refused(company: Company, fields: Body, code: str) -> None:
    body = {"CustomerRef": ref("1"), "Line": [line(10)], **fields}
    assert company.refused("Invoice", body)["code"] == code
