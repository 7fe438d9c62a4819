"""Entities that few clients use: card payments, templates, currencies, customer types."""

from typing import Any

import pytest
from quickbooks.client import QuickBooks
from quickbooks.objects.base import Ref
from quickbooks.objects.companycurrency import CompanyCurrency
from quickbooks.objects.creditcardpayment_entity import CreditCardPayment
from quickbooks.objects.customertype import CustomerType
from quickbooks.objects.exchangerate import ExchangeRate
from quickbooks.objects.recurringtransaction import (
    RecurringInfo,
    RecurringInvoice,
    RecurringTransaction,
    ScheduleInfo,
)

from tests.sandbox.company import Body, Company, held, line, ref
from tests.sandbox.elements import element, found, posted, text

SEVERAL = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
SCHEDULE = {"IntervalType": "Monthly", "NumInterval": 1, "DayOfMonth": 1, "StartDate": "2026-10-01"}


def reference(value: str) -> Any:
    made = Ref()
    made.value = value
    return made


def paid(**fields: object) -> Body:
    return {"BankAccountRef": ref("1"), "CreditCardAccountRef": ref("42"), "Amount": 30, **fields}


def template(**fields: object) -> Body:
    info = {"Name": "Dues", "RecurType": "Automated", "ScheduleInfo": SCHEDULE}
    return {"Invoice": {"CustomerRef": ref("1"), "Line": [line(100)], "RecurringInfo": info, **fields}}


def recurring(company: Company, body: Body, **parameters: str) -> Body:
    answer = company.call("POST", "recurringtransaction", json=body, params=parameters)
    assert answer.status_code == 200, answer.text
    made: Body = answer.json()["RecurringTransaction"]
    return made


def test_a_card_is_paid_from_the_bank(company: Company) -> None:
    answer = company.call("POST", "creditcardpayment", json=paid())
    made = answer.json()["CreditCardPaymentTxn"]
    assert (made["Amount"], made["CreditCardAccountRef"]["name"]) == (30, "Visa")
    assert company.balances() == {"Checking": -30, "Visa": 30}
    company.call("POST", "creditcardpayment", json=held(made), params={"operation": "delete"})
    assert company.balances() == {}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"BankAccountRef": ref("42")}, "6430"),
        ({"CreditCardAccountRef": ref("1")}, "6430"),
        ({"Amount": -1}, "6000"),
        ({"Amount": None}, "2020"),
    ],
    ids=["from a card", "to a bank", "less than nothing", "no amount"],
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


def test_a_template_is_completed_and_posts_nothing(company: Company) -> None:
    made = recurring(company, template())["Invoice"]
    assert (made["TotalAmt"], made["CustomerRef"]["name"]) == (100, "Harbour Cafe")
    assert made["RecurDataRef"] == ref(made["Id"])
    assert made["RecurringInfo"]["ScheduleInfo"]["NextDate"] == "2026-10-01"
    assert made.keys().isdisjoint({"DocNumber", "TxnDate", "DueDate", "Balance"})
    assert company.balances() == {}
    assert company.query("select * from Invoice") == {}
    found = company.query("select * from RecurringTransaction")["RecurringTransaction"]
    assert found == [{"Invoice": made}]
    assert company.read("RecurringTransaction", made["Id"]) == {"Invoice": made}


def test_a_template_is_changed_and_deleted_by_its_own_id(company: Company) -> None:
    made = recurring(company, template())["Invoice"]
    named = {"RecurringInfo": {**made["RecurringInfo"], "Name": "Fees"}}
    changed = recurring(company, {"Invoice": held(made, **named)})["Invoice"]
    assert (changed["Id"], changed["SyncToken"]) == (made["Id"], "1")
    assert (changed["RecurringInfo"]["Name"], changed["TotalAmt"]) == ("Fees", 100)
    whole = recurring(company, {"Invoice": {**changed, "Line": [line(70)]}})["Invoice"]
    assert (whole["TotalAmt"], whole["SyncToken"]) == (70, "2")
    recurring(company, {"Invoice": whole}, operation="delete")
    assert company.query("select * from RecurringTransaction") == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "2020"),
        (template(CustomerRef=None), "2020"),
        (template(RecurringInfo={"Name": "x"}), "2020"),
        (template(CustomerRef=ref("99")), "2500"),
        ({"Invoice": "text"}, "2010"),
        ({"RecurringTransaction": template()}, "2010"),
        ({**template(), "Bill": {"VendorRef": ref("7")}}, "2020"),
    ],
    ids=["nothing", "nobody", "no type", "a stranger", "a text", "wrapped", "two"],
)
def test_what_is_no_template_is_refused(company: Company, body: Body, code: str) -> None:
    assert company.refused("RecurringTransaction", body)["code"] == code


def test_a_template_stays_what_it_is(company: Company) -> None:
    made = recurring(company, template())["Invoice"]
    other = {"SalesReceipt": {**template()["Invoice"], "Id": made["Id"], "SyncToken": made["SyncToken"]}}
    assert company.refused("RecurringTransaction", other)["code"] == "6000"


