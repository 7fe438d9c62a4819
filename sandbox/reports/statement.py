"""What the statements have in common: their columns, and the rows of accounts of one type."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import islice
from typing import Final

from sandbox.faults import business
from sandbox.reports.balances import Balances
from sandbox.reports.inquiry import Inquiry
from sandbox.reports.layout import Amounts, leaf, money, nested, total
from sandbox.reports.period import Period, columns
from sandbox.shapes import JsonObject

UNITS: Final = {
    "Total": "total",
    "Days": "day",
    "Week": "week",
    "Weeks": "week",
    "Month": "month",
    "Months": "month",
    "Quarter": "quarter",
    "Quarters": "quarter",
    "Year": "year",
    "Years": "year",
}
MOST_COLUMNS: Final = 400
BASIS: Final = {"ReportBasis": "Accrual"}
GAAP: Final = {"AccountingStandard": "GAAP"}
YEAR: Final = "this fiscal year-to-date"

Measure = Callable[[str], list[Decimal]]
"""The amounts of an account, one for each column."""


def cut_by(inquiry: Inquiry) -> tuple[Period, str, list[Period]]:
    """The period, how it is cut, and its columns. By classes, customers and the like nothing is cut."""
    period = inquiry.period(YEAR)
    inquiry.chosen("accounting_method", "Accrual")
    unit = inquiry.chosen("summarize_column_by", *UNITS)
    cut = list(islice(columns(period, UNITS[unit], inquiry.first_month), MOST_COLUMNS + 1))
    if len(cut) > MOST_COLUMNS:
        raise business(f"A report has at most {MOST_COLUMNS} columns.", "summarize_column_by")
    return period, unit, cut


def column(period: Period, *, several: bool) -> JsonObject:
    """Its head; one that stands alone is the total."""
    return money(period.title, period.title if several else "total", period if several else None)


def rows_of(
    balances: Balances, kinds: Iterable[str], measured: Measure, width: int
) -> tuple[list[JsonObject], list[Decimal]]:
    """The rows of the accounts of those types, and their total."""
    wanted = frozenset(kinds)
    leaves = [
        leaf(each, measured(each["Id"]))
        for each in balances.accounts.values()
        if each["AccountType"] in wanted
    ]
    return nested(leaves), total([each.amounts for each in leaves], width)


def signed(amounts: Amounts, sign: int) -> list[Decimal]:
    """With their sign as it is shown."""
    return [sign * each for each in amounts]


def less(one: Amounts, other: Amounts) -> list[Decimal]:
    """The one less the other, column by column."""
    return [left - right for left, right in zip(one, other, strict=True)]
