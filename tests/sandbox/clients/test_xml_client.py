"""A strict client of XML: every answer it gets must be what Intuit's schema says, to the cent."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from tests.sandbox.clients.xml_client import Object, Reference, Refused, XmlClient, asking, element, item
from tests.sandbox.company import Company


@pytest.fixture
def client(company: Company) -> XmlClient:
    return XmlClient(company.http, company.realm_id, company.opened["access_token"])


def line(amount: str, **fields: object) -> Mapping[str, object]:
    return {
        **fields,
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": Reference("3", "Gold Membership")},
    }


def an_invoice(client: XmlClient, amount: str = "100.00", **fields: object) -> Object:
    return client.add("Invoice", CustomerRef=Reference("1"), Line=line(amount), **fields)


def a_payment(client: XmlClient, invoice: Object) -> Object:
    tie = {"TxnId": str(invoice.Id), "TxnType": "Invoice"}
    applied = {"Amount": str(invoice.Balance), "LinkedTxn": tie}
    return client.add("Payment", CustomerRef=Reference("1"), TotalAmt=str(invoice.Balance), Line=applied)


def test_an_invoice_is_added_and_found(client: XmlClient) -> None:
    made = an_invoice(
        client, "1200.50", DocNumber="XML-1", TxnDate="2026-03-02", CustomerMemo="Thanks & <bye>"
    )
    found = client.find_by_id("Invoice", str(made.Id))
    assert (found.TotalAmt.text, found.Balance.text) == ("1200.50", "1200.50")
    assert (str(found.DocNumber), str(found.TxnDate)) == ("XML-1", "2026-03-02")
    assert str(found.CustomerMemo) == "Thanks & <bye>"
    assert (found.CustomerRef.get("name"), str(found.CustomerRef)) == ("Harbour Cafe", "1")
    assert [str(each.DetailType) for each in found.Line] == ["SalesItemLineDetail", "SubTotalLineDetail"]


def test_several_lines_add_up(client: XmlClient) -> None:
    made = client.add("Invoice", CustomerRef="1", Line=[line("10.10"), line("20.20", Description="second")])
    assert float(made.TotalAmt) == 30.3
    assert str(made.Line[1].Description) == "second"


def test_a_sparse_update_keeps_and_a_full_one_clears(client: XmlClient) -> None:
    customer = client.find_by_id("Customer", "1")
    kept = client.update("Customer", customer, Notes="kept")
    assert str(kept.PrimaryEmailAddr.Address) == "accounts@harbourcafe.example.com"
    cleared = client.update("Customer", kept, sparse=False, DisplayName="Harbour Cafe")
    assert not hasattr(cleared, "PrimaryEmailAddr")
    assert not hasattr(cleared, "Notes")


def test_a_payment_settles_an_invoice_and_gives_it_back_when_voided(client: XmlClient) -> None:
    invoice = an_invoice(client)
    payment = a_payment(client, invoice)
    assert float(client.find_by_id("Invoice", str(invoice.Id)).Balance) == 0
    assert float(client.void("Payment", payment).TotalAmt) == 0
    assert float(client.find_by_id("Invoice", str(invoice.Id)).Balance) == 100


def test_an_invoice_is_voided_and_deleted(client: XmlClient) -> None:
    voided = client.void("Invoice", an_invoice(client))
    assert (float(voided.TotalAmt), str(voided.PrivateNote)) == (0, "Voided")
    assert client.delete("Invoice", voided).get("status") == "Deleted"
    with pytest.raises(Refused) as caught:
        client.find_by_id("Invoice", str(voided.Id))
    assert (caught.value.status, caught.value.codes) == (400, ["610"])


def test_a_query_finds_pages_and_counts(client: XmlClient) -> None:
    page = client.query("select * from Customer where Active = true startPosition 2 maxResults 2")
    assert (page.get("startPosition"), page.get("maxResults")) == ("2", "2")
    assert [str(each.DisplayName) for each in page.Customer] == ["Northside Dental Group", "Riverside Books"]
    assert client.query("select count(*) from Term").get("totalCount") == "4"
    assert not client.query("select * from Invoice").getchildren()


def test_a_batch_is_executed_once_under_its_twenty_digits(client: XmlClient, company: Company) -> None:
    invoice = element("Invoice", {"CustomerRef": "1", "Line": line("5.00")})
    taken = element("Customer", {"DisplayName": "Printworks & Co"})
    for _ in range(2):
        items = [
            item("CreateInvoice", "Create", invoice),
            asking("queryCustomer", "select * from Customer startPosition 1 maxResults 5"),
            item("taken", "Create", taken),
        ]
        made, found, refused = client.batch(items, "12345678901234567890")
        assert made.get("bId") == "CreateInvoice"
        assert float(made.Invoice.TotalAmt) == 5
        assert len(found.QueryResponse.Customer) == 5
        assert refused.Fault.Error.get("code") == "6240"
    assert len(company.ledger()) == 1


def test_changes_are_captured_the_deleted_last(client: XmlClient) -> None:
    gone, kept = an_invoice(client), an_invoice(client)
    client.delete("Invoice", gone)
    since = (datetime.now(UTC) - timedelta(minutes=1)).isoformat(timespec="seconds")
    payments, invoices, customers = client.cdc(["Payment", "Invoice", "Customer"], since).QueryResponse
    assert not payments.getchildren()
    assert [str(each.Id) for each in invoices.Invoice] == [str(kept.Id), str(gone.Id)]
    assert [each.get("status") for each in invoices.Invoice] == [None, "Deleted"]
    assert len(customers.Customer) == 6


def test_every_error_of_a_fault_arrives(client: XmlClient) -> None:
    with pytest.raises(Refused) as caught:
        client.add("Invoice", CustomerRef="1", DocNumber="9" * 22, PrivateNote="x" * 4001, Line=line("5"))
    assert caught.value.codes == ["2050", "2050"]
    assert caught.value.type == "ValidationFault"


def test_a_stale_object_is_refused(client: XmlClient) -> None:
    customer = client.find_by_id("Customer", "1")
    client.update("Customer", customer, Notes="first")
    with pytest.raises(Refused) as caught:
        client.update("Customer", customer, Notes="second")
    assert caught.value.codes == ["5010"]


def test_an_expired_token_is_told_in_xml(client: XmlClient, company: Company) -> None:
    company.settings(clock_offset=3601)
    with pytest.raises(Refused) as caught:
        client.find_by_id("Customer", "1")
    assert (caught.value.status, caught.value.type, caught.value.codes) == (401, "AUTHENTICATION", ["3200"])


def test_the_company_introduces_itself(client: XmlClient, company: Company) -> None:
    info = client.find_by_id("CompanyInfo", company.realm_id)
    assert str(info.CompanyName) == "Bayside Chamber of Commerce"
    assert next(str(each.Name) for each in info.NameValue) == "NeoEnabled"
