"""The shape of a report: header, columns, and rows in sections, as QBO lays them out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from sandbox.books.company import Company
from sandbox.reports.period import Period
from sandbox.rules.money import ZERO
from sandbox.shapes import JsonObject

Amounts: TypeAlias = Sequence[Decimal]
"""One for each column."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An account, a customer or a vendor: what it is called, below which it stands, and its own amounts."""

    id: str
    name: str
    parent: str
    amounts: Amounts


def leaf(held: JsonObject, amounts: Amounts) -> Leaf:
    """An object as a leaf."""
    name = held.get("DisplayName") or held["Name"]
    return Leaf(held["Id"], name, held.get("ParentRef", {}).get("value", ""), amounts)


def total(amounts: Iterable[Amounts], width: int) -> list[Decimal]:
    """Column by column."""
    listed = tuple(amounts)
    return [sum((each[column] for each in listed), start=ZERO) for column in range(width)]


def nested(leaves: Iterable[Leaf]) -> list[JsonObject]:
    """Rows by name; one with others below it is a section. Where all is nothing there is no row."""
    listed = sorted(leaves, key=lambda each: each.name.casefold())
    ids = {each.id for each in listed}
    below: dict[str, list[Leaf]] = {}
    for each in listed:
        below.setdefault(each.parent if each.parent in ids else "", []).append(each)
    return [row for each in below.get("", ()) for row in _rows(each, below)]


def _rows(of: Leaf, below: Mapping[str, list[Leaf]]) -> list[JsonObject]:
    inner = [row for each in below.get(of.id, ()) for row in _rows(each, below)]
    own = {"ColData": [{"value": of.name, "id": of.id}, *_cells(of.amounts)]}
    if not inner:
        return [{**own, "type": "Data"}] if any(of.amounts) else []
    amounts = total(_all_amounts(of, below), len(of.amounts))
    return [{"Header": own, "Rows": {"Row": inner}, **summed(f"Total {of.name}", amounts), "type": "Section"}]


def _all_amounts(of: Leaf, below: Mapping[str, list[Leaf]]) -> list[Amounts]:
    inner = [amounts for each in below.get(of.id, ()) for amounts in _all_amounts(each, below)]
    return [of.amounts, *inner]


def _cells(amounts: Amounts) -> list[JsonObject]:
    return [{"value": f"{each:.2f}" if each else ""} for each in amounts]


def summed(title: str, amounts: Amounts | None) -> JsonObject:
    """The sum below a section; of an empty one, nothing."""
    cells = [{"value": f"{each:.2f}"} for each in amounts or ()]
    return {"Summary": {"ColData": [{"value": title}, *cells]}}


def section(title: str, group: str, rows: list[JsonObject], amounts: Amounts, *, end: str = "") -> JsonObject:
    """Rows under a title, with their total; `end` is the total's title, if it is not the usual one."""
    head = {"ColData": [{"value": title}, *({"value": ""} for _ in amounts)]}
    below = {"Rows": {"Row": rows}} if rows else {}
    foot = summed(end or f"Total {title}", amounts) if rows else _unsummed(end or f"Total {title}", amounts)
    return {"Header": head, **below, **foot, "type": "Section", "group": group}


def _unsummed(title: str, amounts: Amounts) -> JsonObject:
    return {"Summary": {"ColData": [{"value": title}, *({"value": ""} for _ in amounts)]}}


def result(title: str, group: str, amounts: Amounts) -> JsonObject:
    """A line that is reckoned from those above it."""
    return {**summed(title, amounts), "type": "Section", "group": group}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A report, but for its company and its time. `of` is what its first column names, where it has one."""

    name: str
    of: str = ""
    columns: Sequence[JsonObject]
    rows: list[JsonObject]
    period: Period | None = None
    head: JsonObject
    options: Mapping[str, str]

    def as_json(self, company: Company) -> JsonObject:
        """As QBO spells it."""
        nothing = {"NoReportData": "false" if self.rows else "true"}
        options = [{"Name": name, "Value": value} for name, value in {**self.options, **nothing}.items()]
        named = {"DateMacro": self.period.name} if self.period and self.period.name else {}
        dates = (
            {"StartPeriod": self.period.start.isoformat(), "EndPeriod": self.period.end.isoformat()}
            if self.period
            else {}
        )
        head = {
            "Time": company.clock.stamp(),
            "ReportName": self.name,
            **named,
            **dates,
            **self.head,
            "Currency": company.currency()["value"],
            "Option": options,
        }
        first = [{"ColTitle": "", "ColType": self.of, "MetaData": _key(self.of.lower())}] if self.of else []
        body = {"Row": self.rows} if self.rows else {}
        return {"Header": head, "Columns": {"Column": [*first, *self.columns]}, "Rows": body}


def money(title: str, key: str = "", period: Period | None = None) -> JsonObject:
    """A column of amounts, of a period where several columns stand side by side."""
    dates = (
        [
            {"Name": "StartDate", "Value": period.start.isoformat()},
            {"Name": "EndDate", "Value": period.end.isoformat()},
        ]
        if period
        else []
    )
    return {"ColTitle": title, "ColType": "Money", "MetaData": [*dates, *_key(key or title)]}


def _key(value: str) -> list[JsonObject]:
    return [{"Name": "ColKey", "Value": value}]
