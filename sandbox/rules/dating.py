"""Dates of a transaction: closed books, due dates."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sandbox.faults import fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

CLOSED = (
    "Account Period Closed, Cannot Update Through Services API : The account period has closed and the "
    "account books cannot be updated through the QBO Services API. "
    "Please use the QBO website to make these changes."
)


def refuse_closed(company: "Company", *transactions: JsonObject | None) -> None:
    """QBO: 6210, for anything dated on or before the closing date, before or after the change."""
    closed = company.preferences["AccountingInfoPrefs"].get("BookCloseDate")
    if closed and any(each is not None and each["TxnDate"] <= closed for each in transactions):
        raise fault("6210", CLOSED, "TxnDate")


def due_date(changes: "Changes", draft: JsonObject) -> None:
    """The terms of the form, of its customer or of the company say when it is due."""
    if "DueDate" in draft:
        return
    customer = changes.find("Customer", draft["CustomerRef"]["value"]) or {}
    default = changes.company.preferences["SalesFormsPrefs"].get("DefaultTerms")
    reference = draft.get("SalesTermRef") or customer.get("SalesTermRef") or default
    term = changes.find("Term", reference["value"]) if reference else None
    days = int(term.get("DueDays", 0)) if term else 0
    if term is not None:
        draft["SalesTermRef"] = {"value": term["Id"], "name": term["Name"]}
    draft["DueDate"] = (date.fromisoformat(draft["TxnDate"]) + timedelta(days=days)).isoformat()
