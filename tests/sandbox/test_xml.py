"""XML in and out: the same company as in JSON, in QBO's elements and attributes."""

from decimal import Decimal

import pytest
from lxml import etree

from tests.sandbox.company import Body, Company, applied, held, line, ref
from tests.sandbox.elements import QBO, XML, attributes, element, error, found, posted, text

INVOICE = element(
    "Invoice",
    """
    <CustomerRef name="whoever">1</CustomerRef>
    <DocNumber>X-1</DocNumber>
    <TxnDate>2026-03-02</TxnDate>
    <CustomerMemo>Thank you</CustomerMemo>
    <ApplyTaxAfterDiscount>1</ApplyTaxAfterDiscount>
    <Line>
        <Description>Gold &amp; more</Description>
        <Amount>1200.50</Amount>
        <DetailType>SalesItemLineDetail</DetailType>
        <SalesItemLineDetail><ItemRef>3</ItemRef><UnitPrice>600.25</UnitPrice><Qty>2</Qty></SalesItemLineDetail>
    </Line>
    """,
)


@pytest.mark.parametrize("accept", ["application/xml", "*/*", "text/html", ""])
def test_xml_is_what_everybody_gets_who_does_not_ask_for_json(company: Company, accept: str) -> None:
    answer = company.call("GET", "customer/1", headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/xml;charset=UTF-8"
    assert text(answer, "Customer/DisplayName") == "Harbour Cafe"
    assert etree.fromstring(answer.content).get("time")


def test_an_object_has_its_state_in_attributes_and_its_references_as_text(company: Company) -> None:
    invoice = company.invoice(100)
    answer = company.call("GET", f"invoice/{invoice['Id']}", headers=XML)
    (shown,) = found(answer, "Invoice")
    assert attributes(shown) == {"domain": "QBO", "sparse": "false"}
    assert [each.tag.removeprefix(f"{{{QBO}}}") for each in shown][:2] == ["Id", "SyncToken"]
    (customer,) = found(answer, "Invoice/CustomerRef")
    assert (customer.text, attributes(customer)) == ("1", {"name": "Harbour Cafe"})
    assert text(answer, "Invoice/MetaData/CreateTime")
    assert text(answer, "Invoice/ApplyTaxAfterDiscount") == "false"


def test_money_is_written_to_the_cent_and_nothing_as_zero(company: Company) -> None:
    invoice = company.invoice(100)
    company.payment(100, on=[invoice])
    answer = company.call("GET", f"invoice/{invoice['Id']}", headers=XML)
    assert (text(answer, "Invoice/TotalAmt"), text(answer, "Invoice/Balance")) == ("100.00", "0")


def test_an_invoice_is_created_from_xml(company: Company) -> None:
    answer = posted(company, "invoice", INVOICE)
    assert answer.status_code == 200, answer.text
    made = company.read("Invoice", text(answer, "Invoice/Id"))
    assert (made["TotalAmt"], made["TxnDate"], made["DocNumber"]) == (1200.5, "2026-03-02", "X-1")
    assert made["CustomerRef"] == {"value": "1", "name": "Harbour Cafe"}
    assert made["CustomerMemo"] == {"value": "Thank you"}
    assert made["ApplyTaxAfterDiscount"] is True
    assert made["Line"][0]["Description"] == "Gold & more"
    assert made["Line"][0]["SalesItemLineDetail"]["Qty"] == 2


def test_what_xml_wrote_and_what_json_wrote_is_the_same(company: Company) -> None:
    by_xml = company.read("Invoice", text(posted(company, "invoice", INVOICE), "Invoice/Id"))
    detail = line(1200.5, UnitPrice=600.25, Qty=2) | {"Description": "Gold & more"}
    by_json = company.post(
        "Invoice",
        {
            "CustomerRef": ref("1"),
            "DocNumber": "X-2",
            "TxnDate": "2026-03-02",
            "CustomerMemo": {"value": "Thank you"},
            "ApplyTaxAfterDiscount": True,
            "Line": [detail],
        },
    )
    own = {"Id", "DocNumber", "MetaData"}
    assert {key: value for key, value in by_xml.items() if key not in own} == {
        key: value for key, value in by_json.items() if key not in own
    }


def test_a_prefix_is_as_good_as_a_default_namespace(company: Company) -> None:
    inner = "<ns0:DisplayName>Ada</ns0:DisplayName>"
    xml = f'<?xml version="1.0"?><ns0:Customer xmlns:ns0="{QBO}">{inner}</ns0:Customer>'
    assert text(posted(company, "customer", xml), "Customer/DisplayName") == "Ada"


def test_a_sparse_update_says_so_in_an_attribute(company: Company) -> None:
    before = company.read("Customer", "1")
    inner = f"<Id>1</Id><SyncToken>{before['SyncToken']}</SyncToken><Notes>kept</Notes>"
    answer = posted(company, "customer", element("Customer", inner, 'sparse="true"'))
    assert text(answer, "Customer/Notes") == "kept"
    assert company.read("Customer", "1")["PrimaryEmailAddr"] == before["PrimaryEmailAddr"]


def test_a_full_update_clears_what_it_leaves_out(company: Company) -> None:
    before = company.read("Customer", "1")
    inner = f"<Id>1</Id><SyncToken>{before['SyncToken']}</SyncToken><DisplayName>Harbour</DisplayName>"
    posted(company, "customer", element("Customer", inner, 'sparse="false"'), params={"operation": "update"})
    assert "PrimaryEmailAddr" not in company.read("Customer", "1")


def test_an_object_that_was_read_can_be_sent_back(company: Company) -> None:
    invoice = company.invoice(100, DocNumber="R-1")
    company.payment(40, Line=[applied(invoice, 40)])
    shown = found(company.call("GET", f"invoice/{invoice['Id']}", headers=XML), "Invoice")[0]
    answer = posted(company, "invoice", etree.tostring(shown).decode())
    assert answer.status_code == 200, answer.text
    after = company.read("Invoice", invoice["Id"])
    assert (after["TotalAmt"], after["Balance"], after["SyncToken"]) == (100, 60, "2")


def test_a_delete_leaves_a_status(company: Company) -> None:
    invoice = company.invoice(10)
    inner = f"<Id>{invoice['Id']}</Id><SyncToken>0</SyncToken>"
    answer = posted(company, "invoice", element("Invoice", inner), params={"operation": "delete"})
    (gone,) = found(answer, "Invoice")
    assert attributes(gone) == {"domain": "QBO", "status": "Deleted"}
    assert text(answer, "Invoice/Id") == invoice["Id"]


def test_an_invoice_and_a_payment_are_voided(company: Company) -> None:
    invoice, payment = company.invoice(10), company.payment(10)
    own = [f"<Id>{each['Id']}</Id><SyncToken>0</SyncToken>" for each in (invoice, payment)]
    first = posted(company, "invoice", element("Invoice", own[0]), params={"operation": "void"})
    xml = element("Payment", own[1], 'sparse="true"')
    second = posted(company, "payment", xml, params={"operation": "update", "include": "void"})
    assert (text(first, "Invoice/TotalAmt"), text(second, "Payment/TotalAmt")) == ("0", "0")


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ("select * from Term", "application/text"),
        ("select * from Term", "application/xml"),
        ("<Query xmlns='http://schema.intuit.com/finance/v3'>select * from Term</Query>", "application/xml"),
    ],
)
def test_a_query_comes_in_the_body(company: Company, content: str, content_type: str) -> None:
    headers = {"Accept": "application/xml", "Content-Type": content_type}
    answer = company.call("POST", "query", content=content, headers=headers)
    (page,) = found(answer, "QueryResponse")
    assert attributes(page) == {"startPosition": "1", "maxResults": "4"}
    assert len(found(answer, "QueryResponse/Term")) == 4


