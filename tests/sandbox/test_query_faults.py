"""Queries that QBO refuses, and how it words that."""

import pytest

from tests.sandbox.company import Body, Company


def error(company: Company, text: str) -> Body:
    answer = company.call("GET", "query", params={"query": text})
    assert answer.status_code == 400, answer.text
    first: Body = answer.json()["Fault"]["Error"][0]
    return first


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
        "select * from Customer where DisplayName <> 'x'",
    ],
)
def test_what_does_not_parse_is_4000(company: Company, text: str) -> None:
    first = error(company, text)
    assert (first["code"], first["Message"]) == ("4000", "Error parsing query")
    assert first["Detail"].startswith("QueryParserError: ")


AFTER_A_CONDITION = """{}
Was expecting one of:
    <EOF>\x20
    <AND> ...
    "iterator" ...
    "maxresults" ...
    <OR> ...
    "order" ...
    "orderby" ...
    "startposition" ...
    """


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", 'Encountered "<EOF>" at line 0, column 0.\nWas expecting:\n    "select" ...\n    '),
        (
            "select * from vendor where DisplayName = 'Cutlery 'R Us'",
            AFTER_A_CONDITION.format('Encountered " <IDENTIFIER> "R "" at line 1, column 52.'),
        ),
        (
            "select * from Customer where Balance > 1 or Id = '1'",
            'Encountered " <OR> "or "" at line 1, column 42.\n',
        ),
        ("select * from Customer\nwhere", 'Encountered "<EOF>" at line 2, column 5.\n'),
        (
            "select * from Customer where DisplayName %3D 'x'",
            'Invalid content. Lexical error at line 1, column 42.  Encountered: "%" (37), after : ""',
        ),
        (
            "select * from Customer where DisplayName = 'open",
            'Invalid content. Lexical error at line 1, column 49.  Encountered: <EOF> after : "\\\'open"',
        ),
        (
            "select * from Customer maxresults 1.5",
            'Encountered " <DECIMAL> "1.5 "" at line 1, column 35.\nWas expecting:\n    <INTEGER> ...\n    ',
        ),
        (
            "select * from Customer where DisplayName = 'O''Neil'",
            """Encountered " <STRING> "'Neil' "" at line 1, column 47.\n""",
        ),
    ],
    ids=["empty", "quote", "or", "second line", "encoded", "open string", "decimal page", "doubled quote"],
)
def test_a_parse_fault_is_worded_as_qbos(company: Company, text: str, detail: str) -> None:
    first = error(company, text)
    assert first["Detail"].startswith(f"QueryParserError: {detail}")
    assert "element" not in first


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("select * from Customer maxresults 1500", "value 1500 is too large. Max allowed value is 1000"),
        ("select * from Customer startposition 0", "value 0 is too small. Min allowed value is 1"),
        ("select * from Unicorn", "Metadata not found for Entity: Unicorn"),
        (
            "select * from Vendor where PrimaryEmailAddr = 'a@example.com'",
            "property 'PrimaryEmailAddr' is not queryable",
        ),
        ("select * from Invoice where DepartmentRef = '1'", "property 'DepartmentRef' is not queryable"),
        (
            "select * from JournalEntry where AccountRef = '1'",
            "Property AccountRef not found for Entity JournalEntry",
        ),
        ("select * from Account where AcctNum = '1000'", "property 'AcctNum' is not queryable"),
        ("select * from Customer where BillAddr.City = 'B'", "property 'BillAddr.City' is not queryable"),
        ("select * from Customer where Active > false", "operator > is not supported for property 'Active'"),
        (
            "select * from Invoice where TotalAmt like '1%'",
            "operator LIKE is not supported for property 'TotalAmt'",
        ),
        ("select * from Customer where Active = 'maybe'", "invalid boolean 'maybe'"),
        ("select * from Invoice where TxnDate > 'soon'", "invalid date 'soon'"),
    ],
    ids=lambda each: each[-34:],
)  # fmt: skip
def test_a_query_that_makes_no_sense_is_told_why(company: Company, text: str, detail: str) -> None:
    first = error(company, text)
    assert (first["code"], first["Message"]) == ("4001", "Invalid query")
    assert first["Detail"] == f"QueryValidationError: {detail}"


@pytest.mark.parametrize(
    "text",
    [
        "select * from Customer where Nonsense = 'x'",
        "select Nonsense from Customer",
        "select * from Invoice where Line = 'x'",
        "select * from Invoice where Line.Amount = 'x'",
        "select * from Customer where MetaData = 'x'",
        "select * from Invoice where TotalAmt > 'much'",
        "select * from Invoice orderby Nonsense",
        "select * from Customer maxresults -1",
    ],
)
def test_what_parses_and_makes_no_sense_is_4001(company: Company, text: str) -> None:
    assert error(company, text)["code"] == "4001"


def test_an_unknown_property_is_named(company: Company) -> None:
    detail = error(company, "select * from Customer where Nonsense = 'x'")["Detail"]
    assert detail == "QueryValidationError: Property Nonsense not found for Entity Customer"
