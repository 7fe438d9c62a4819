"""The control side: ledger, calls, fault rules, settings and what people do in QBO."""

import httpx
import pytest

from tests.sandbox.company import Body, Company, held, line, ref

INVOICE = {"CustomerRef": ref("1"), "Line": [line(10)]}


def test_a_company_is_opened_with_all_a_client_needs(company: Company) -> None:
    assert company.opened.keys() >= {
        "realm_id", "name", "client_id", "client_secret", "access_token", "refresh_token"
    }  # fmt: skip


def test_a_company_is_opened_under_a_given_id_with_preferences(http: httpx.Client) -> None:
    opened = Company.open(
        http,
        realm_id="4620816365",
        name="Rowing Club",
        preferences={"SalesFormsPrefs": {"AutoApplyCredit": True}},
    )
    assert opened.read("CompanyInfo", "4620816365")["CompanyName"] == "Rowing Club"
    preferences = opened.call("GET", "preferences").json()["Preferences"]
    assert preferences["SalesFormsPrefs"]["AutoApplyCredit"] is True
    assert preferences["SalesFormsPrefs"]["CustomTxnNumbers"] is True
    assert opened.ledger() == []
    opened.close()


def test_an_empty_company_can_be_invoiced_in(http: httpx.Client) -> None:
    empty = Company.open(http, seed="empty")
    customer = empty.customer()
    made = empty.post("Invoice", {"CustomerRef": ref(customer["Id"]), "Line": [line(10, item="1")]})
    assert made["DocNumber"] == "1001"
    empty.close()


def test_the_ledger_tells_every_operation_once(company: Company) -> None:
    made = company.post("Invoice", INVOICE, requestid="r-1")
    company.post("Invoice", held(made), operation="void")
    created, voided = company.ledger()
    assert (created["sequence"], created["operation"], created["entity"], created["id"]) == (
        1, "create", "Invoice", made["Id"]
    )  # fmt: skip
    assert (created["request_id"], created["object"]) == ("r-1", made)
    assert created["intuit_tid"]
    assert voided["operation"] == "void"
    assert company.control("GET", "/ledger?after=1")["entries"] == [voided]


def test_calls_count_reads_and_writes_apart(company: Company) -> None:
    company.customer()
    company.read("Customer", "1")
    company.query("select * from Term")
    seen = company.control("GET", "/calls")
    assert (seen["reads"], seen["writes"]) == (2, 1)
    assert [each["status"] for each in seen["calls"]] == [200, 200, 200]
    assert [each["in_flight"] for each in seen["calls"]] == [False] * 3


def test_a_reset_brings_the_seed_back_and_keeps_the_tokens(company: Company) -> None:
    company.customer("Gone Soon")
    company.control("POST", "/reset")
    assert company.query("select count(*) from Customer where DisplayName = 'Gone Soon'") == {"totalCount": 0}
    assert company.ledger() == []


@pytest.mark.parametrize(
    ("action", "status", "content"),
    [
        ({"kind": "throttle"}, 429, "errorCode=003001; statusCode=429"),
        ({"kind": "throttle", "status": 403}, 403, "statusCode=403"),
        ({"kind": "throttle", "format": "json"}, 429, '"Fault"'),
        ({"kind": "throttle", "format": "gateway_json"}, 429, '"fault"'),
        ({"kind": "http", "status": 502, "body": "<html>", "content_type": "text/html"}, 502, "<html>"),
        ({"kind": "html"}, 503, "503 Service Temporarily Unavailable"),
        ({"kind": "empty"}, 200, ""),
        ({"kind": "text"}, 504, "stream timeout"),
        ({"kind": "fault", "code": "6000", "detail": "Business Validation Error: no"}, 400, "Error: no"),
        ({"kind": "fault", "code": "10000"}, 500, "SystemFault"),
        ({"kind": "fault", "code": "3200"}, 401, "AuthenticationFailed"),
    ],
    ids=lambda each: each["kind"] if isinstance(each, dict) else None,
)
@pytest.mark.parametrize("commits", [False, True], ids=["before", "after commit"])
def test_a_rule_spoils_the_answer(
    company: Company, action: Body, status: int, content: str, commits: object
) -> None:
    company.fault({**action, "after": "commit"} if commits else action, times=1)
    answer = company.call("POST", "invoice", json=INVOICE)
    assert answer.status_code == status
    assert content in answer.text
    assert len(company.ledger()) == bool(commits)
    assert company.call("POST", "invoice", json=INVOICE).status_code == 200


