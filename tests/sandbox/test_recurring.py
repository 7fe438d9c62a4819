"""Recurring transactions: templates in an envelope, which post nothing."""

import pytest

from tests.sandbox.company import Body, Company, ref

RECURRING = "RecurringTransaction"


def a_template(name: str = "Monthly dues", **fields: object) -> Body:
    detail = {"ItemRef": ref("3")}
    line = {"Amount": 40, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    schedule = {"IntervalType": "Monthly", "NumInterval": 1, "DayOfMonth": 1, "StartDate": "2026-12-01"}
    info = {"Name": name, "RecurType": "Automated", "Active": True, "ScheduleInfo": schedule}
    return {"Invoice": {"CustomerRef": ref("1"), "Line": [line], "RecurringInfo": info, **fields}}


def test_a_template_comes_back_in_its_envelope(company: Company) -> None:
    made = company.post(RECURRING, a_template())
    template = made["Invoice"]
    assert made.keys() == {"Invoice"}
    assert (template["SyncToken"], template["TotalAmt"]) == ("0", 40)
    assert template["CustomerRef"]["name"] == "Harbour Cafe"
    assert template["RecurringInfo"]["ScheduleInfo"]["NextDate"] == "2026-12-01"
    assert company.read(RECURRING, template["Id"]) == made


def test_a_template_posts_nothing_and_takes_no_number(company: Company) -> None:
    template = company.post(RECURRING, a_template(DocNumber="R-1"))["Invoice"]
    assert "DocNumber" not in template
    assert company.query("select * from Invoice") == {}
    assert company.read("Customer", "1")["Balance"] == 0


def test_templates_are_found_by_their_kind(company: Company) -> None:
    template = company.post(RECURRING, a_template())["Invoice"]
    found = company.query("select * from RecurringTransaction where Type = 'Invoice'")[RECURRING]
    assert [each["Invoice"]["Id"] for each in found] == [template["Id"]]
    assert company.query("select * from RecurringTransaction where Type = 'Bill'") == {}


@pytest.mark.parametrize("sparse", [True, False], ids=["sparse", "full"])
def test_a_template_is_changed(company: Company, *, sparse: bool) -> None:
    template = company.post(RECURRING, a_template(PrivateNote="kept"))["Invoice"]
    head = {"Id": template["Id"], "SyncToken": template["SyncToken"], "sparse": sparse}
    line = {**a_template()["Invoice"]["Line"][0], "Amount": 55}
    body = {"Line": [line]} if sparse else a_template(Line=[line])["Invoice"]
    changed = company.post(RECURRING, {"Invoice": {**body, **head}})["Invoice"]
    assert (changed["TotalAmt"], changed["SyncToken"]) == (55, "1")
    assert changed.get("PrivateNote") == ("kept" if sparse else None)


def test_a_template_is_deleted(company: Company) -> None:
    template = company.post(RECURRING, a_template())["Invoice"]
    gone = company.post(RECURRING, {"Invoice": template}, operation="delete")
    assert (gone["status"], gone["Id"]) == ("Deleted", template["Id"])
    assert company.query("select * from RecurringTransaction") == {}


def test_a_second_template_of_a_name_is_refused(company: Company) -> None:
    company.post(RECURRING, a_template())
    assert company.refused(RECURRING, a_template("monthly DUES"))["code"] == "6240"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "2010"),
        ({"Customer": {"DisplayName": "X"}}, "2010"),
        ({"Invoice": "X"}, "2010"),
        ({"Invoice": {}}, "2020"),
        ({"Invoice": {**a_template()["Invoice"], "RecurringInfo": {"Active": True}}}, "2020"),
        ({"Invoice": {**a_template()["Invoice"], "CustomerRef": ref("999")}}, "2500"),
        (a_template(Line=[]), "2020"),
    ],
    ids=["nothing", "no template", "no object", "empty", "no name", "nobody's", "no lines"],
)
def test_what_is_no_template_is_refused(company: Company, body: Body, code: str) -> None:
    assert company.refused(RECURRING, body)["code"] == code


def test_a_template_is_made_by_a_batch(company: Company) -> None:
    item = {"bId": "1", "operation": "create", RECURRING: a_template()}
    (answer,) = company.call("POST", "batch", json={"BatchItemRequest": [item]}).json()["BatchItemResponse"]
    assert answer[RECURRING]["Invoice"]["RecurringInfo"]["Name"] == "Monthly dues"
