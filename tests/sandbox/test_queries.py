"""The query language, as QBO documents it."""

import pytest

from tests.sandbox.company import Body, Company


def names(response: Body) -> list[str]:
    return [each["DisplayName"] for each in response.get("Customer", [])]


def error(company: Company, text: str) -> Body:
    answer = company.call("GET", "query", params={"query": text})
    assert answer.status_code == 400, answer.text
    first: Body = answer.json()["Fault"]["Error"][0]
    return first


def test_lists_show_active_names_only_unless_asked(company: Company) -> None:
    assert company.query("select count(*) from Customer") == {"totalCount": 5}
    assert company.query("select count(*) from Customer where Active = false") == {"totalCount": 1}
    assert company.query("select count(*) from Customer where Active in (true, false)") == {"totalCount": 6}


def test_an_empty_result_is_an_empty_object(company: Company) -> None:
    assert company.query("select * from Invoice") == {}


def test_a_page_says_where_it_starts_and_how_long_it_is(company: Company) -> None:
    page = company.query("SELECT * FROM Customer ORDERBY DisplayName DESC STARTPOSITION 2 MAXRESULTS 2")
    assert names(page) == ["Riverside Books", "Northside Dental Group"]
    assert (page["startPosition"], page["maxResults"]) == (2, 2)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("DisplayName = 'harbour CAFE'", ["Harbour Cafe"]),
        ("displayname in ('Harbour Cafe', 'Maria Lopez')", ["Harbour Cafe", "Maria Lopez"]),
        ("DisplayName LIKE '%side%'", ["Northside Dental Group", "Riverside Books"]),
        ("DisplayName LIKE 'maria%' AND FamilyName = 'Lopez'", ["Maria Lopez"]),
        ("Id > '3'", ["Maria Lopez", "Summit Engineering"]),
        ("Id IN ('1', '5')", ["Harbour Cafe", "Summit Engineering"]),
        ("MetaData.CreateTime < '2014-01-01'", []),
        ("Metadata.LastUpdatedTime >= '2020-01-01T00:00:00-08:00' and id = '1'", ["Harbour Cafe"]),
        ("Balance > '0'", []),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_a_condition_finds_what_it_says(company: Company, where: str, found: list[str]) -> None:
    assert names(company.query(f"select * from customer where {where}")) == found  # noqa: S608 - QBO's language


def test_fields_can_be_chosen(company: Company) -> None:
    page = company.query("select DisplayName from Customer where Id = '1'")
    assert page["Customer"] == [{"DisplayName": "Harbour Cafe", "Id": "1", "domain": "QBO", "sparse": True}]


def test_a_field_may_follow_the_star(company: Company) -> None:
    assert len(company.query("SELECT *, Sku FROM Item MAXRESULTS 3")["Item"]) == 3


def test_transactions_are_found_by_number_customer_and_balance(company: Company) -> None:
    invoice = company.invoice(100, DocNumber="B-1")
    company.invoice(50, DocNumber="B-2", customer="2")
    for where in (
        "DocNumber = 'b-1'",
        "CustomerRef = '1'",
        "Balance > '75.00'",
        "TotalAmt = 100",
        "DocNumber IN ('B-1')",
    ):
        found = company.query(f"select Id from Invoice where {where}")["Invoice"]  # noqa: S608 - QBO's language
        assert [each["Id"] for each in found] == [invoice["Id"]]


def test_a_query_may_come_in_the_body(company: Company) -> None:
    answer = company.call(
        "POST", "query", content="select * from Term", headers={"Content-Type": "application/text"}
    )
    assert len(answer.json()["QueryResponse"]["Term"]) == 4


