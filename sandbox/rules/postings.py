"""Entries for the general ledger: an account that holds what people owe needs to know who."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.books.general_ledger import Entry
from sandbox.faults import business, fault
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

RECEIVABLE = "Accounts Receivable"
PAYABLE = "Accounts Payable"
MONEY = ("Bank", "Other Current Asset")
"""Types of the accounts that money is put into."""
BALANCE_SHEET = frozenset({"Asset", "Liability", "Equity"})


def entry(
    changes: "Changes", account_id: str, amount: Decimal, *, customer: str = "", vendor: str = ""
) -> Entry:
    """So much to an account. QBO: 6000 if it is one of what is owed, and nobody is named."""
    kind = account_type(changes, account_id)
    if kind == RECEIVABLE:
        if not customer:
            raise business("When you use Accounts Receivable, you must choose a customer in the Name field.")
        return Entry(account_id, amount, customer=customer)
    if kind == PAYABLE:
        if not vendor:
            raise business("When you use Accounts Payable, you must choose a vendor in the Name field.")
        return Entry(account_id, amount, vendor=vendor)
    return Entry(account_id, amount)


def account_type(changes: "Changes", account_id: str) -> str:
    """The type of an account that is known to be there."""
    return str((changes.find("Account", account_id) or {})["AccountType"])


def demand_type(changes: "Changes", reference: JsonObject, element: str, *types: str) -> None:
    """QBO: 6430 for an account of a type that does not fit."""
    kind = account_type(changes, reference["value"])
    if kind not in types:
        raise fault("6430", f"Invalid account type used : {kind}", element)


def settle_deposit_account(changes: "Changes", draft: JsonObject) -> None:
    """Where money is put: into Undeposited Funds, if nobody says where."""
    if "DepositToAccountRef" in draft:
        demand_type(changes, draft["DepositToAccountRef"], "DepositToAccountRef", *MONEY)
    else:
        draft["DepositToAccountRef"] = account_reference(changes, changes.company.undeposited_funds)


def payable_account(changes: "Changes", draft: JsonObject) -> JsonObject:
    """Where an expense is owed: the account the client names, or the company's first of that type."""
    named: JsonObject | None = draft.get("APAccountRef")
    if named is not None:
        demand_type(changes, named, "APAccountRef", PAYABLE)
        return named
    return account_reference(changes, changes.company.payables)


def account_reference(changes: "Changes", account_id: str) -> JsonObject:
    """The reference to an account that is known to be there."""
    found = changes.find("Account", account_id) or {}
    return changes.company.reference("Account", account_id, found["FullyQualifiedName"])
