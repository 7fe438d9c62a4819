"""Recurring transactions: templates in an envelope, which post nothing."""

from typing import Any

import pytest
from quickbooks.client import QuickBooks
from quickbooks.objects.recurringtransaction import (
    RecurringInfo,
    RecurringInvoice,
    RecurringTransaction,
    ScheduleInfo,
)

from tests.sandbox.company import Body, Company, line, ref
from tests.sandbox.elements import element, found, posted, text

RECURRING = "RecurringTransaction"


def a_template(name: str = "Monthly dues", **fields: object) -> Body:
    schedule = {"IntervalType": "Monthly", "NumInterval": 1, "DayOfMonth": 1, "StartDate": "2026-12-01"}
    info = {"Name": name, "RecurType": "Automated", "ScheduleInfo": schedule}
    return {"Invoice": {"CustomerRef": ref("1"), "Line": [line(40)], "RecurringInfo": info, **fields}}


def test_a_template_comes_back_in_its_envelope(company: Company) -> None:
    made = company.post(RECURRING, a_template())
    template = made["Invoice"]
    assert made.keys() == {"Invoice"}
    assert (template["SyncToken"], template["TotalAmt"]) == ("0", 40)
    assert template["CustomerRef"]["name"] == "Harbour Cafe"
    assert template["RecurDataRef"] == ref(template["Id"])
    assert template["RecurringInfo"]["Active"] is True
    assert template["RecurringInfo"]["ScheduleInfo"]["NextDate"] == "2026-12-01"
    assert company.read(RECURRING, template["Id"]) == made
    assert company.query("select * from RecurringTransaction")[RECURRING] == [made]


def test_a_template_posts_nothing_and_takes_no_number(company: Company) -> None:
    template = company.post(RECURRING, a_template(DocNumber="R-1"))["Invoice"]
    assert template.keys().isdisjoint({"DocNumber", "TxnDate", "DueDate", "Balance"})
    assert company.query("select * from Invoice") == {}
    assert company.balances() == {}
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
    lines: Body = {"Line": [line(55)]}
    body = lines if sparse else a_template(Line=lines["Line"])["Invoice"]
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
        ({RECURRING: a_template()}, "2010"),
        ({**a_template(), "Bill": {"VendorRef": ref("7")}}, "2010"),
        (a_template(RecurringInfo={"RecurType": "Automated"}), "2020"),
        (a_template(RecurringInfo={"Name": "Dues"}), "2020"),
        (a_template(CustomerRef=None), "2020"),
        (a_template(CustomerRef=ref("999")), "2500"),
        (a_template(Line=[]), "2020"),
    ],
    ids=[
        *("nothing", "no template", "no object", "empty", "wrapped", "two"),
        *("no name", "no type", "nobody", "a stranger", "no lines"),
    ],
)
def test_what_is_no_template_is_refused(company: Company, body: Body, code: str) -> None:
    assert company.refused(RECURRING, body)["code"] == code


def test_a_template_is_made_by_a_batch(company: Company) -> None:
    item = {"bId": "1", "operation": "create", RECURRING: a_template()}
    (answer,) = company.batch(item)
    assert answer[RECURRING]["Invoice"]["RecurringInfo"]["Name"] == "Monthly dues"


def test_a_template_stays_what_it_is(company: Company) -> None:
    made = company.post(RECURRING, a_template())["Invoice"]
    other = {"SalesReceipt": {**a_template()["Invoice"], "Id": made["Id"], "SyncToken": made["SyncToken"]}}
    assert company.refused(RECURRING, other)["code"] == "6000"


def test_a_template_may_be_in_xml(company: Company) -> None:
    info = "<RecurringInfo><Name>Dues</Name><RecurType>Automated</RecurType></RecurringInfo>"
    sale = "<SalesItemLineDetail><ItemRef>3</ItemRef></SalesItemLineDetail>"
    sold = f"<Line><Amount>100</Amount><DetailType>SalesItemLineDetail</DetailType>{sale}</Line>"
    invoice = f"<Invoice><CustomerRef>1</CustomerRef>{info}{sold}</Invoice>"
    answer = posted(company, "recurringtransaction", element(RECURRING, invoice))
    (made,) = found(answer, "RecurringTransaction/Invoice")
    assert made.get("domain") == "QBO"
    assert text(answer, "RecurringTransaction/Invoice/TotalAmt") == "100.00"


def test_python_quickbooks_makes_a_template(company: Company, qb: QuickBooks) -> None:
    company.invoice(5)
    info: Any = RecurringInfo()
    info.Name, info.ScheduleInfo = "Yearly dues", ScheduleInfo()
    info.ScheduleInfo.StartDate, info.ScheduleInfo.IntervalType = "2026-12-01", "Yearly"
    invoice = RecurringInvoice.from_json(a_template()["Invoice"])
    invoice.RecurringInfo = info
    wanted: Any = RecurringTransaction()
    wanted.Invoice = invoice
    saved: Any = wanted.save(qb=qb)
    assert (saved.Invoice.RecurringInfo.Name, saved.Invoice.TotalAmt) == ("Yearly dues", 40)
    (kept,) = RecurringTransaction.all(qb=qb)
    assert kept.Invoice.RecurringInfo.ScheduleInfo.IntervalType == "Yearly"
    kept.delete(qb=qb)
    assert RecurringTransaction.all(qb=qb) == []