def test_a_throttle_can_say_when_to_come_back(company: Company) -> None:
    company.fault({"kind": "throttle", "retry_after": 7})
    answer = company.call("GET", "customer/1")
    assert answer.headers["retry-after"] == "7"
    assert answer.headers["content-type"].startswith("application/xml")
    assert answer.text.startswith("<?xml")


@pytest.mark.parametrize("commits", [False, True], ids=["before", "after commit"])
def test_a_dropped_connection_loses_the_answer(company: Company, commits: object) -> None:
    company.fault({"kind": "drop", "after" if commits else "before": "commit"}, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        company.call("POST", "invoice", json=INVOICE)
    assert len(company.ledger()) == bool(commits)
    assert company.control("GET", "/calls")["calls"][0]["status"] == 0


def test_a_truncated_answer_was_executed(company: Company) -> None:
    company.fault({"kind": "truncate"}, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        company.call("POST", "invoice", json=INVOICE)
    assert len(company.ledger()) == 1


def test_a_slow_answer_arrives_whole(company: Company) -> None:
    company.fault({"kind": "slow", "seconds": 0.05}, times=1)
    assert company.post("Invoice", INVOICE)["TotalAmt"] == 10


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_delayed_answer_is_late_and_whole(company: Company, moment: str) -> None:
    company.fault({"kind": "delay", "seconds": 0.05, moment: "commit"}, times=1)
    assert company.post("Invoice", INVOICE)["TotalAmt"] == 10


def test_a_rule_strikes_only_what_it_matches(company: Company) -> None:
    company.fault(
        {"kind": "html"},
        match={"method": "POST", "entity": "Invoice", "operation": "create", "body_contains": "B-77"},
    )
    company.post("Invoice", {**INVOICE, "DocNumber": "B-76"})
    company.query("select * from Invoice")
    assert company.call("POST", "invoice", json={**INVOICE, "DocNumber": "B-77"}).status_code == 503


def test_a_rule_skips_then_strikes_so_many_times(company: Company) -> None:
    company.fault({"kind": "html"}, skip=1, times=2)
    statuses = [company.call("GET", "customer/1").status_code for _ in range(5)]
    assert statuses == [200, 503, 503, 200, 200]


def test_chance_is_repeatable_by_its_seed(company: Company) -> None:
    runs = []
    for _ in range(2):
        rule = company.fault({"kind": "html"}, probability=0.5, seed=7)
        runs.append([company.call("GET", "customer/1").status_code for _ in range(20)])
        company.http.delete(f"/_sandbox/faults/{rule}")
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 503}


def test_a_fault_on_an_entity_strikes_one_item_of_a_batch(company: Company) -> None:
    company.fault(
        {"kind": "fault", "code": "6000"}, match={"entity": "Invoice", "body_contains": "B-2"}, times=1
    )
    items = [
        {"bId": number, "operation": "create", "Invoice": {**INVOICE, "DocNumber": number}}
        for number in ("B-1", "B-2")
    ]
    assert ["Fault" in each for each in company.batch(*items)] == [False, True]


def test_a_lost_answer_on_an_entity_loses_the_whole_batch(company: Company) -> None:
    company.fault(
        {"kind": "empty", "after": "commit"}, match={"entity": "Invoice", "operation": "create"}, times=1
    )
    items = [{"bId": "1", "operation": "create", "Invoice": INVOICE}]
    assert company.call("POST", "batch", json={"BatchItemRequest": items}).content == b""
    assert len(company.ledger()) == 1


def test_rules_are_listed_and_removed(company: Company) -> None:
    rule = company.fault({"kind": "html"}, times=3)
    company.call("GET", "customer/1")
    shown = company.http.get(f"/_sandbox/faults/{rule}").json()
    assert (shown["matched"], shown["struck"], shown["times"]) == (1, 1, 3)
    assert company.http.delete(f"/_sandbox/faults/{rule}").status_code == 200
    assert company.http.get(f"/_sandbox/faults/{rule}").status_code == 404
    assert company.call("GET", "customer/1").status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/faults", {}),
        ("/faults", {"action": {"kind": "earthquake"}}),
        ("/faults", {"action": {"kind": "html"}, "time": 3}),
        ("/realms", {"seed": "megacorp"}),
        ("/realms", {"realm_id": "../x"}),
    ],
)
def test_a_wrong_order_is_refused_with_the_reason(http: httpx.Client, path: str, body: Body) -> None:
    answer = http.post(f"/_sandbox{path}", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_limits_strike_when_they_are_enforced(company: Company) -> None:
    company.settings(limits={"enforce": True, "per_second": 5})
    answers = [company.call("GET", "customer/1") for _ in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [429]
    assert "ThrottleExceeded" in answers[-1].text


def test_time_can_run_faster_for_the_limits(company: Company) -> None:
    company.settings(limits={"enforce": True, "per_minute": 3, "per_second": 1000, "scale": 100_000})
    assert {company.call("GET", "customer/1").status_code for _ in range(10)} == {200}


def test_reads_of_a_month_run_out_and_writes_go_on(company: Company) -> None:
    company.settings(limits={"enforce": True, "reads_per_month": 2})
    assert [company.call("GET", "customer/1").status_code for _ in range(3)] == [200, 200, 429]
    company.customer()


def test_a_person_renames_merges_and_inactivates(company: Company) -> None:
    invoice = company.invoice(25, customer="3")
    company.edit("rename", entity="Customer", id="1", name="Harbour House")
    merged = company.edit("merge", entity="Customer", id="3", into="1")
    assert (merged["Active"], merged["Balance"]) == (False, 0)
    moved = company.read("Invoice", invoice["Id"])
    assert moved["CustomerRef"] == {"value": "1", "name": "Harbour House"}
    assert company.read("Customer", "1")["Balance"] == 25
    assert company.edit("inactivate", entity="Item", id="3")["Name"] == "Gold Membership (deleted)"


def test_a_rename_shows_on_the_transactions_without_changing_them(company: Company) -> None:
    invoice = company.invoice()
    company.edit("rename", entity="Customer", id="1", name="Harbour House")
    shown = company.read("Invoice", invoice["Id"])
    assert (shown["CustomerRef"]["name"], shown["SyncToken"]) == ("Harbour House", "0")


def test_a_person_deletes_and_voids(company: Company) -> None:
    first, second = company.invoice(), company.invoice()
    company.edit("void", entity="Invoice", id=first["Id"])
    company.edit("delete", entity="Invoice", id=second["Id"])
    assert company.read("Invoice", first["Id"])["TotalAmt"] == 0
    assert company.query("select count(*) from Invoice") == {"totalCount": 1}
    assert {each["by"] for each in company.ledger()[2:]} == {"person"}


def test_an_edit_that_makes_no_sense_is_refused(company: Company) -> None:
    for body in (
        {},
        {"edit": "explode"},
        {"edit": "void", "entity": "Invoice", "id": "99"},
        {"edit": "void"},
    ):
        answer = company.http.post(f"/_sandbox/realms/{company.realm_id}/edits", json=body)
        assert answer.status_code == 409


def test_two_companies_have_books_of_their_own(company: Company) -> None:
    other = Company.open(company.http)
    company.invoice()
    assert other.query("select count(*) from Invoice") == {"totalCount": 0}
    other.close()
