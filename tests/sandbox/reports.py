"""How tests ask for reports and read them."""

from collections.abc import Iterator

from tests.sandbox.company import Body, Company, ref


def report(company: Company, name: str, **asked: str) -> Body:
    answer = company.call("GET", f"reports/{name}", params=asked)
    assert answer.status_code == 200, answer.text
    made: Body = answer.json()
    return made


def walked(rows: Body) -> Iterator[Body]:
    """Every row, in the order of reading."""
    for row in rows.get("Row", ()):
        yield row
        yield from walked(row.get("Rows", {}))


def amounts(made: Body) -> dict[str, list[str]]:
    """What stands behind each title, totals under their own."""
    found = {}
    for row in walked(made["Rows"]):
        for cells in (row, row.get("Header", {}), row.get("Summary", {})):
            for title, *values in [[each["value"] for each in cells.get("ColData", ())] or [""]]:
                found[title] = values
    return found


def titles(made: Body) -> list[str]:
    return [each["ColTitle"] for each in made["Columns"]["Column"]]


def a_bill(company: Company, amount: float, **fields: object) -> Body:
    kind = "AccountBasedExpenseLineDetail"
    expense = {"Amount": amount, "DetailType": kind, kind: {"AccountRef": ref("21")}}
    return company.post("Bill", {"VendorRef": ref("7"), "Line": [expense], **fields})
