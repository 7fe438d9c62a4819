"""Names: below one another, taken, marked, freed and merged."""

import pytest

from tests.sandbox.company import Body, Company, held, line, ref


def test_items_of_two_parents_may_have_one_name(company: Company) -> None:
    gold = company.post("Item", {"Name": "Extra", "IncomeAccountRef": ref("10"), "ParentRef": ref("3")})
    silver = company.post("Item", {"Name": "Extra", "IncomeAccountRef": ref("10"), "ParentRef": ref("4")})
    assert gold["FullyQualifiedName"] == "Gold Membership:Extra"
    assert (silver["FullyQualifiedName"], silver["SubItem"], silver["Level"]) == (
        "Silver Membership:Extra", True, 1
    )  # fmt: skip
    again = {"Name": "extra", "IncomeAccountRef": ref("10"), "ParentRef": ref("3")}
    assert company.refused("Item", again)["Detail"] == f"The name supplied already exists. : Id={gold['Id']}"


def test_a_renamed_parent_renames_what_stands_below_it_and_shows_it_on_transactions(
    company: Company,
) -> None:
    child = company.customer("Kiosk", ParentRef=ref("1"))
    invoice = company.invoice(10, customer=child["Id"])
    company.post("Customer", held(company.read("Customer", "1"), DisplayName="Harbour House"))
    assert company.read("Customer", child["Id"])["FullyQualifiedName"] == "Harbour House:Kiosk"
    shown = company.read("Invoice", invoice["Id"])
    assert (shown["CustomerRef"]["name"], shown["SyncToken"]) == ("Harbour House:Kiosk", "0")


def test_balances_of_jobs_are_told_with_their_parents(company: Company) -> None:
    child = company.customer("Kiosk", ParentRef=ref("1"))
    grandchild = company.customer("Terrace", ParentRef=ref(child["Id"]))
    company.invoice(10)
    invoice = company.invoice(40, customer=grandchild["Id"])
    parent = company.read("Customer", "1")
    assert (parent["Balance"], parent["BalanceWithJobs"]) == (10, 50)
    company.payment(40, on=[invoice], customer="1")
    assert company.read("Customer", grandchild["Id"])["Balance"] == 0
    assert company.read("Customer", "1")["BalanceWithJobs"] == 10


def test_an_account_counts_its_sub_accounts(company: Company) -> None:
    sub = company.post("Account", {"Name": "Youth", "AccountType": "Income", "ParentRef": ref("10")})
    item = company.post("Item", {"Name": "Youth Membership", "IncomeAccountRef": ref(sub["Id"])})
    company.invoice(customer="1", Line=[line(25, item=item["Id"]), line(75)])
    dues = company.read("Account", "10")
    assert (sub["FullyQualifiedName"], sub["SubAccount"]) == ("Membership Dues:Youth", True)
    assert (dues["CurrentBalance"], dues["CurrentBalanceWithSubAccounts"]) == (75, 100)


@pytest.mark.parametrize(
    ("entity", "body", "code"),
    [
        ("Account", {"Name": "A", "AccountType": "Bank", "SubAccount": True}, "6150"),
        ("Account", {"Name": "A"}, "6010"),
        ("Account", {"Name": "A", "AccountType": "Bank", "AccountSubType": "Travel"}, "6010"),
        ("Class", {"Name": "A", "ParentRef": ref("99")}, "2500"),
        ("Class", {"Name": "A:B"}, "2040"),
        ("Department", {}, "2020"),
        ("Term", {"Name": "x" * 32}, "2050"),
        ("PaymentMethod", {"Name": "Cash"}, "6240"),
        ("TaxCode", {"Name": "Reduced"}, "500"),
        ("Customer", {"DisplayName": "A", "ParentRef": ref("6")}, "610"),
    ],
    ids=str,
)
def test_a_name_is_refused(company: Company, entity: str, body: Body, code: str) -> None:
    assert company.refused(entity, body)["code"] == code


def test_names_nest_five_levels_and_never_in_a_circle(company: Company) -> None:
    above, made = None, []
    for level in range(5):
        made.append(
            company.post("Class", {"Name": f"L{level}", **({"ParentRef": ref(above)} if above else {})})
        )
        above = made[-1]["Id"]
    assert made[-1]["FullyQualifiedName"] == "L0:L1:L2:L3:L4"
    assert company.refused("Class", {"Name": "L5", "ParentRef": ref(above or "")})["code"] == "6180"
    assert company.refused("Class", held(made[0], ParentRef=ref(made[2]["Id"])))["code"] == "900"
    assert company.refused("Class", held(made[0], ParentRef=ref(made[0]["Id"])))["code"] == "900"


def test_several_names_made_inactive_are_marked_apart(company: Company) -> None:
    names = []
    for _ in range(3):
        made = company.customer("Ephemeral")
        names.append(company.post("Customer", held(made, Active=False))["DisplayName"])
    assert names == ["Ephemeral (deleted)", "Ephemeral (deleted-1)", "Ephemeral (deleted-2)"]


