"""What Intuit's PHP SDK needs of an answer, asked for as it asks."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.sandbox.clients.php_sdk import Bound, DataService, LastError, asking, creating
from tests.sandbox.company import Company

GOLD = {"value": "3", "name": "Gold Membership"}


@pytest.fixture
def service(company: Company) -> DataService:
    return DataService(company.http, company.realm_id, company.opened["access_token"])


def line(amount: float = 100, **fields: Any) -> Bound:
    detail = {"ItemRef": GOLD, "Qty": 1, "UnitPrice": amount}
    return {**fields, "Amount": amount, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}


def an_invoice(service: DataService, amount: float = 100, **fields: Any) -> Bound:
    return service.add("Invoice", {"Line": [line(amount)], "CustomerRef": {"value": "1"}, **fields})


def a_payment(service: DataService, invoice: Bound) -> Bound:
    tie = {"TxnId": invoice["Id"], "TxnType": "Invoice"}
    applied = {"Amount": invoice["Balance"], "LinkedTxn": [tie]}
    fields = {"CustomerRef": {"value": "1"}, "TotalAmt": invoice["Balance"], "Line": [applied]}
    return service.add("Payment", fields)


def test_an_added_object_comes_back_under_its_name(service: DataService) -> None:
    made = an_invoice(
        service, 1200.5, DocNumber="P-1", TxnDate="2026-03-02", CustomerMemo={"value": "Thanks & <bye>"}
    )
    assert (made["DocNumber"], made["TotalAmt"], made["CustomerRef"]) == ("P-1", "1200.50", "1")
    assert made["CustomerMemo"] == "Thanks & <bye>"
    assert [each["DetailType"] for each in made["Line"]] == ["SalesItemLineDetail", "SubTotalLineDetail"]
    assert service.find_by_id("Invoice", made["Id"]) == made


def test_a_list_of_one_is_read_as_the_one(service: DataService) -> None:
    payment = a_payment(service, an_invoice(service))
    assert payment["Line"]["LinkedTxn"]["TxnType"] == "Invoice"


def test_every_object_can_be_read_changed_and_sent_back_whole(service: DataService) -> None:
    for name in (
        "Account",
        "Class",
        "Customer",
        "Department",
        "Employee",
        "Item",
        "PaymentMethod",
        "Term",
        "Vendor",
    ):
        held = (service.find_all(name) or [])[0]
        after = service.update(name, held)
        volatile = {"SyncToken", "MetaData"}
        assert {key: after[key] for key in after if key not in volatile} == {
            key: held[key] for key in held if key not in volatile
        }


def test_a_whole_object_without_a_field_clears_it_and_a_sparse_one_keeps_it(service: DataService) -> None:
    held = service.find_by_id("Customer", "1")
    kept = service.update(
        "Customer", {"Id": "1", "SyncToken": held["SyncToken"], "sparse": "true", "Notes": "x"}
    )
    assert (kept["Notes"], kept["PrimaryEmailAddr"]) == ("x", held["PrimaryEmailAddr"])
    whole = {key: value for key, value in kept.items() if key != "PrimaryEmailAddr"}
    assert "PrimaryEmailAddr" not in service.update("Customer", whole)


def test_a_boolean_at_the_top_is_an_empty_element_and_states_nothing(service: DataService) -> None:
    """The SDK writes `true` and `false` alike; only the strings arrive."""
    held = service.find_by_id("Customer", "2")
    same = service.update("Customer", {**held, "Active": False, "Taxable": True, "sparse": True})
    assert (same["Active"], same["Taxable"]) == (held["Active"], held["Taxable"])
    gone = service.update("Customer", {**same, "Active": "false"})
    assert (gone["Active"], gone["DisplayName"]) == ("false", f"{held['DisplayName']} (deleted)")
    still_gone = service.update("Customer", {**gone, "Active": True, "sparse": "true"})
    assert still_gone["Active"] == "false"


def test_an_empty_text_at_the_top_clears_it(service: DataService) -> None:
    held = service.update("Customer", {**service.find_by_id("Customer", "1"), "Notes": "here"})
    assert "Notes" not in service.update("Customer", {**held, "Notes": "", "sparse": "true"})


def test_a_payment_is_voided_by_an_update_with_its_whole_body(service: DataService) -> None:
    invoice = an_invoice(service)
    payment = a_payment(service, invoice)
    assert service.find_by_id("Invoice", invoice["Id"])["Balance"] == "0"
    voided = service.void("Payment", service.find_by_id("Payment", payment["Id"]))
    assert (voided["TotalAmt"], voided["PrivateNote"]) == ("0", "Voided")
    assert service.find_by_id("Invoice", invoice["Id"])["Balance"] == "100.00"


def test_a_payment_is_voided_by_its_id_as_the_samples_do(service: DataService) -> None:
    payment = a_payment(service, an_invoice(service))
    body = {"SyncToken": payment["SyncToken"], "Id": {"value": payment["Id"]}, "sparse": True}
    assert service.void("Payment", body)["TotalAmt"] == "0"


@pytest.mark.parametrize("name", ["Invoice", "SalesReceipt"])
def test_a_sales_form_is_voided_then_deleted(service: DataService, name: str) -> None:
    made = service.add(name, {"CustomerRef": {"value": "1"}, "Line": [line()]})
    voided = service.void(name, made)
    assert (voided["TotalAmt"], voided["PrivateNote"]) == ("0", "Voided")
    assert service.delete(name, voided) == {"Id": made["Id"]}
    with pytest.raises(LastError) as caught:
        service.find_by_id(name, made["Id"])
    assert (caught.value.status, caught.value.code) == (400, "610")


def test_a_query_is_a_text_and_its_page_is_read_whole(service: DataService) -> None:
    found = service.query("SELECT * FROM Item", 2, 3)
    assert found is not None
    assert [each["Id"] for each in found] == ["2", "3", "4"]
    assert service.query("SELECT * FROM Invoice WHERE DocNumber = 'none'") is None
    assert service.count("SELECT COUNT(*) FROM Item") == 12


def test_pages_are_walked_to_their_end(service: DataService) -> None:
    pages = [service.find_all("Customer", page, 2) for page in (1, 2, 3, 4)]
    assert [len(page or []) for page in pages] == [2, 2, 1, 0]


def test_the_company_and_its_preferences_are_read_and_changed(service: DataService) -> None:
    assert service.company_info()["CompanyName"] == "Bayside Chamber of Commerce"
    assert (service.find_all("CompanyInfo") or [])[0]["Id"] == "1"
    preferences = service.company_preferences()
    preferences["SalesFormsPrefs"]["CustomTxnNumbers"] = "false"
    assert service.update("Preferences", preferences)["SalesFormsPrefs"]["CustomTxnNumbers"] == "false"


def test_a_batch_mixes_a_query_and_operations_and_its_faults(service: DataService, company: Company) -> None:
    customer = (service.find_all("Customer") or [])[0]
    invoice = {"CustomerRef": {"value": "1"}, "Line": [line(1), line(2)]}
    noted = {**customer, "Notes": "by batch", "sparse": True}
    answers = service.batch(
        [
            asking("queryTerms", "select * from Term"),
            creating("CreateInvoiceOfTwoLines", "Create", "Invoice", invoice),
            creating("UpdateCustomer", "Update", "Customer", noted),
            creating("taken", "Create", "Customer", {"DisplayName": "Printworks & Co"}),
        ]
    )
    kind, terms = answers["queryTerms"]
    assert (kind, len(terms)) == ("query", 4)
    kind, made = answers["CreateInvoiceOfTwoLines"]
    assert (kind, made["TotalAmt"]) == ("Invoice", "3.00")
    assert answers["UpdateCustomer"][1]["Notes"] == "by batch"
    assert answers["taken"] == ("exception", [("6240", "Duplicate Name Exists Error")])
    assert len(company.ledger()) == 2


def test_a_batch_of_deletes_tells_what_is_deleted(service: DataService) -> None:
    held = an_invoice(service)
    assert service.batch([creating("d", "Delete", "Invoice", held)]) == {"d": ("Invoice", {"Id": held["Id"]})}


@pytest.mark.parametrize("zone", ["", "Z", "+00:00", "-08:00"])
def test_changes_come_in_the_order_asked_one_answer_for_each(service: DataService, zone: str) -> None:
    gone, kept = an_invoice(service), an_invoice(service)
    service.delete("Invoice", gone)
    since = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%S}{zone}"
    changes = service.cdc(["Estimate", "Invoice", "Customer"], since)
    assert changes["Estimate"] == []
    assert [each["Id"] for each in changes["Invoice"]] == [kept["Id"], gone["Id"]]
    assert set(changes["Invoice"][1]) == {"Id", "MetaData"}
    assert len(changes["Customer"]) == 6


def test_a_fault_is_parsed_to_type_code_message_and_detail(service: DataService) -> None:
    with pytest.raises(LastError) as caught:
        service.add("Customer", {"DisplayName": "Harbour Cafe"})
    error = caught.value
    assert (error.status, error.type, error.code) == (400, "ValidationFault", "6240")
    assert (error.message, error.detail) == (
        "Duplicate Name Exists Error",
        "The name supplied already exists. : Id=1",
    )
    assert error.intuit_tid


def test_a_dead_token_is_a_fault_in_xml(service: DataService, company: Company) -> None:
    company.settings(clock_offset=3601)
    with pytest.raises(LastError) as caught:
        service.company_info()
    assert (caught.value.status, caught.value.type, caught.value.code) == (401, "AUTHENTICATION", "3200")


def test_a_file_goes_up_with_what_is_said_of_it(service: DataService) -> None:
    bits = b64encode(b"\xff\xd8" + b"jpeg" * 40).decode()
    chunked = "".join(f"{bits[start : start + 76]}\r\n" for start in range(0, len(bits), 76))
    tie = {"EntityRef": {"value": "1", "type": "Customer"}}
    fields = {"FileName": "wharf.jpg", "AttachableRef": [tie], "Category": "Image", "Tag": "Tag 1"}
    made = service.upload(chunked, "wharf.jpg", "image/jpeg", fields)["Attachable"]
    assert (made["FileName"], made["Tag"], made["AttachableRef"]["EntityRef"]) == ("wharf.jpg", "Tag 1", "1")
    assert service.find_by_id("Attachable", made["Id"]) == made


def test_a_pdf_is_a_pdf_and_a_missing_one_a_fault(service: DataService) -> None:
    assert service.download_pdf("Invoice", an_invoice(service)["Id"]).startswith(b"%PDF-")
    with pytest.raises(LastError) as caught:
        service.download_pdf("Invoice", "9999")
    assert (caught.value.status, caught.value.code) == (400, "610")


def test_an_invoice_is_sent_without_a_body_and_comes_back_sent(service: DataService) -> None:
    invoice = an_invoice(service)
    sent = service.send_email("Invoice", invoice["Id"], "dues+2026@example.com")
    assert (sent["EmailStatus"], sent["BillEmail"]) == ("EmailSent", {"Address": "dues+2026@example.com"})
    assert service.send_email("Invoice", invoice["Id"])["DeliveryInfo"]["DeliveryType"] == "Email"


@pytest.mark.parametrize("format_", ["gzip", "deflate"])
def test_a_compressed_body_is_read(company: Company, format_: str) -> None:
    service = DataService(company.http, company.realm_id, company.opened["access_token"], compression=format_)
    assert (
        service.add("Customer", {"DisplayName": "Compressed & small"})["DisplayName"] == "Compressed & small"
    )


def test_oauth_takes_the_login_helpers_calls(http: httpx.Client, company: Company) -> None:
    basic = httpx.BasicAuth(company.opened["client_id"], company.opened["client_secret"])
    headers = {"Accept": "application/json", "x-include-refresh-token-hard-expires-in": "true"}
    form = {"grant_type": "refresh_token", "refresh_token": company.opened["refresh_token"]}
    answer = http.post("/oauth2/v1/tokens/bearer", data=form, auth=basic, headers=headers).json()
    needed = ("expires_in", "refresh_token", "x_refresh_token_expires_in", "access_token")
    assert all(answer[each] for each in (*needed, "x_refresh_token_hard_expires_in"))
    service = DataService(http, company.realm_id, answer["access_token"])
    assert service.company_info()["Id"] == "1"
    revoked = http.post(
        "/v2/oauth2/tokens/revoke", json={"token": answer["refresh_token"]}, auth=basic, headers=headers
    )
    assert revoked.status_code == 200
    with pytest.raises(LastError) as caught:
        service.company_info()
    assert caught.value.status == 401
