"""XML that is none, or not QBO's: refused; and nothing in it is expanded or fetched."""

import pytest

from tests.sandbox.company import Company
from tests.sandbox.elements import element, error, posted


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<Customer",
        "not xml",
        '{"DisplayName": "json"}',
        "<Customer><DisplayName>no namespace</DisplayName></Customer>",
        element("Vendor", "<DisplayName>another entity</DisplayName>"),
        element("Customer", "<GivenName><GivenName>nested</GivenName></GivenName>"),
        element("Customer", "<BillAddr>text</BillAddr><Line1/>"),
        element("Customer", "<DisplayName>twice</DisplayName><DisplayName>twice</DisplayName>"),
        element("Customer", "<CustomField>" * 60 + "</CustomField>" * 60),
    ],
    ids=lambda each: each[:30] or "empty",
)
def test_what_is_no_customer_is_refused(company: Company, xml: str) -> None:
    assert error(posted(company, "customer", xml)).get("code") in {"2010", "2020"}


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY who SYSTEM "file:///etc/hostname">',
        '<!ENTITY who "Ada">',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY who "&b;&b;&b;&b;">',
    ],
    ids=["external", "internal", "laughs"],
)
def test_entities_are_not_expanded(company: Company, declared: str) -> None:
    xml = f"<!DOCTYPE Customer [{declared}]>" + element("Customer", "<DisplayName>&who;</DisplayName>")
    assert error(posted(company, "customer", xml)).get("code") == "2010"
    assert company.ledger() == []


def test_nothing_is_fetched(company: Company) -> None:
    xml = f'<!DOCTYPE Customer SYSTEM "{company.url}/v3/company/{company.realm_id}/stylesheet">'
    posted(company, "customer", xml + element("Customer", "<DisplayName>Ada</DisplayName>"))
    assert [each["method"] for each in company.control("GET", "/calls")["calls"]] == ["POST"]
