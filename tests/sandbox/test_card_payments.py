"""Payments of a card: paths and queries call them `creditcardpayment`, objects `CreditCardPaymentTxn`."""

from typing import Any

import pytest
from quickbooks.client import QuickBooks
from quickbooks.objects.base import Ref
from quickbooks.objects.creditcardpayment_entity import CreditCardPayment

from tests.sandbox.company import Body, Company, held, ref


def paid(**fields: object) -> Body:
    return {"BankAccountRef": ref("1"), "CreditCardAccountRef": ref("42"), "Amount": 30, **fields}


def test_a_card_is_paid_from_the_bank(company: Company) -> None:
    answer = company.call("POST", "creditcardpayment", json=paid())
    made = answer.json()["CreditCardPaymentTxn"]
    assert (made["Amount"], made["CreditCardAccountRef"]["name"]) == (30, "Visa")
    assert company.balances() == {"Checking": -30, "Visa": 30}
    found = company.query("select * from CreditCardPayment")["CreditCardPaymentTxn"]
    assert [each["Id"] for each in found] == [made["Id"]]
    company.call("POST", "creditcardpayment", json=held(made), params={"operation": "delete"})
    assert company.balances() == {}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"BankAccountRef": ref("42")}, "6430"),
        ({"BankAccountRef": ref("3")}, "6430"),
        ({"CreditCardAccountRef": ref("1")}, "6430"),
        ({"Amount": -1}, "6000"),
        ({"Amount": None}, "2020"),
    ],
    ids=["from a card", "from what is owed", "to a bank", "less than nothing", "no amount"],
)
def test_what_pays_no_card_is_refused(company: Company, fields: Body, code: str) -> None:
    answer = company.call("POST", "creditcardpayment", json=paid(**fields))
    assert answer.json()["Fault"]["Error"][0]["code"] == code


def test_python_quickbooks_pays_a_card(company: Company, qb: QuickBooks) -> None:
    payment: Any = CreditCardPayment()
    payment.TxnDate = "2026-03-01"
    payment.Amount = 25
    payment.BankAccountRef, payment.CreditCardAccountRef = reference("1"), reference("42")
    payment.save(qb=qb)
    again: Any = CreditCardPayment.get(payment.Id, qb=qb)
    assert (again.Amount, again.TxnDate) == (25, "2026-03-01")
    assert [each.Id for each in CreditCardPayment.all(qb=qb)] == [payment.Id]
    assert company.balances() == {"Checking": -25, "Visa": 25}
    again.delete(qb=qb)
    assert CreditCardPayment.all(qb=qb) == []


def reference(value: str) -> Any:
    made = Ref()
    made.value = value
    return made