def test_a_count_is_an_attribute_and_nothing_found_is_an_empty_element(company: Company) -> None:
    counted = company.call("GET", "query", params={"query": "select count(*) from Item"}, headers=XML)
    assert found(counted, "QueryResponse")[0].get("totalCount") == "12"
    nothing = company.call("GET", "query", params={"query": "select * from Invoice"}, headers=XML)
    (page,) = found(nothing, "QueryResponse")
    assert (len(page), attributes(page)) == (0, {})


def test_a_batch_mixes_operations_queries_and_faults(company: Company) -> None:
    taken = "<Customer><DisplayName>Printworks &amp; Co</DisplayName></Customer>"
    items = [
        f'<BatchItemRequest bId="a" operation="create">{INVOICE}</BatchItemRequest>',
        f'<BatchItemRequest bId="b" operation="create">{taken}</BatchItemRequest>',
        '<BatchItemRequest bId="c"><Query>select count(*) from Item</Query></BatchItemRequest>',
    ]
    answer = posted(company, "batch", element("IntuitBatchRequest", "".join(items)))
    assert answer.status_code == 200, answer.text
    assert [each.get("bId") for each in found(answer, "BatchItemResponse")] == ["a", "b", "c"]
    assert text(answer, "BatchItemResponse/Invoice/DocNumber") == "X-1"
    assert found(answer, "BatchItemResponse/Fault")[0].get("type") == "ValidationFault"
    assert found(answer, "BatchItemResponse/Fault/Error")[0].get("code") == "6240"
    assert found(answer, "BatchItemResponse/QueryResponse")[0].get("totalCount") == "12"


