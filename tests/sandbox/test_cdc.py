"""Change data capture: what changed since a moment, and what was deleted."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.sandbox.company import Body, Company, held
from tests.sandbox.elements import element, found, posted


def changes(company: Company, entities: str, since: str = "") -> list[Body]:
    moment = since or (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    answer = company.call("GET", "cdc", params={"entities": entities, "changedSince": moment})
    assert answer.status_code == 200, answer.text
    (response,) = answer.json()["CDCResponse"]
    pages: list[Body] = response["QueryResponse"]
    return pages


def refused(company: Company, **parameters: str) -> list[Body]:
    answer: httpx.Response = company.call("GET", "cdc", params=parameters)
    assert answer.status_code == 400, answer.text
    errors: list[Body] = answer.json()["Fault"]["Error"]
    return errors


def test_each_entity_has_its_page_in_the_order_asked_for(company: Company) -> None:
    invoice = company.invoice(10)
    payments, invoices, deposits = changes(company, "Payment,Invoice,Deposit")
    assert (payments, deposits) == ({}, {})
    assert [each["Id"] for each in invoices["Invoice"]] == [invoice["Id"]]
    assert (invoices["startPosition"], invoices["maxResults"], invoices["totalCount"]) == (1, 1, 1)


def test_an_entity_may_be_named_in_any_case(company: Company) -> None:
    company.invoice(10)
    assert [each.keys() >= {"Invoice"} for each in changes(company, "invoice, TERM")] == [True, False]


def test_only_what_changed_since_is_told(company: Company) -> None:
    stored = company.read("Customer", "1")
    company.settings(clock_offset=3000)
    company.post("Customer", held(stored, Notes="changed"))
    since = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    (page,) = changes(company, "Customer", since)
    assert [each["Id"] for each in page["Customer"]] == ["1"]


def test_changes_come_in_the_order_they_were_made(company: Company) -> None:
    first, second = company.invoice(10), company.invoice(20)
    company.settings(clock_offset=60)
    company.post("Invoice", held(first, PrivateNote="later"))
    (page,) = changes(company, "Invoice")
    assert [each["Id"] for each in page["Invoice"]] == [second["Id"], first["Id"]]


def test_the_deleted_come_last_with_no_more_than_their_id(company: Company) -> None:
    gone = company.invoice(10)
    company.post("Invoice", held(gone), operation="delete")
    company.settings(clock_offset=60)
    kept = company.invoice(20)
    (page,) = changes(company, "Invoice")
    assert [each["Id"] for each in page["Invoice"]] == [kept["Id"], gone["Id"]]
    stub = page["Invoice"][-1]
    assert stub["MetaData"].keys() == {"LastUpdatedTime"}
    assert stub | {"MetaData": None} == {
        "domain": "QBO", "status": "Deleted", "Id": gone["Id"], "MetaData": None
    }  # fmt: skip


def test_an_inactive_name_is_a_changed_one(company: Company) -> None:
    company.edit("inactivate", entity="Customer", id="1")
    (page,) = changes(company, "Customer")
    assert {each["Id"]: each["Active"] for each in page["Customer"]}["1"] is False


def test_a_thousand_objects_are_the_most(company: Company) -> None:
    body = {"CustomerRef": {"value": "1"}, "TotalAmt": 1}
    for _ in range(35):
        items = [{"bId": str(each), "operation": "create", "Payment": body} for each in range(30)]
        company.batch(*items)
    payments, customers = changes(company, "Payment,Customer")
    assert len(payments["Payment"]) == 1000
    assert customers == {}


def test_it_is_a_read(company: Company) -> None:
    changes(company, "Invoice")
    assert company.control("GET", "/calls")["reads"] == 1


@pytest.mark.parametrize("zone", ["", "Z", "+02:00", " 02:00", "-07:00"])
def test_a_moment_may_have_a_zone(company: Company, zone: str) -> None:
    company.invoice(10)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).replace(tzinfo=None).isoformat(timespec="seconds")
    (page,) = changes(company, "Invoice", yesterday + zone)
    assert page["maxResults"] == 1


def test_a_day_is_a_moment(company: Company) -> None:
    company.invoice(10)
    (page,) = changes(company, "Invoice", str((datetime.now(UTC) - timedelta(days=2)).date()))
    assert page["maxResults"] == 1


def test_what_is_missing_is_named(company: Company) -> None:
    assert {each["element"] for each in refused(company)} == {"entities", "changedSince"}
    assert {each["code"] for each in refused(company)} == {"2020"}


def test_every_stranger_is_named(company: Company) -> None:
    errors = refused(company, entities="Unicorn,Invoice,TaxCode,Preferences", changedSince="2026-01-01")
    assert {each["code"] for each in errors} == {"2000"}
    assert [each["Detail"].rpartition(" ")[2] for each in errors] == ["Unicorn", "TaxCode", "Preferences"]


def test_what_is_no_date_is_refused(company: Company) -> None:
    (error,) = refused(company, entities="Invoice", changedSince="last week")
    assert (error["code"], error["element"]) == ("2060", "changedSince")


def test_thirty_days_back_is_the_furthest(company: Company) -> None:
    now = datetime.now(UTC)
    changes(company, "Invoice", (now - timedelta(days=29, hours=23)).isoformat())
    (error,) = refused(company, entities="Invoice", changedSince=(now - timedelta(days=31)).isoformat())
    assert (error["code"], error["Message"]) == ("500", "Unsupported Operation")
    assert error["Detail"].endswith("which is older than fixed days is not supported.")


def test_it_answers_in_xml(company: Company) -> None:
    company.invoice(10)
    moment = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    parameters = {"entities": "Payment,Invoice", "changedSince": moment}
    answer = company.call("GET", "cdc", params=parameters, headers={"Accept": "application/xml"})
    assert "<CDCResponse><QueryResponse/><QueryResponse " in answer.text
    assert 'totalCount="1"><Invoice domain="QBO" sparse="false"><Id>' in answer.text


def captured_in_batch(company: Company, asked: object) -> Body:
    (response,) = company.batch({"bId": "7", "CDCQuery": asked})
    assert response["bId"] == "7"
    return response


def test_a_batch_captures_changes_too(company: Company) -> None:
    invoice = company.invoice(10)
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    response = captured_in_batch(company, {"Entities": "Payment,Invoice", "ChangedSince": since})
    payments, invoices = response["CDCResponse"]["QueryResponse"]
    assert payments == {}
    assert [each["Id"] for each in invoices["Invoice"]] == [invoice["Id"]]


@pytest.mark.parametrize(
    ("asked", "codes", "elements"),
    [
        ({}, {"2020"}, {"Entities", "ChangedSince"}),
        ({"Entities": "Invoice"}, {"2020"}, {"ChangedSince"}),
        ({"Entities": "Unicorn", "ChangedSince": "2026-01-01"}, {"2000"}, {"Entities"}),
        ({"Entities": "Invoice", "ChangedSince": "soon"}, {"2060"}, {"ChangedSince"}),
        ({"Entities": "Invoice", "ChangedSince": "1999-01-01"}, {"500"}, {""}),
        ("Invoice", {"2010"}, {"CDCQuery"}),
    ],
    ids=["nothing", "no moment", "a stranger", "no date", "too long ago", "a text"],
)
def test_what_a_batch_cannot_capture_is_refused(
    company: Company, asked: object, codes: set[str], elements: set[str]
) -> None:
    errors = captured_in_batch(company, asked)["Fault"]["Error"]
    assert {each["code"] for each in errors} == codes
    assert {each["element"] for each in errors} == elements


def test_a_batch_captures_changes_in_xml(company: Company) -> None:
    company.invoice(10)
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    items = (
        f'<BatchItemRequest bId="{bid}"><CDCQuery><Entities>Payment,Invoice</Entities>'
        f"<ChangedSince>{moment}</ChangedSince></CDCQuery></BatchItemRequest>"
        for bid, moment in (("c", since), ("d", "2020-01-01"))
    )
    answer = posted(company, "batch", element("IntuitBatchRequest", "".join(items)))
    pages = found(answer, "BatchItemResponse/CDCResponse/QueryResponse")
    assert [each.get("totalCount") for each in pages] == [None, "1"]
    assert [each.get("bId") for each in found(answer, "BatchItemResponse")] == ["c", "d"]
    assert [each.get("code") for each in found(answer, "BatchItemResponse/Fault/Error")] == ["500"]


def test_a_fault_rule_finds_a_capture_in_a_batch(company: Company) -> None:
    company.fault({"kind": "fault", "code": "10000"}, match={"operation": "cdc"})
    response = captured_in_batch(company, {"Entities": "Invoice", "ChangedSince": "2026-01-01"})
    assert response["Fault"]["Error"][0]["code"] == "10000"
