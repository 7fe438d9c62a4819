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
    "text",
    [
        "",
        "select * from Customer where DisplayName = 'O''Neil'",
        "select * from Customer where DisplayName = 'open",
        "select * from Customer where Balance > 1 or Id = '1'",
        "select * from Customer group by Id",
        "select * from Customer limit 5",
        "select from Customer",
        "update Customer",
        "select * from Customer where DisplayName != 'x'",
    ],
)
def test_what_does_not_parse_is_4000(company: Company, text: str) -> None:
    first = error(company, text)
    assert (first["code"], first["Message"]) == ("4000", "Error parsing query")
    assert first["Detail"].startswith("QueryParserError: ")


def test_a_parse_fault_says_where(company: Company) -> None:
    detail = error(company, "select * from Customer where DisplayName = 'O''Neil'")["Detail"]
    assert detail.startswith("""QueryParserError: Encountered " <STRING> "'Neil' "" at line 1, column 47.""")


@pytest.mark.parametrize(
    "text",
    [
        "select * from Customer where Nonsense = 'x'",
        "select Nonsense from Customer",
        "select * from Unicorn",
        "select * from Customer startposition 0",
        "select * from Customer maxresults 1001",
        "select * from Invoice where Line = 'x'",
        "select * from Invoice where TotalAmt > 'much'",
        "select * from Invoice orderby Nonsense",
    ],
)
def test_what_parses_and_makes_no_sense_is_4001(company: Company, text: str) -> None:
    assert error(company, text)["code"] == "4001"


def test_an_unknown_property_is_named(company: Company) -> None:
    detail = error(company, "select * from Customer where Nonsense = 'x'")["Detail"]
    assert detail == "QueryValidationError: Property Nonsense not found for Entity Customer"
