"""Dates of a transaction: closed books, due dates."""

from datetime import date, timedelta
from sys import intern
from typing import TYPE_CHECKING

from sandbox.faults import fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

CLOSED = (
    "Account Period Closed, Cannot Update Through Services API : The account period has closed and the "
    "account books cannot be updated through the QBO Services API. "
    "Please use the QBO website to make these changes."
)


def refuse_closed(changes: "Changes", *transactions: JsonObject | None) -> None:
    """QBO: 6210, for anything that posts on or before the closing date, before or after the change."""
    if not changes.entity.posts:
        return
    closed = changes.company.preferences["AccountingInfoPrefs"].get("BookCloseDate")
    if closed and any(each is not None and each["TxnDate"] <= closed for each in transactions):
        raise fault("6210", CLOSED, "TxnDate")


def due_date(changes: "Changes", draft: JsonObject, terms: JsonObject | None) -> None:
    """The terms of the form say when it is due, else those of its customer or vendor, `terms`."""
    if "DueDate" in draft:
        return
    reference = draft.get("SalesTermRef") or terms
    term = changes.find("Term", reference["value"]) if reference else None
    dated = date.fromisoformat(draft["TxnDate"])
    if term is not None:
        draft["SalesTermRef"] = changes.company.reference("Term", term["Id"], term["Name"])
        dated = _due(dated, term)
    draft["DueDate"] = intern(dated.isoformat())


def _due(dated: date, term: JsonObject) -> date:
    """So many days later, or on a day of the month: of the next one, if that day is too near."""
    if term["Type"] == "STANDARD":
        return dated + timedelta(days=int(term.get("DueDays", 0)))
    day = int(term["DayOfMonthDue"])
    due = _on_day(dated, day)
    if (due - dated).days < int(term.get("DueNextMonthDays", 0)) or due < dated:
        due = _on_day(due.replace(day=1) + timedelta(days=31), day)
    return due


def _on_day(month: date, day: int) -> date:
    """That day of the month, or its last."""
    following = month.replace(day=1) + timedelta(days=32)
    last = (following.replace(day=1) - timedelta(days=1)).day
    return month.replace(day=min(day, last))
