"""What nobody could verify of QBO is a setting: what each of its values does to the protocol."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.sandbox.company import Company, an_invoice, held


def test_another_body_under_a_request_id_is_refused(company: Company) -> None:
    company.settings(request_ids={"different_body": "refuse"})
    first = company.post("Invoice", an_invoice(), requestid="one")
    assert company.refused("Invoice", an_invoice(DocNumber="7"), requestid="one")["code"] == "600"
    assert company.refused("Customer", an_invoice(), requestid="one")["code"] == "600"
    assert company.post("Invoice", an_invoice(), requestid="one") == first
    assert len(company.ledger()) == 1


def test_another_body_under_a_request_id_is_executed(company: Company) -> None:
    company.settings(request_ids={"different_body": "execute"})
    first = company.post("Invoice", an_invoice(), requestid="one")
    second = company.post("Invoice", an_invoice(PrivateNote="other"), requestid="one")
    assert second["Id"] != first["Id"]
    assert company.post("Invoice", an_invoice(PrivateNote="other"), requestid="one") == second


@pytest.mark.parametrize(("choice", "made"), [("replay", 1), ("refuse", 1), ("execute", 2)])
def test_another_item_under_its_request_id_is_the_same_matter(
    company: Company, choice: str, made: int
) -> None:
    company.settings(request_ids={"different_body": choice})
    item = {"bId": "1", "operation": "create", "Invoice": an_invoice()}
    company.batch(item, requestid="b")
    (answer,) = company.batch({**item, "Invoice": an_invoice(PrivateNote="other")}, requestid="b")
    assert ("Fault" in answer) == (choice == "refuse")
    assert len(company.ledger()) == made


@pytest.mark.parametrize(("choice", "code"), [("shared", None), ("documented", "2130")])
def test_a_short_request_id_leaves_an_item_no_longer_id(
    company: Company, choice: str, code: str | None
) -> None:
    company.settings(request_ids={"batch_lengths": choice})
    item = {"bId": "eleven char", "operation": "create", "Invoice": an_invoice()}
    (answer,) = company.batch(item, requestid="short")
    assert answer.get("Fault", {"Error": [{"code": None}]})["Error"][0]["code"] == code
    assert company.batch({**item, "bId": "ten chars."}, requestid="short")[0]["Invoice"]["Id"]


@pytest.mark.parametrize(("choice", "order"), [("as_sent", ["a", "b"]), ("reversed", ["b", "a"])])
def test_a_batch_promises_no_order(company: Company, choice: str, order: list[str]) -> None:
    company.settings(batch_order=choice)
    items = [{"bId": each, "operation": "create", "Customer": {"DisplayName": each}} for each in "ab"]
    assert [each["bId"] for each in company.batch(*items)] == order
    assert [each["object"]["DisplayName"] for each in company.ledger()] == order


@pytest.mark.parametrize(
    ("choice", "statuses"), [("fault", [400, 400, 400, 400]), ("status", [404, 404, 405, 415])]
)
def test_what_is_not_there_has_a_status(company: Company, choice: str, statuses: list[int]) -> None:
    company.settings(unsupported=choice)
    answers: list[httpx.Response] = [
        company.call("GET", "unicorn/1"),
        company.call("POST", "unicorn", json={}),
        company.call("DELETE", "query"),
        company.call("POST", "customer", content=b"a,b", headers={"Content-Type": "text/csv"}),
    ]
    assert [each.status_code for each in answers] == statuses
    assert {each.json()["Fault"]["Error"][0]["code"] for each in answers} == {"500"}


@pytest.mark.parametrize(
    ("choice", "customers", "payments"),
    [
        ("usual", ["1", "2", "3", "4", "5"], ["3", "2", "1"]),
        ("oldest_first", ["1", "2", "3", "4", "5"], ["1", "2", "3"]),
        ("newest_first", ["5", "4", "3", "2", "1"], ["3", "2", "1"]),
        ("shuffled", ["2", "3", "1", "5", "4"], ["2", "3", "1"]),
    ],
)
def test_a_query_that_names_no_order_gets_one(
    company: Company, choice: str, customers: list[str], payments: list[str]
) -> None:
    for _ in range(3):
        company.payment(10)
    company.settings(query_order=choice)
    found = company.query("select Id from Customer")["Customer"]
    paid = company.query("select Id from Payment")["Payment"]
    assert [each["Id"] for each in found] == customers
    assert [each["Id"] for each in paid] == payments
    named = company.query("select Id from Payment orderby Id desc")["Payment"]
    assert [each["Id"] for each in named] == ["3", "2", "1"]


@pytest.mark.parametrize(("choice", "found"), [("inclusive", 1), ("exclusive", 0)])
def test_the_moment_of_a_change_counts_or_not(company: Company, choice: str, found: int) -> None:
    moment = company.invoice(10)["MetaData"]["LastUpdatedTime"]
    company.settings(cdc={"boundary": choice})
    answer = company.call("GET", "cdc", params={"entities": "Invoice", "changedSince": moment}).json()
    assert len(answer["CDCResponse"][0]["QueryResponse"][0].get("Invoice", [])) == found


@pytest.mark.parametrize(("choice", "found"), [("utc", 1), ("company", 0)])
def test_a_moment_without_a_zone_is_somewhere(company: Company, choice: str, found: int) -> None:
    company.invoice(10)
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).replace(tzinfo=None).isoformat(timespec="seconds")
    company.settings(cdc={"zone": choice})
    answer = company.call("GET", "cdc", params={"entities": "Invoice", "changedSince": hour_ago}).json()
    assert len(answer["CDCResponse"][0]["QueryResponse"][0].get("Invoice", [])) == found


def test_a_setting_is_one_of_its_values(company: Company) -> None:
    url = f"/_sandbox/realms/{company.realm_id}/settings"
    for wrong in ({"query_order": "random"}, {"cdc": {"boundary": "fuzzy"}}, {"voided_prefix": ""}):
        assert company.http.patch(url, json=wrong).status_code == 422


def test_an_empty_text_in_a_sparse_update_clears(company: Company) -> None:
    stored = company.read("Customer", "1")
    assert "CompanyName" not in company.post("Customer", held(stored, CompanyName=""))


def test_an_empty_text_in_a_sparse_update_is_ignored(company: Company) -> None:
    company.settings(empty_strings="ignore")
    stored = company.read("Customer", "1")
    kept = company.post("Customer", held(stored, CompanyName="", Notes=None))
    assert kept["CompanyName"] == "Harbour Cafe"