def test_a_backslash_escapes_a_quote(company: Company) -> None:
    company.customer("O'Neil")
    assert names(company.query(r"select * from Customer where DisplayName = 'O\'Neil'")) == ["O'Neil"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("TxnDate = '2026-03-01'", ["3"]),
        ("TxnDate >= '2026-02-01' AND TxnDate < '2026-03-01'", ["2"]),
        ("TxnDate > '2026-01-01T10:00:00-08:00'", ["3", "2"]),
        ("DueDate <= '2026-03-03'", ["2", "1"]),
        ("TotalAmt > 20.5 and TotalAmt <= '30'", ["3"]),
        ("Balance IN ('10', 30.00)", ["3", "1"]),
        ("CustomerRef IN ('1', '3') AND DocNumber LIKE 'Q-%'", ["3", "1"]),
        ("CustomerRef = '2'", ["2"]),
        ("CustomerRef.value = '2'", ["2"]),
        ("CustomerRef != '2' AND Id IN ('2', '3')", ["3"]),
        ("DocNumber LIKE '%-_'", []),
        ("MetaData.CreateTime > '2020-01-01' AND SalesTermRef = '3'", ["3", "2", "1"]),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_transactions_are_found_newest_first(company: Company, where: str, found: list[str]) -> None:
    for month in (1, 2, 3):
        dated = {"TxnDate": f"2026-0{month}-01", "SalesTermRef": {"value": "3"}}
        company.invoice(month * 10, customer=str(month), DocNumber=f"Q-{month}", **dated)
    page = company.query(f"select * from Invoice where {where}")  # noqa: S608 - QBO's language
    assert [each["DocNumber"].removeprefix("Q-") for each in page.get("Invoice", [])] == found


def test_what_is_computed_is_compared_and_sorted_too(company: Company) -> None:
    company.invoice(100, customer="2")
    company.invoice(70, customer="4")
    assert names(company.query("select * from Customer where Balance > '50' order by Balance desc")) == [
        "Northside Dental Group",
        "Maria Lopez",
    ]


def test_several_properties_sort(company: Company) -> None:
    for amount, day in ((10, "02"), (20, "01"), (30, "02")):
        company.invoice(amount, TxnDate=f"2026-01-{day}")
    page = company.query("select * from Invoice orderby TxnDate DESC, TotalAmt asc")["Invoice"]
    assert [each["TotalAmt"] for each in page] == [10, 30, 20]


def test_a_mail_address_finds_its_customer(company: Company) -> None:
    for asked in ("PrimaryEmailAddr = 'maria.lopez@example.com'", "PrimaryEmailAddr LIKE 'MARIA%'"):
        assert names(company.query(f"select * from Customer where {asked}")) == ["Maria Lopez"]  # noqa: S608 - QBO's language


def test_attachments_are_found_by_what_they_are_tied_to(company: Company) -> None:
    note = {"AttachableRef": [{"EntityRef": {"type": "Vendor", "value": "7"}}], "Note": "contract"}
    made = company.post("Attachable", note)
    asked = "AttachableRef.EntityRef.Type = '{}' and AttachableRef.EntityRef.value = '{}'"
    for kind, object_id, count in (("vendor", "7", 1), ("vendor", "8", 0), ("bill", "7", 0)):
        where = asked.format(kind, object_id)
        page = company.query(f"select * from Attachable where {where}")  # noqa: S608 - QBO's language
        assert page.get("Attachable", []) == [made] * count


def test_a_page_is_at_most_a_thousand_and_a_hundred_by_itself(company: Company) -> None:
    for turn in range(4):
        items = [
            {"bId": str(n), "operation": "create", "Term": {"Name": f"Net {n}-{turn}", "DueDays": n}}
            for n in range(61, 91)
        ]
        company.batch(*items)
    assert company.query("select count(*) from Term") == {"totalCount": 124}
    assert len(company.query("select * from Term")["Term"]) == 100
    assert len(company.query("select * from Term maxresults 1000")["Term"]) == 124
    assert company.query("select * from Term startposition 125") == {}
    last = company.query("select * from Term maxresults 7 startposition 121")
    assert (last["startPosition"], last["maxResults"]) == (121, 4)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM Term MAXRESULTS 2 STARTPOSITION 1",
        "select Id,Name from term",
        "Select Count ( * ) From Term",
        "SELECT *\r\n\tFROM  Term  WHERE  Name='Net 15'",
        "select Term.Name from Term",
        "select * from Term where Active=true order by Name asc",
        "select *, MetaData.CreateTime, Name from Term where DueDays = 15",
        "select * from Term where Name in ('Net 15','Net 30') ORDERBY Name",
    ],
)
def test_it_parses(company: Company, text: str) -> None:
    if text.startswith("select Term.Name"):
        assert error(company, text)["code"] == "4001"
    else:
        assert company.query(text)
