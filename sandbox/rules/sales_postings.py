"""What a sales form posts beside the money: income, discounts, tax, and what left the stock."""

from typing import TYPE_CHECKING

from sandbox.books.general_ledger import Entry
from sandbox.rules.money import ZERO, cents
from sandbox.rules.sales_lines import DISCOUNT, SALES
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


def sales_entries(changes: "Changes", form: JsonObject, sign: int) -> list[Entry]:
    """`sign` 1 credits income, -1 gives it back."""
    entries = []
    for line in form["Line"]:
        if line["DetailType"] == SALES:
            detail = line[SALES]
            entries.append(Entry(detail["ItemAccountRef"]["value"], -sign * line["Amount"]))
            entries += _stock_entries(changes, detail, sign)
        elif line["DetailType"] == DISCOUNT:
            entries.append(Entry(line[DISCOUNT]["DiscountAccountRef"]["value"], sign * line["Amount"]))
    tax = form["TxnTaxDetail"]["TotalTax"]
    if tax:
        entries.append(Entry(changes.company.account_for("SalesTaxPayable"), -sign * tax))
    return entries


def _stock_entries(changes: "Changes", detail: JsonObject, sign: int) -> list[Entry]:
    """What is sold of the stock leaves it at its purchase cost."""
    item = changes.find("Item", detail["ItemRef"]["value"]) or {}
    if item.get("Type") != "Inventory":
        return []
    quantity = sign * detail.get("Qty", ZERO)
    cost = cents(quantity * item.get("PurchaseCost", ZERO))
    return [
        Entry(item["ExpenseAccountRef"]["value"], cost),
        Entry(item["AssetAccountRef"]["value"], -cost, item=item["Id"], quantity=-quantity),
    ]
