"""The lines of a bill, a purchase or another expense: each against an account or an item."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sandbox.books.general_ledger import Entry
from sandbox.faults import Problem, QboFault, business, fault, missing
from sandbox.rules.line_numbers import numbered
from sandbox.rules.money import ZERO, cents
from sandbox.rules.postings import entry
from sandbox.rules.references import NAMELESS
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

ACCOUNT: Final = "AccountBasedExpenseLineDetail"
ITEM: Final = "ItemBasedExpenseLineDetail"


def complete_expenses(draft: JsonObject, before: JsonObject | None) -> None:
    """Check and number the lines, set `TotalAmt`; every problem of them at once. US: no tax on expenses."""
    lines = [dict(line) for line in draft["Line"]]
    problems: list[Problem] = []
    for line in lines:
        problems += _completed(line)
    if problems:
        raise QboFault(problems)
    if not any(line["DetailType"] in {ACCOUNT, ITEM} for line in lines):
        raise business("You must enter at least one split line.", "Line")
    draft["Line"] = numbered(lines, before)
    draft["TotalAmt"] = sum((line.get("Amount", ZERO) for line in lines), start=ZERO)
    draft.pop("TxnTaxDetail", None)
    if draft["TotalAmt"] < 0:
        raise business("Transaction amount must be 0 or greater.")


def _completed(line: JsonObject) -> list[Problem]:
    kind = line.get("DetailType") or next((each for each in (ACCOUNT, ITEM) if each in line), None)
    if kind is None:
        return [missing("DetailType")]
    line["DetailType"] = kind
    if kind not in {ACCOUNT, ITEM}:
        return []
    detail = line[kind] = dict(line.get(kind) or {})
    detail.setdefault("BillableStatus", "NotBillable")
    detail.setdefault("TaxCodeRef", NAMELESS["NON"])
    if detail["BillableStatus"] == "Billable" and "CustomerRef" not in detail:
        raise fault("6310", "A customer is required if the transaction is billable.", "CustomerRef")
    problems = [] if (_named(kind)) in detail else [missing(_named(kind))]
    return [*problems, *_priced(line, detail)]


def _named(kind: str) -> str:
    return "AccountRef" if kind == ACCOUNT else "ItemRef"


def _priced(line: JsonObject, detail: JsonObject) -> list[Problem]:
    """QBO: 6070. A price and a quantity of 0 count as not given."""
    price, quantity = detail.get("UnitPrice"), detail.get("Qty")
    if not price and not quantity:
        detail.pop("UnitPrice", None)
        detail.pop("Qty", None)
    elif price is not None and quantity is not None:
        line.setdefault("Amount", cents(price * quantity))
        if cents(price * quantity) != line["Amount"]:
            text = f"Amount is not equal to UnitPrice * Qty. Supplied value:{line['Amount']:,}"
            return [Problem("6070", text, "Amount")]
    return [] if "Amount" in line else [missing("Amount")]


def expense_entries(changes: "Changes", expense: JsonObject, sign: int) -> list[Entry]:
    """What the lines post. `sign` 1 debits what was bought, -1 gives it back."""
    vendor = expense.get("VendorRef", {}).get("value", "")
    entries = []
    for line in expense["Line"]:
        detail, amount = line.get(line["DetailType"]) or {}, sign * line.get("Amount", ZERO)
        customer = detail.get("CustomerRef", {}).get("value", "")
        if line["DetailType"] == ACCOUNT:
            account = detail["AccountRef"]["value"]
            entries.append(entry(changes, account, amount, customer=customer, vendor=vendor))
        elif line["DetailType"] == ITEM:
            entries.append(_bought(changes, detail, amount, sign))
    return entries


def _bought(changes: "Changes", detail: JsonObject, amount: Decimal, sign: int) -> Entry:
    """An item of the stock adds to it; any other is an expense."""
    item = changes.find("Item", detail["ItemRef"]["value"]) or {}
    if item["Type"] == "Inventory":
        account = item["AssetAccountRef"]["value"]
        return Entry(account, amount, item=item["Id"], quantity=sign * detail.get("Qty", ZERO))
    if "ExpenseAccountRef" not in item:
        raise business(f"There is no expense account associated with the item {item['Name']}.")
    return Entry(item["ExpenseAccountRef"]["value"], amount)
