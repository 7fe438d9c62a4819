"""Currencies, rates, and the short things that published clients ask for."""

from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox.company import Body, Company, ref

SEVERAL = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}


@pytest.fixture
def traveller(http: httpx.Client) -> Iterator[Company]:
    """A company of several currencies."""
    opened = Company.open(http, preferences=SEVERAL)
    yield opened
    opened.close()


def rate_of(company: Company, source: str, as_of: str = "") -> Body:
    parameters = {"sourcecurrencycode": source} | ({"asofdate": as_of} if as_of else {})
    rate: Body = company.call("GET", "exchangerate", params=parameters).json()["ExchangeRate"]
    return rate


def test_a_company_of_one_currency_has_no_others(company: Company) -> None:
    assert company.query("select * from CompanyCurrency") == {}
    assert company.query("select * from ExchangeRate where SourceCurrencyCode = 'EUR'") == {}
    assert company.call("GET", "companycurrency/1").status_code == 400
    refused = company.refused("CompanyCurrency", {"Code": "EUR"})
    assert refused["code"] == "6000"
    assert refused["Detail"].endswith("Multi Currency should be enabled to perform this operation")


def test_a_currency_is_named_by_its_code(traveller: Company) -> None:
    assert traveller.read("CompanyCurrency", "1")["Name"] == "Canadian Dollar"
    assert traveller.post("CompanyCurrency", {"Code": "EUR"})["Name"] == "Euro"
    assert traveller.refused("CompanyCurrency", {"Code": "EUR"})["code"] == "6240"


def test_a_rate_is_known_by_currency_and_day_and_has_no_id(traveller: Company) -> None:
    rate = rate_of(traveller, "EUR")
    assert "Id" not in rate
    assert (rate["SourceCurrencyCode"], rate["TargetCurrencyCode"]) == ("EUR", "USD")
    changed = traveller.post("ExchangeRate", {**rate, "Rate": 1.25})
    assert (changed["Rate"], changed["SyncToken"]) == (1.25, "1")
    assert rate_of(traveller, "eur")["Rate"] == 1.25


def test_a_rate_holds_from_its_day_on(traveller: Company) -> None:
    for day, rate in (("2026-02-01", 2), ("2026-03-01", 3)):
        traveller.post("ExchangeRate", {"SourceCurrencyCode": "EUR", "AsOfDate": day, "Rate": rate})
    assert [rate_of(traveller, "EUR", day)["Rate"] for day in ("2026-02-28", "2026-03-01")] == [2, 3]
    assert rate_of(traveller, "EUR", "1999-01-01")["AsOfDate"] == "2020-01-01"


@pytest.mark.parametrize(
    ("parameters", "code"),
    [({}, "2020"), ({"sourcecurrencycode": "XXX"}, "610")],
    ids=["no currency", "unknown"],
)
def test_a_rate_must_be_asked_for_by_a_known_currency(
    traveller: Company, parameters: dict[str, str], code: str
) -> None:
    answer = traveller.call("GET", "exchangerate", params=parameters)
    assert answer.json()["Fault"]["Error"][0]["code"] == code


def a_card(company: Company) -> Body:
    return company.post(
        "Account", {"Name": "Card", "AccountType": "Credit Card", "AccountSubType": "CreditCard"}
    )


def test_a_credit_card_is_paid_off(company: Company) -> None:
    card = a_card(company)
    body = {"Amount": 80, "BankAccountRef": ref("1"), "CreditCardAccountRef": ref(card["Id"])}
    answer = company.call("POST", "creditcardpayment", json=body).json()
    paid = answer["CreditCardPaymentTxn"]
    assert company.balances() == {"Checking": -80, "Card": 80}
    found = company.query("select * from CreditCardPayment")["CreditCardPaymentTxn"]
    assert [each["Id"] for each in found] == [paid["Id"]]
    company.call("POST", "creditcardpayment", json=paid, params={"operation": "delete"})
    assert company.balances() == {}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"BankAccountRef": ref("3")}, "6430"),
        ({"CreditCardAccountRef": ref("1")}, "6430"),
        ({"Amount": -1}, "6000"),
    ],
    ids=["no bank", "no card", "less than nothing"],
)
def test_what_pays_no_credit_card_is_refused(company: Company, wrong: Body, code: str) -> None:
    good = {"Amount": 80, "BankAccountRef": ref("1"), "CreditCardAccountRef": ref(a_card(company)["Id"])}
    answer = company.call("POST", "creditcardpayment", json={**good, **wrong})
    assert answer.json()["Fault"]["Error"][0]["code"] == code


def test_a_social_security_number_is_never_shown(company: Company) -> None:
    made = company.post("Employee", {"GivenName": "Ann", "FamilyName": "Lee", "SSN": "444-55-6666"})
    assert made["SSN"] == "XXX-XX-XXXX"
    assert "444-55-6666" not in company.call("GET", f"employee/{made['Id']}").text


def test_three_tax_codes_come_on_top_of_the_first_page(company: Company) -> None:
    first = company.query("select * from TaxCode maxresults 1")["TaxCode"]
    assert [each["Id"] for each in first] == ["TAX", "NON", "CustomSalesTax", "2"]
    assert company.query("select * from TaxCode startposition 2 maxresults 1") == {}
