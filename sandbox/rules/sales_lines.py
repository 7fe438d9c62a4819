"""The lines of a sales form: amounts, subtotal, discount, tax and total."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sandbox.faults import Problem, QboFault, business, fault, missing
from sandbox.rules.line_numbers import numbered
from sandbox.rules.money import ZERO, cents
from sandbox.rules.postings import account_reference
from sandbox.rules.references import NAMELESS
from sandbox.rules.taxes import taxed
from sandbox.shapes import NOTHING, JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes

SALES: Final = "SalesItemLineDetail"
DISCOUNT: Final = "DiscountLineDetail"
SUBTOTAL: Final = "SubTotalLineDetail"
DEFAULT_ITEM: Final = "1"


@dataclass(slots=True)
class Totals:
    """What the lines of a form add up to."""

    subtotal: Decimal = ZERO
    taxable: Decimal = ZERO
    discount: Decimal = ZERO


def complete_lines(changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
    """Check and number the lines, add the subtotal line, and set tax and `TotalAmt`.

    QBO answers the lines in the client's order, then the subtotal, then the discounts on it.
    """
    lines = [dict(line) for line in draft["Line"] if line.get("DetailType") != SUBTOTAL]
    problems: list[Problem] = []
    totals = Totals()
    for line in lines:
        problems += _priced(changes, line, totals)
    if problems:
        raise QboFault(problems)
    if not any(line["DetailType"] in {SALES, "GroupLineDetail"} for line in lines):
        raise QboFault([missing("Line")])
    sold = [line for line in lines if line["DetailType"] != DISCOUNT]
    discounts = [_discounted(changes, line, totals) for line in lines if line["DetailType"] == DISCOUNT]
    subtotal_line = {"Amount": totals.subtotal, "DetailType": SUBTOTAL, SUBTOTAL: NOTHING}
    draft["Line"] = [*numbered(sold, before), subtotal_line, *discounts]
    taxable = totals.taxable
    if draft.get("ApplyTaxAfterDiscount") and totals.subtotal:
        taxable -= cents(totals.discount * totals.taxable / totals.subtotal)
    draft["TxnTaxDetail"] = taxed(changes.company, _tax_given(draft, before), taxable)
    draft["TotalAmt"] = totals.subtotal - totals.discount + draft["TxnTaxDetail"]["TotalTax"]
    if draft["TotalAmt"] < 0:
        raise business("Transaction amount must be 0 or greater.")


def _tax_given(draft: JsonObject, before: JsonObject | None) -> JsonObject | None:
    """What the client says about tax; what it left as it was is worked out anew."""
    given: JsonObject | None = draft.get("TxnTaxDetail")
    untouched = before is not None and given is not None and given is before.get("TxnTaxDetail")
    if untouched and given is not None and "TxnTaxCodeRef" in given:
        return {"TxnTaxCodeRef": given["TxnTaxCodeRef"]}
    return given


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
    item_id = detail.get("ItemRef", {}).get("value", DEFAULT_ITEM)
    item = changes.find("Item", item_id)
    if item is None:
        return [missing("Line.SalesItemLineDetail.ItemRef")]
    if "IncomeAccountRef" not in item:
        raise business(f"There is no income account associated with the item {item['Name']}.")
    detail["ItemRef"] = changes.company.reference("Item", item_id, item["FullyQualifiedName"])
    detail["ItemAccountRef"] = item["IncomeAccountRef"]
    code = detail.setdefault("TaxCodeRef", NAMELESS["TAX" if item["Taxable"] else "NON"])
    if code["value"] in NAMELESS:
        return []
    text = f"Valid Line TaxCodes for US should be TAX or NON. Supplied value:{code['value']}"
    return [Problem("6100", text, "Line.SalesItemLineDetail.TaxCodeRef")]


def _discounted(changes: "Changes", line: JsonObject, totals: Totals) -> JsonObject:
    """A discount of so much or so many percent of the subtotal; it has neither id nor number."""
    detail = dict(line.get(DISCOUNT) or {})
    if detail.get("PercentBased") or ("DiscountPercent" in detail and "Amount" not in line):
        if "DiscountPercent" not in detail:
            raise fault(
                "6090", "Discount Line missing required info. A discount percent is required.", "Line"
            )
        line["Amount"] = cents(totals.subtotal * detail["DiscountPercent"] / 100)
    if "Amount" not in line:
        raise fault("6090", "Discount Line missing required info. A discount amount is required.", "Line")
    totals.discount += line["Amount"]
    if "DiscountAccountRef" not in detail:
        default = changes.company.account_for("DiscountsRefundsGiven")
        detail["DiscountAccountRef"] = account_reference(changes, default)
    kept = {key: value for key, value in line.items() if key not in {"Id", "LineNum"}}
    return {**kept, DISCOUNT: detail}


def zeroed_lines(form: JsonObject) -> list[JsonObject]:
    """The lines of a voided form: the same, worth nothing."""
    lines = []
    for line in form["Line"]:
        empty = {**line, "Amount": ZERO} if "Amount" in line else dict(line)
        if SALES in empty and "Qty" in line[SALES]:
            empty[SALES] = {**line[SALES], "Qty": ZERO}
        lines.append(empty)
    return lines