def test_a_template_may_be_in_xml(company: Company) -> None:
    info = "<RecurringInfo><Name>Dues</Name><RecurType>Automated</RecurType></RecurringInfo>"
    sale = "<SalesItemLineDetail><ItemRef>3</ItemRef></SalesItemLineDetail>"
    sold = f"<Line><Amount>100</Amount><DetailType>SalesItemLineDetail</DetailType>{sale}</Line>"
    invoice = f"<Invoice><CustomerRef>1</CustomerRef>{info}{sold}</Invoice>"
    answer = posted(company, "recurringtransaction", element("RecurringTransaction", invoice))
    (made,) = found(answer, "RecurringTransaction/Invoice")
    assert made.get("domain") == "QBO"
    assert text(answer, "RecurringTransaction/Invoice/TotalAmt") == "100.00"


def test_python_quickbooks_makes_a_template(company: Company, qb: QuickBooks) -> None:
    company.invoice(5)
    info: Any = RecurringInfo()
    info.Name, info.ScheduleInfo = "Yearly dues", ScheduleInfo()
    info.ScheduleInfo.StartDate, info.ScheduleInfo.IntervalType = "2026-12-01", "Yearly"
    invoice = RecurringInvoice.from_json(template()["Invoice"])
    invoice.RecurringInfo = info
    wanted: Any = RecurringTransaction()
    wanted.Invoice = invoice
    saved: Any = wanted.save(qb=qb)
    assert (saved.Invoice.RecurringInfo.Name, saved.Invoice.TotalAmt) == ("Yearly dues", 100)
    (found,) = RecurringTransaction.all(qb=qb)
    assert found.Invoice.RecurringInfo.ScheduleInfo.IntervalType == "Yearly"
    found.delete(qb=qb)
    assert RecurringTransaction.all(qb=qb) == []


def test_one_currency_is_the_rule(company: Company) -> None:
    for entity, body in (
        ("CompanyCurrency", {"Code": "CAD"}),
        ("ExchangeRate", {"SourceCurrencyCode": "CAD", "Rate": 0.7}),
    ):
        error = company.refused(entity, body)
        assert (error["code"], "Multi Currency" in error["Detail"]) == ("6000", True)
    asked = company.call("GET", "exchangerate", params={"sourcecurrencycode": "CAD"})
    assert asked.json()["Fault"]["Error"][0]["code"] == "6000"


def test_currencies_are_added_once(company: Company, qb: QuickBooks) -> None:
    company.settings(preferences=SEVERAL)
    currency: Any = CompanyCurrency()
    currency.Code = "CAD"
    currency.save(qb=qb)
    assert CompanyCurrency.get(currency.Id, qb=qb).Name == "Canadian Dollar"
    assert company.refused("CompanyCurrency", {"Code": "CAD"})["code"] == "6240"
    assert company.refused("CompanyCurrency", {"Code": "cad"})["code"] == "2170"
    currency.SyncToken, currency.Active = 0, False
    currency.save(qb=qb)
    assert CompanyCurrency.all(qb=qb) == []


def test_a_rate_is_written_again_and_found_by_its_day(company: Company, qb: QuickBooks) -> None:
    company.settings(preferences=SEVERAL)
    saved: Any = None
    for day, value in (("2026-03-01", 0.7), ("2026-03-10", 0.8), ("2026-03-10", 0.9)):
        rate: Any = ExchangeRate()
        rate.SourceCurrencyCode, rate.AsOfDate, rate.Rate = "CAD", day, value
        saved = rate.save(qb=qb)
    assert (saved.Rate, saved.TargetCurrencyCode) == (0.9, "USD")
    for day, value in (("2026-03-09", 0.7), ("2026-04-01", 0.9)):
        asked = {"sourcecurrencycode": "CAD", "asofdate": day}
        found = company.call("GET", "exchangerate", params=asked).json()["ExchangeRate"]
        assert (found["Rate"], "Id" in found) == (value, False)
    early = company.call(
        "GET", "exchangerate", params={"sourcecurrencycode": "CAD", "asofdate": "2026-01-01"}
    )
    assert early.json()["Fault"]["Error"][0]["code"] == "610"
    on_the_day = "select * from ExchangeRate where SourceCurrencyCode = 'CAD' and AsOfDate = '2026-03-10'"
    assert [each["Rate"] for each in company.query(on_the_day)["ExchangeRate"]] == [0.9]


def test_a_customer_has_one_of_the_types_there_are(company: Company, qb: QuickBooks) -> None:
    assert [each.Name for each in CustomerType.all(qb=qb)] == ["Member", "Sponsor"]
    assert company.customer("Typed", CustomerTypeRef=ref("2"))["CustomerTypeRef"]["name"] == "Sponsor"
    assert company.refused("Customer", {"DisplayName": "x", "CustomerTypeRef": ref("9")})["code"] == "2500"


@pytest.mark.parametrize(
    "query", ["select * from Budget", "select * from JournalCode", "select * from TaxPayment"]
)
def test_what_these_companies_have_none_of_is_found_to_be_none(company: Company, query: str) -> None:
    assert company.query(query) == {}