def test_two_customers_become_one_with_all_that_was_theirs(company: Company) -> None:
    invoice = company.invoice(25, customer="3")
    payment = company.payment(40, on=[invoice], customer="3")
    child = company.customer("Stall", ParentRef=ref("3"))
    kind = "AccountBasedExpenseLineDetail"
    charged = {"Amount": 5, "DetailType": kind, kind: {"AccountRef": ref("21"), "CustomerRef": ref("3")}}
    bill = company.post("Bill", {"VendorRef": ref("7"), "Line": [charged]})
    merged = company.edit("merge", entity="Customer", id="3", into="1")
    assert (merged["Active"], merged["DisplayName"]) == (False, "Riverside Books (deleted)")
    assert company.read("Payment", payment["Id"])["CustomerRef"]["value"] == "1"
    assert company.read("Customer", "1")["Balance"] == -15
    assert company.read("Customer", child["Id"])["FullyQualifiedName"] == "Harbour Cafe:Stall"
    line_ = company.read("Bill", bill["Id"])["Line"][0]
    assert line_[kind]["CustomerRef"] == {"value": "1", "name": "Harbour Cafe"}
    assert [each["operation"] for each in company.ledger()][-1] == "merge"
    company.post("Payment", held(company.read("Payment", payment["Id"])), operation="update", include="void")
    assert company.read("Customer", "1")["Balance"] == 25


def test_merged_vendors_and_accounts_take_their_balances_along(company: Company) -> None:
    kind = "AccountBasedExpenseLineDetail"
    spent = {"Amount": 5, "DetailType": kind, kind: {"AccountRef": ref("21")}}
    company.post("Bill", {"VendorRef": ref("7"), "Line": [spent]})
    company.edit("merge", entity="Vendor", id="7", into="8")
    company.edit("merge", entity="Account", id="21", into="22")
    assert company.read("Vendor", "8")["Balance"] == 5
    assert company.balances() == {"Accounts Payable (A/P)": -5, "Printing and Postage": 5}


@pytest.mark.parametrize(
    "asked",
    [
        {"entity": "Term", "id": "1", "into": "2"},
        {"entity": "Account", "id": "1", "into": "21"},
        {"entity": "Customer", "id": "1", "into": "1"},
        {"entity": "Customer", "id": "1", "into": "99"},
    ],
    ids=["of a list without", "of two types", "with itself", "with nobody"],
)
def test_a_merge_is_refused(company: Company, asked: Body) -> None:
    answer = company.http.post(f"/_sandbox/realms/{company.realm_id}/edits", json={"edit": "merge", **asked})
    assert answer.status_code == 409


def test_hours_must_be_somebodys_and_make_sense(company: Company) -> None:
    worker = {"NameOf": "Employee", "EmployeeRef": ref("9")}
    made = company.post("TimeActivity", {**worker, "Hours": 1, "Minutes": 30})
    assert (made["Id"], made["BillableStatus"], made["EmployeeRef"]["name"]) == (
        "1", "NotBillable", "Dana Whitfield"
    )  # fmt: skip
    clock = {"StartTime": "2026-01-05T09:00:00-08:00", "EndTime": "2026-01-05T08:00:00-08:00"}
    for body, code in (
        ({}, "2020"),
        ({"NameOf": "Employee", "Hours": 1}, "6300"),
        ({**worker, "VendorRef": ref("7"), "Hours": 1}, "6290"),
        (worker, "6350"),
        ({**worker, **clock}, "6370"),
        ({**worker, **clock, "Hours": 1}, "6390"),
        ({**worker, "Hours": 25}, "6380"),
        ({**worker, "Hours": 1, "BillableStatus": "Billable"}, "6310"),
    ):
        assert company.refused("TimeActivity", body)["code"] == code


def test_a_note_is_attached_changed_and_deleted(company: Company) -> None:
    tie = {"EntityRef": {"type": "Invoice", "value": company.invoice(5)["Id"]}}
    note = company.post("Attachable", {"Note": "My File", "AttachableRef": [tie]})
    assert company.post("Attachable", {**note, "Note": "Mine"})["Note"] == "Mine"
    assert company.refused("Attachable", {"Category": "Image"})["code"] == "2020"
    for wrong, code in (
        ({"type": "Unicorn", "value": "1"}, "6050"),
        ({"type": "Bill", "value": "99"}, "2500"),
    ):
        body = {"Note": "x", "AttachableRef": [{"EntityRef": wrong}]}
        assert company.refused("Attachable", body)["code"] == code
    current = company.query("select * from Attachable")["Attachable"][0]
    deleted = company.post("Attachable", held(current), operation="delete")
    assert deleted["status"] == "Deleted"
    assert company.query("select * from Attachable") == {}


@pytest.mark.parametrize(
    ("term", "dated", "due"),
    [
        ({"DueDays": 10}, "2026-01-15", "2026-01-25"),
        ({"DayOfMonthDue": 20}, "2026-01-15", "2026-01-20"),
        ({"DayOfMonthDue": 10}, "2026-01-15", "2026-02-10"),
        ({"DayOfMonthDue": 20, "DueNextMonthDays": 7}, "2026-01-15", "2026-02-20"),
        ({"DayOfMonthDue": 31}, "2026-02-05", "2026-02-28"),
    ],
    ids=str,
)
def test_terms_count_days_or_name_one(company: Company, term: Body, dated: str, due: str) -> None:
    made = company.post("Term", {"Name": "Ours", **term})
    assert company.invoice(SalesTermRef=ref(made["Id"]), TxnDate=dated)["DueDate"] == due