def test_a_batch_of_one_is_a_batch(company: Company) -> None:
    item = '<BatchItemRequest bId="1"><Query>select count(*) from Term</Query></BatchItemRequest>'
    answer = posted(company, "batch", element("IntuitBatchRequest", item))
    assert found(answer, "BatchItemResponse/QueryResponse")[0].get("totalCount") == "4"


def test_a_fault_has_its_code_and_element_in_attributes(company: Company) -> None:
    answer = posted(company, "customer", element("Customer", "<DisplayName>Harbour Cafe</DisplayName>"))
    (fault,) = found(answer, "Fault")
    assert fault.get("type") == "ValidationFault"
    assert attributes(error(answer)) == {"code": "6240", "element": ""}
    assert text(answer, "Fault/Error/Message") == "Duplicate Name Exists Error"
    assert text(answer, "Fault/Error/Detail") == "The name supplied already exists. : Id=1"


def test_several_errors_come_together(company: Company) -> None:
    inner = f"<PrivateNote>{'x' * 4001}</PrivateNote><DocNumber>{'9' * 22}</DocNumber><Nonsense/>"
    answer = posted(company, "invoice", element("Invoice", inner))
    assert {each.get("element") for each in found(answer, "Fault/Error")} == {
        "PrivateNote", "DocNumber", "Nonsense"
    }  # fmt: skip


def test_what_has_no_name_in_xml_is_left_out_of_it(company: Company) -> None:
    """A JSON client may keep in a custom field what no element can be called, and no text can be."""
    fields: list[Body] = [{"a b": 1, "Name": "bell \x07", "StringValue": "kept"}]
    company.post("Customer", held(company.read("Customer", "1"), CustomField=fields))
    answer = company.call("GET", "customer/1", headers=XML)
    assert text(answer, "Customer/CustomField/StringValue") == "kept"
    assert text(answer, "Customer/CustomField/Name") == "bell "


def test_the_company_and_its_preferences_speak_xml_too(company: Company) -> None:
    info = company.call("GET", f"companyinfo/{company.realm_id}", headers=XML)
    assert text(info, "CompanyInfo/CompanyName") == "Bayside Chamber of Commerce"
    shown = found(company.call("GET", "preferences", headers=XML), "Preferences")[0]
    flag = shown.find(f"{{{QBO}}}SalesFormsPrefs/{{{QBO}}}CustomTxnNumbers")
    assert flag is not None
    assert flag.text == "true"
    flag.text = "false"
    answer = posted(company, "preferences", etree.tostring(shown).decode())
    assert answer.status_code == 200, answer.text
    preferences = company.call("GET", "preferences").json()["Preferences"]
    assert preferences["SalesFormsPrefs"]["CustomTxnNumbers"] is False
    assert preferences["CurrencyPrefs"]["HomeCurrency"] == {"value": "USD"}


def test_the_tax_of_a_form_keeps_its_numbers(company: Company) -> None:
    lines = "<TotalTax>8</TotalTax><TaxLine><Amount>8.00</Amount><DetailType>TaxLineDetail</DetailType>"
    detail = "<TaxRateRef>1</TaxRateRef><PercentBased>true</PercentBased><TaxPercent>8</TaxPercent>"
    tax = f"<TxnTaxDetail>{lines}<TaxLineDetail>{detail}</TaxLineDetail></TaxLine></TxnTaxDetail>"
    answer = posted(company, "invoice", INVOICE.replace("</Invoice>", f"{tax}</Invoice>"))
    (kept,) = company.read("Invoice", text(answer, "Invoice/Id"))["TxnTaxDetail"]["TaxLine"]
    assert kept["Amount"] == 8
    assert kept["TaxLineDetail"] == {"TaxRateRef": {"value": "1"}, "PercentBased": True, "TaxPercent": 8}
    assert Decimal(text(answer, "Invoice/TotalAmt")) == Decimal("1208.50")
