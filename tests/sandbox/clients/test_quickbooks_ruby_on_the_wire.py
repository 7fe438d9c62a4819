"""What the Ruby gem quickbooks-ruby needs of an answer, asked for as it asks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import httpx
import pytest
from lxml import etree

from tests.sandbox.clients.quickbooks_ruby import IntuitRequestError, Service, every, model_of, text
from tests.sandbox.company import Body, Company

Services: TypeAlias = Callable[[str], Service]


@pytest.fixture
def service(company: Company) -> Services:
    return lambda node: Service(company.http, company.realm_id, company.opened["access_token"], node)


def line(amount: float = 50.0, item: str = "3") -> Body:
    detail = {"ItemRef": item, "UnitPrice": amount, "Qty": 1.0, "TaxCodeRef": "NON"}
    return {
        "Description": "Plush Baby Doll",
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": detail,
    }


def an_invoice(service: Services, **fields: Any) -> etree._Element:
    model = {**fields, "Line": [line()], "CustomerRef": "1"}
    return service("Invoice").create(model)


def a_payment(service: Services, invoice: etree._Element, amount: float = 50.0) -> etree._Element:
    tie = {"TxnId": text(invoice, "Id"), "TxnType": "Invoice"}
    model = {"Line": [{"Amount": amount, "LinkedTxn": [tie]}], "CustomerRef": "1", "TotalAmt": amount}
    return service("Payment").create(model)


def test_a_created_invoice_is_read_by_its_accessors(service: Services) -> None:
    made = an_invoice(service, DocNumber="1001", TxnDate="2026-03-02", PrivateNote="Statement Memo")
    fetched = service("Invoice").fetch_by_id(text(made, "Id"))
    for invoice in (made, fetched):
        assert int(text(invoice, "SyncToken")) == 0
        assert date.fromisoformat(text(invoice, "TxnDate")) == date(2026, 3, 2)
        assert (text(invoice, "DocNumber"), text(invoice, "PrivateNote")) == ("1001", "Statement Memo")
        assert datetime.fromisoformat(text(invoice, "MetaData/CreateTime")).tzinfo
        assert float(text(invoice, "TotalAmt")) == float(text(invoice, "Balance")) == 50
        assert float(text(invoice, "Deposit")) == 0
        (customer,) = every(invoice, "xmlns:CustomerRef")
        (currency,) = every(invoice, "xmlns:CurrencyRef")
        assert (customer.get("name"), customer.text) == ("Harbour Cafe", "1")
        assert (currency.get("name"), currency.text) == ("United States Dollar", "USD")
        assert text(invoice, "ApplyTaxAfterDiscount") == "false"
        assert len(every(invoice, "xmlns:Line")) == 2


def test_a_model_read_is_changed_and_sent_back_whole(service: Services) -> None:
    customers = service("Customer")
    model = model_of(customers.fetch_by_id("1"))
    after = customers.update({**model, "Notes": "called in May"})
    assert text(after, "Notes") == "called in May"
    assert text(after, "PrimaryEmailAddr/Address") == "accounts@harbourcafe.example.com"
    assert "PrimaryEmailAddr" not in model_of(
        customers.update({key: each for key, each in model_of(after).items() if key != "PrimaryEmailAddr"})
    )


def test_a_sparse_update_has_only_what_changes(service: Services) -> None:
    customers = service("Customer")
    model = {"Id": "1", "SyncToken": "0", "DisplayName": "Harbour House"}
    after = customers.update(model, sparse=True)
    assert text(after, "DisplayName") == "Harbour House"
    assert text(after, "PrimaryEmailAddr/Address") == "accounts@harbourcafe.example.com"


def test_a_name_is_deleted_by_making_it_inactive(service: Services) -> None:
    customers = service("Customer")
    gone = customers.update({**model_of(customers.fetch_by_id("2")), "Active": False}, sparse=True)
    assert text(gone, "Active") == "false"
    assert text(gone, "FullyQualifiedName") == "Northside Dental Group (deleted)"


def test_a_transaction_is_deleted_with_a_status_in_the_answer(service: Services) -> None:
    made = an_invoice(service)
    assert service("Invoice").delete({"Id": text(made, "Id"), "SyncToken": "0", "DocNumber": "1001"})


def test_an_invoice_is_voided_by_its_whole_body(service: Services) -> None:
    voided = service("Invoice").void(model_of(an_invoice(service)))
    assert (text(voided, "PrivateNote"), float(text(voided, "TotalAmt"))) == ("Voided", 0)


def test_a_payment_is_voided_by_include_alone(service: Services) -> None:
    invoice = an_invoice(service)
    voided = service("Payment").void(model_of(a_payment(service, invoice)))
    assert (text(voided, "PrivateNote"), float(text(voided, "TotalAmt"))) == ("Voided", 0)
    assert float(text(service("Invoice").fetch_by_id(text(invoice, "Id")), "Balance")) == 50


def test_a_payments_line_has_its_name_values(service: Services) -> None:
    payment = a_payment(service, an_invoice(service, DocNumber="1033"), 20)
    pairs = every(payment, "xmlns:Line/xmlns:LineEx/xmlns:NameValue")
    told = {text(each, "Name"): text(each, "Value") for each in pairs}
    assert (told["txnOpenBalance"], told["txnReferenceNumber"]) == ("50.00", "1033")


@pytest.mark.parametrize(
    "node",
    ["Account", "Class", "CompanyInfo", "CreditMemo", "CUSTOMER", "Department", "EMPLOYEE", "ITEM", "PAYMENT",
     "PaymentMethod", "Preferences", "SalesReceipt", "TaxAgency", "TaxCode", "TaxRate", "Term", "VENDOR"],
)  # fmt: skip
def test_the_query_of_every_service_is_understood(service: Services, node: str) -> None:
    found = service(node).query()
    assert found.max_results == len(found.entries) or node.isupper()


def test_a_page_says_where_it_stands(service: Services) -> None:
    page = service("Item").query("select * from item", page=2, per_page=3)
    assert (page.start_position, page.max_results) == (4, 3)
    assert [text(each, "Id") for each in page.entries] == ["4", "5", "6"]
    batches = [len(each.entries) for each in service("Item").query_in_batches(per_page=4)]
    assert batches == [4, 4, 4]


def test_a_name_with_a_quote_is_found(service: Services) -> None:
    service("Customer").create({"DisplayName": "O'Neil's"})
    found = service("Customer").find_by("DisplayName", "O\\'Neil\\'s")
    assert [text(each, "DisplayName") for each in found.entries] == ["O'Neil's"]
    assert service("Customer").find_by("DisplayName", "nobody").entries == []


def test_a_count_is_an_attribute(service: Services) -> None:
    assert service("Item").query("select count(*) from Item").total_count == 12


def test_the_same_request_id_makes_one(service: Services, company: Company) -> None:
    model = {"Line": [line()], "CustomerRef": "1"}
    ids = [text(service("Invoice").create(model, request_id="foobar123"), "Id") for _ in range(2)]
    assert ids[0] == ids[1]
    assert len(company.ledger()) == 1


def test_a_batch_says_its_attribute_before_its_items(service: Services) -> None:
    customer = {"DisplayName": "By batch"}
    answers = service("Batch").batch(
        [
            ("1a", "create", "Customer", {"DisplayName": "Printworks & Co"}),
            ("2b", "create", "Customer", customer),
            ("3c", "create", "Invoice", {"Line": [line()], "CustomerRef": "1"}),
        ]
    )
    fault = answers["1a"]
    assert (fault.get("type"), text(fault, "Error/Message")) == (
        "ValidationFault",
        "Duplicate Name Exists Error",
    )
    assert text(answers["2b"], "DisplayName") == "By batch"
    assert float(text(answers["3c"], "TotalAmt")) == 50


def test_changes_are_found_by_their_elements(service: Services) -> None:
    gone = an_invoice(service)
    service("Invoice").delete(model_of(gone))
    kept = an_invoice(service)
    moment = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")
    root = service("Change").since(["Invoice", "Customer", "Bill"], moment)
    invoices = every(root, "//xmlns:Invoice")
    assert [text(each, "Id") for each in invoices] == [text(kept, "Id"), text(gone, "Id")]
    assert [each.get("status") for each in invoices] == [None, "Deleted"]
    assert text(invoices[1], "MetaData/LastUpdatedTime")
    pages = every(root, "//xmlns:CDCResponse/xmlns:QueryResponse")
    assert [each.get("totalCount") for each in pages] == ["2", "6", None]
    assert datetime.fromisoformat(str(root.get("time"))).tzinfo


def test_a_fault_tells_type_code_message_and_detail(service: Services) -> None:
    customers = service("Customer")
    with pytest.raises(IntuitRequestError) as caught:
        customers.create({"DisplayName": "Harbour Cafe"})
    error = caught.value
    assert (error.status, error.type, error.code) == (400, "ValidationFault", "6240")
    assert (error.message, error.detail) == (
        "Duplicate Name Exists Error",
        "The name supplied already exists. : Id=1",
    )
    assert customers.last_intuit_tid


@pytest.mark.parametrize("status", [429, 403])
def test_a_throttle_says_so_in_its_message(service: Services, company: Company, status: int) -> None:
    company.fault({"kind": "throttle", "status": status})
    with pytest.raises(IntuitRequestError) as caught:
        service("Customer").query()
    assert (caught.value.status, caught.value.code) == (status, "3001")
    assert "ThrottleExceeded" in caught.value.message


def test_an_invoice_is_sent_and_says_so(service: Services) -> None:
    sent = service("Invoice").send(text(an_invoice(service), "Id"), "test@example.com")
    assert text(sent, "EmailStatus") == "EmailSent"
    assert text(sent, "DeliveryInfo/DeliveryType") == "Email"
    assert datetime.fromisoformat(text(sent, "DeliveryInfo/DeliveryTime")).tzinfo
    assert text(sent, "BillEmail/Address") == "test@example.com"


def test_a_pdf_is_asked_for_by_accept(service: Services) -> None:
    assert service("Invoice").pdf(text(an_invoice(service), "Id")).startswith(b"%PDF-")


def test_a_file_goes_up_before_what_is_said_of_it(service: Services) -> None:
    tie = {"EntityRef": ("1", "", "Customer")}
    said = {"AttachableRef": tie, "FileName": "monkey.jpg", "Note": "A note"}
    made = service("Upload").upload("monkey.jpg", b"\xff\xd8jpeg", "image/jpeg", said)
    assert (text(made, "Note"), text(made, "FileName")) == ("A note", "monkey.jpg")
    assert text(made, "AttachableRef/EntityRef") == "1"


@pytest.mark.parametrize("custom", [True, False])
def test_a_document_numbers_itself_when_asked_by_an_empty_element(
    service: Services, company: Company, *, custom: bool
) -> None:
    """The element is a boolean, and an empty one is none: the company's preference decides."""
    company.settings(preferences={"SalesFormsPrefs": {"CustomTxnNumbers": custom}})
    number = text(an_invoice(service, AutoDocNumber=""), "DocNumber")
    assert number == ("" if custom else "1001")


def test_the_oauth2_gem_gets_its_tokens(http: httpx.Client, company: Company) -> None:
    """Its first version puts the credentials into the form; a disconnect is a form with Basic ones."""
    opened = company.opened
    form = {"client_id": opened["client_id"], "client_secret": opened["client_secret"]}
    form |= {"grant_type": "refresh_token", "refresh_token": opened["refresh_token"]}
    answer = http.post(urlsplit(opened["token_url"]).path, data=form).json()
    service = Service(http, company.realm_id, answer["access_token"], "Customer")
    assert service.fetch_by_id("1") is not None
    basic = httpx.BasicAuth(opened["client_id"], opened["client_secret"])
    path = urlsplit(opened["revoke_url"]).path
    assert http.post(
        f"{path}?minorversion=75", data={"token": answer["refresh_token"]}, auth=basic
    ).is_success
    with pytest.raises(IntuitRequestError) as caught:
        service.fetch_by_id("1")
    assert caught.value.status == 401
