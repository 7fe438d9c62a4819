"""Currencies and their rates, which only a company of several currencies has."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from quickbooks.client import QuickBooks
from quickbooks.objects.companycurrency import CompanyCurrency
from quickbooks.objects.exchangerate import ExchangeRate

from tests.sandbox.company import Body, Company, line, ref

SEVERAL = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
ONLY_ONE = "Multi Currency should be enabled to perform this operation"


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
    recently = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    captured = {"entities": "CompanyCurrency,ExchangeRate", "changedSince": recently}
    (answer,) = company.call("GET", "cdc", params=captured).json()["CDCResponse"]
    assert answer["QueryResponse"] == [{}, {}]


@pytest.mark.parametrize(
    ("entity", "body"),
    [("CompanyCurrency", {"Code": "EUR"}), ("ExchangeRate", {"SourceCurrencyCode": "CAD", "Rate": 0.7})],
    ids=["currency", "rate"],
)
def test_a_company_of_one_currency_takes_no_others(company: Company, entity: str, body: Body) -> None:
    refused = company.refused(entity, body)
    assert (refused["code"], refused["Detail"].endswith(ONLY_ONE)) == ("6000", True)
    asked = company.call("GET", "exchangerate", params={"sourcecurrencycode": "CAD"})
    assert asked.json()["Fault"]["Error"][0]["code"] == "6000"


def test_a_currency_is_named_by_its_code(traveller: Company) -> None:
    assert traveller.read("CompanyCurrency", "1")["Name"] == "Canadian Dollar"
    assert traveller.post("CompanyCurrency", {"Code": "EUR"})["Name"] == "Euro"
    for code, fault in (("EUR", "6240"), ("eur", "2170"), ("EURO", "2050")):
        assert traveller.refused("CompanyCurrency", {"Code": code, "Name": "Another"})["code"] == fault


def test_python_quickbooks_adds_a_currency_and_sends_it_away(company: Company, qb: QuickBooks) -> None:
    company.settings(preferences=SEVERAL)
    currency: Any = CompanyCurrency()
    currency.Code = "EUR"
    currency.save(qb=qb)
    assert CompanyCurrency.get(currency.Id, qb=qb).Name == "Euro"
    currency.SyncToken, currency.Active = 0, False
    currency.save(qb=qb)
    assert [each.Code for each in CompanyCurrency.all(qb=qb)] == ["CAD"]


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


def test_python_quickbooks_writes_a_rate_twice(company: Company, qb: QuickBooks) -> None:
    company.settings(preferences=SEVERAL)
    saved: Any = None
    for day, value in (("2026-03-01", 0.7), ("2026-03-10", 0.8), ("2026-03-10", 0.9)):
        rate: Any = ExchangeRate()
        rate.SourceCurrencyCode, rate.AsOfDate, rate.Rate = "CAD", day, value
        saved = rate.save(qb=qb)
    assert (saved.Rate, saved.TargetCurrencyCode) == (0.9, "USD")
    on_the_day = "select * from ExchangeRate where SourceCurrencyCode = 'CAD' and AsOfDate = '2026-03-10'"
    assert [each["Rate"] for each in company.query(on_the_day)["ExchangeRate"]] == [0.9]


def test_a_rate_may_be_made_by_an_update(traveller: Company) -> None:
    rate = {"SourceCurrencyCode": "CHF", "AsOfDate": "2026-05-01", "Rate": 1.2}
    assert traveller.post("ExchangeRate", rate, operation="update")["Rate"] == 1.2
    assert rate_of(traveller, "CHF", "2026-05-02")["Rate"] == 1.2
    assert traveller.refused("ExchangeRate", {**rate, "Rate": 0})["code"] == "6000"


def test_the_home_currency_is_worth_one_of_itself(traveller: Company) -> None:
    assert traveller.post("ExchangeRate", {"SourceCurrencyCode": "USD", "Rate": 7})["Rate"] == 1


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


@pytest.mark.parametrize(
    ("entity", "body"),
    [
        ("Customer", {"DisplayName": "Abroad"}),
        ("Vendor", {"DisplayName": "Abroad"}),
        ("Account", {"Name": "Abroad", "AccountType": "Bank"}),
        ("Invoice", {"CustomerRef": ref("1"), "Line": [line(10)]}),
        ("Payment", {"CustomerRef": ref("1"), "TotalAmt": 10}),
    ],
    ids=["customer", "vendor", "account", "invoice", "payment"],
)
def test_a_foreign_currency_is_refused_by_a_company_of_one(company: Company, entity: str, body: Body) -> None:
    refused = company.refused(entity, {**body, "CurrencyRef": ref("EUR")})
    assert (refused["code"], refused["Detail"].endswith(ONLY_ONE)) == ("6000", True)
    assert company.post(entity, {**body, "CurrencyRef": ref("USD")})["CurrencyRef"]["value"] == "USD"


def test_a_foreign_customer_is_invoiced_in_the_own_currency(traveller: Company) -> None:
    customer = traveller.customer("Abroad", CurrencyRef=ref("EUR"))
    assert traveller.invoice(10, customer=customer["Id"])["CurrencyRef"] == {"value": "EUR", "name": "Euro"}
    body = {"CustomerRef": ref(customer["Id"]), "Line": [line(10)], "CurrencyRef": ref("USD")}
    assert traveller.refused("Invoice", body)["code"] == "6000"


@pytest.mark.parametrize("flag", ["false", "False"])
def test_a_preference_may_be_a_flag_in_a_string(company: Company, flag: str) -> None:
    said = company.settings(preferences={"CurrencyPrefs": {"MultiCurrencyEnabled": flag}})
    assert said["preferences"]["CurrencyPrefs"]["MultiCurrencyEnabled"] is False
    assert company.refused("CompanyCurrency", {"Code": "EUR"})["code"] == "6000"
