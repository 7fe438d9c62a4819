"""Opening balances: written once, with the account, customer or vendor; QBO makes a transaction of each."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sandbox.books.changes import Order
from sandbox.faults import fault
from sandbox.rules.money import ZERO
from sandbox.rules.postings import BALANCE_SHEET, PAYABLE, RECEIVABLE
from sandbox.rules.sales_lines import DEFAULT_ITEM
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company

NOTE: Final = "Opening Balance"


def taken(draft: JsonObject, amount: str, day: str) -> tuple[Decimal, JsonObject]:
    """The opening balance out of the draft, which does not keep it; and what dates its transaction."""
    balance: Decimal = draft.pop(amount, ZERO)
    dated = draft.pop(day, None)
    return balance, {"PrivateNote": NOTE, **({"TxnDate": dated} if dated else {})}


def open_customer(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """An invoice, over QBO's first item."""
    balance, head = taken(draft, "Balance", "OpenBalanceDate")
    if before is None and balance > 0:
        item = {"ItemRef": {"value": DEFAULT_ITEM}}
        line = {"Amount": balance, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": item}

        def invoice(company: "Company") -> Order:
            del company
            return Order("Invoice", {**head, "CustomerRef": {"value": draft["Id"]}, "Line": [line]})

        changes.afterwards(invoice)


def open_vendor(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """A bill, against the opening balance equity."""
    balance, head = taken(draft, "Balance", "OpenBalanceDate")
    if before is None and balance > 0:

        def bill(company: "Company") -> Order:
            detail = {"AccountRef": {"value": company.account_for("OpeningBalanceEquity")}}
            kind = "AccountBasedExpenseLineDetail"
            line = {"Amount": balance, "DetailType": kind, kind: detail}
            return Order("Bill", {**head, "VendorRef": {"value": draft["Id"]}, "Line": [line]})

        changes.afterwards(bill)


def open_account(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """A deposit to a bank account, a journal entry for any other. QBO: 6060 without a date."""
    if draft.get("OpeningBalance") and "OpeningBalanceDate" not in draft:
        detail = "An Account.OpenBalanceDate is required when specifying an Account.OpenBalance"
        raise fault("6060", detail, "OpeningBalanceDate")
    balance, head = taken(draft, "OpeningBalance", "OpeningBalanceDate")
    opens = draft["Classification"] in BALANCE_SHEET and draft["AccountType"] not in {RECEIVABLE, PAYABLE}
    if before is None and balance and opens:
        bank = draft["AccountType"] == "Bank" and balance > 0
        make = _deposit if bank else _journal
        changes.afterwards(lambda company: make(company, draft, balance, head))


def _deposit(company: "Company", account: JsonObject, balance: Decimal, head: JsonObject) -> Order:
    detail = {"AccountRef": {"value": company.account_for("OpeningBalanceEquity")}}
    line = {"Amount": balance, "DetailType": "DepositLineDetail", "DepositLineDetail": detail}
    return Order("Deposit", {**head, "DepositToAccountRef": {"value": account["Id"]}, "Line": [line]})


def _journal(company: "Company", account: JsonObject, balance: Decimal, head: JsonObject) -> Order:
    up = "Debit" if (account["Classification"] == "Asset") == (balance > 0) else "Credit"
    down = "Credit" if up == "Debit" else "Debit"
    equity = company.account_for("OpeningBalanceEquity")
    lines = [_line(account["Id"], up, abs(balance)), _line(equity, down, abs(balance))]
    return Order("JournalEntry", {**head, "Line": lines})


def _line(account: str, posting: str, amount: Decimal) -> JsonObject:
    detail = {"PostingType": posting, "AccountRef": {"value": account}}
    return {"Amount": amount, "DetailType": "JournalEntryLineDetail", "JournalEntryLineDetail": detail}
