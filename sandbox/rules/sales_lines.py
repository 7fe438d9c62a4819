"""The lines of a sales form: amounts, subtotal, discount, tax and total."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sandbox.books.general_ledger import Entry
from sandbox.faults import Problem, QboFault, business, fault, missing
from sandbox.rules.money import ZERO, cents
from sandbox.rules.taxes import taxed
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

SALES = "SalesItemLineDetail"
DISCOUNT = "DiscountLineDetail"
SUBTOTAL = "SubTotalLineDetail"


@dataclass(slots=True)
class Totals:
    """What the lines of a form add up to."""

    subtotal: Decimal = ZERO
    taxable: Decimal = ZERO
    discount: Decimal = ZERO


def complete_lines(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """Check and number the lines, add the subtotal line, and set tax and `TotalAmt`."""
    lines = [dict(line) for line in draft["Line"] if line.get("DetailType") != SUBTOTAL]
    problems: list[Problem] = []
    totals = Totals()
    for line in lines:
        problems += _priced(changes, line, totals)
    if problems:
        raise QboFault(problems)
    if not any(line["DetailType"] in {SALES, "GroupLineDetail"} for line in lines):
        raise QboFault([missing("Line")])
    for line in lines:
        _discounted(line, totals)
    _number(lines, before)
    subtotal_line = {"Amount": totals.subtotal, "DetailType": SUBTOTAL, SUBTOTAL: {}}
    draft["Line"] = [*lines, subtotal_line]
    taxable = totals.taxable
    if draft.get("ApplyTaxAfterDiscount") and totals.subtotal:
        taxable -= cents(totals.discount * totals.taxable / totals.subtotal)
    draft["TxnTaxDetail"] = taxed(changes.company, draft.get("TxnTaxDetail"), taxable)
    draft["TotalAmt"] = totals.subtotal - totals.discount + draft["TxnTaxDetail"]["TotalTax"]
    if draft["TotalAmt"] < 0:
        raise business("Transaction amount must be 0 or greater.")


def _priced(changes: "Changes", line: JsonObject, totals: Totals) -> list[Problem]:
    kind = line.get("DetailType") or (SALES if SALES in line else DISCOUNT if DISCOUNT in line else None)
    if kind is None:
        return [missing("Line.DetailType")]
    line["DetailType"] = kind
    if kind != SALES:
        return []
    detail = line[SALES] = dict(line.get(SALES) or {})
    problems = _amount(line, detail) + _item(changes, detail)
    if not problems:
        totals.subtotal += line["Amount"]
        if detail["TaxCodeRef"]["value"] != "NON":
            totals.taxable += line["Amount"]
    return problems


def _amount(line: JsonObject, detail: JsonObject) -> list[Problem]:
    """QBO: 6070. A price and a quantity of 0 count as not given."""
    price, quantity = detail.get("UnitPrice"), detail.get("Qty")
    if not price and not quantity:
        detail.pop("UnitPrice", None)
        detail.pop("Qty", None)
    if price is not None and quantity is not None and (price or quantity):
        line.setdefault("Amount", cents(price * quantity))
        if cents(price * quantity) != line["Amount"]:
            detail_text = f"Amount is not equal to UnitPrice * Qty. Supplied value:{line['Amount']:,}"
            return [Problem("6070", detail_text, "Line.Amount")]
    return [] if "Amount" in line else [missing("Line.Amount")]


def _item(changes: "Changes", detail: JsonObject) -> list[Problem]:
    """The item lends its account, and whether it is taxed; QBO's first item serves where none is named."""
    reference = detail.setdefault("ItemRef", {"value": "1"})
    item = changes.find("Item", reference["value"])
    if item is None:
        return [missing("Line.SalesItemLineDetail.ItemRef")]
    if "IncomeAccountRef" not in item:
        raise business(f"There is no income account associated with the item {item['Name']}.")
    reference["name"] = item["FullyQualifiedName"]
    detail["ItemAccountRef"] = item["IncomeAccountRef"]
    detail.setdefault("TaxCodeRef", {"value": "TAX" if item["Taxable"] else "NON"})
    detail["TaxCodeRef"].pop("name", None)
    return []


def _discounted(line: JsonObject, totals: Totals) -> None:
    if line["DetailType"] != DISCOUNT:
        return
    detail = line.get(DISCOUNT) or {}
    if detail.get("PercentBased") or ("DiscountPercent" in detail and "Amount" not in line):
        if "DiscountPercent" not in detail:
            raise fault(
                "6090", "Discount Line missing required info. A discount percent is required.", "Line"
            )
        line["Amount"] = cents(totals.subtotal * detail["DiscountPercent"] / 100)
    if "Amount" not in line:
        raise fault("6090", "Discount Line missing required info. A discount amount is required.", "Line")
    totals.discount += line["Amount"]


def _number(lines: list[JsonObject], before: JsonObject | None) -> None:
    known = {line.get("Id") for line in (before or {}).get("Line", ())} - {None}
    fresh = max((int(each) for each in known if each.isdigit()), default=0)
    for position, line in enumerate(lines, start=1):
        line["LineNum"] = position
        if line.get("Id") not in known:
            fresh += 1
            line["Id"] = str(fresh)


def income_entries(changes: "Changes", form: JsonObject, sign: int) -> list[Entry]:
    """What the form posts besides the receivable: income, discount and tax. `sign` 1 credits income."""
    company, entries = changes.company, []
    for line in form["Line"]:
        if line["DetailType"] == SALES:
            entries.append(Entry(line[SALES]["ItemAccountRef"]["value"], -sign * line["Amount"]))
        elif line["DetailType"] == DISCOUNT:
            given = (line.get(DISCOUNT) or {}).get("DiscountAccountRef")
            account = given["value"] if given else company.account_for("DiscountsRefundsGiven")
            entries.append(Entry(account, sign * line["Amount"]))
    tax = form["TxnTaxDetail"]["TotalTax"]
    if tax:
        entries.append(Entry(company.account_for("SalesTaxPayable"), -sign * tax))
    return entries


def zeroed_lines(form: JsonObject) -> list[JsonObject]:
    """The lines of a voided form: the same, worth nothing."""
    lines = []
    for line in form["Line"]:
        empty = {**line, "Amount": ZERO} if "Amount" in line else dict(line)
        if SALES in empty:
            empty[SALES] = {**line[SALES], "Qty": ZERO} if "Qty" in line[SALES] else line[SALES]
        lines.append(empty)
    return lines
