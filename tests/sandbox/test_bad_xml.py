"""XML that is none, or not QBO's: refused; and nothing in it is expanded or fetched."""

import pytest

from tests.sandbox.company import Company
from tests.sandbox.elements import element, error, found, posted, text


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


def test_the_refusal_of_an_element_speaks_of_xml(company: Company) -> None:
    stranger = element("Customer", "<DisplayName>Ada</DisplayName><Shoe>42</Shoe>")
    refused = posted(company, "customer", stranger)
    in_batch = posted(
        company, "batch", element("IntuitBatchRequest", f"<BatchItemRequest>{stranger}</BatchItemRequest>")
    )
    for answer, path in ((refused, "Fault/Error"), (in_batch, "BatchItemResponse/Fault/Error")):
        (said,) = found(answer, path)
        detail = text(answer, f"{path}/Detail")
        assert (said.get("element"), "xml object" in detail, "json" in detail) == ("Shoe", True, False)


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


ATTRIBUTES = " ".join(f'a{number}="x"' for number in range(100_000))
INCLUDE = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"/>'
TERMS = '<BatchItemRequest bId="2"><Query>select * from Term</Query></BatchItemRequest>'
CUSTOMER = '<BatchItemRequest bId="1" operation="create"><Customer>{}</Customer></BatchItemRequest>'


@pytest.mark.parametrize(
    ("path", "xml", "code"),
    [
        ("customer", element("Customer", "<A/>" * 300_000), "2010"),
        ("invoice", element("Invoice", "<Line/>" * 1_000_000), "2010"),
        ("customer", element("Customer", "<BillAddr>" * 200_000), "2010"),
        ("customer", element("Customer", "", ATTRIBUTES), "6080"),
        ("customer", element("Customer", "", 'sparse="perhaps" domain="&lt;" Id="7" sparse="no"'), "2010"),
        ("customer", element("Customer", f"<DisplayName>{INCLUDE}</DisplayName>"), "2010"),
        ("customer", element("Customer", '<x:DisplayName xmlns:x="urn:y">a</x:DisplayName>'), "2010"),
        ("customer", element("Customer", "<DisplayName>a&#0;</DisplayName>"), "2010"),
        ("batch", element("IntuitBatchRequest", "text"), "2010"),
        ("batch", element("Customer", CUSTOMER.format("")), "2010"),
        ("query", "<Query>select", "2010"),
        ("query", '<!DOCTYPE q [<!ENTITY a "select * from Term">]><Query>&a;</Query>', "2010"),
    ],
    ids=[
        "many elements", "many lines", "deep", "many attributes", "an attribute twice", "an include",
        "another namespace", "a null", "no items", "no batch", "half a query", "a query of entities",
    ],
)  # fmt: skip
def test_garbage_is_refused_at_once(company: Company, path: str, xml: str, code: str) -> None:
    assert error(posted(company, path, xml)).get("code") == code


@pytest.mark.parametrize("inner", ["", "text", "<DisplayName><b/></DisplayName>", "<A><B/></A>"])
def test_garbage_in_a_batch_is_that_items_own(company: Company, inner: str) -> None:
    answer = posted(company, "batch", element("IntuitBatchRequest", CUSTOMER.format(inner) + TERMS))
    assert answer.status_code == 200, answer.text
    assert len(found(answer, "BatchItemResponse/Fault/Error")) == 1
    assert len(found(answer, "BatchItemResponse/QueryResponse/Term")) == 4


def test_nothing_is_fetched(company: Company) -> None:
    xml = f'<!DOCTYPE Customer SYSTEM "{company.url}/v3/company/{company.realm_id}/stylesheet">'
    posted(company, "customer", xml + element("Customer", "<DisplayName>Ada</DisplayName>"))
    assert [each["method"] for each in company.control("GET", "/calls")["calls"]] == ["POST"]
