"""Item: what is sold. Its income account is where a sale is posted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from sandbox.books.general_ledger import Entry
from sandbox.entities.entity import name_list
from sandbox.entities.fields import choice, computed, day, flag, named, number, opaque, ref, text, unused
from sandbox.faults import QboFault, fault, missing
from sandbox.rules.money import ZERO, cents
from sandbox.rules.names import Nested
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes
    from sandbox.books.company import Company


STOCKED: Final = ("AssetAccountRef", "ExpenseAccountRef", "IncomeAccountRef", "InvStartDate")


class ItemBehaviour(Nested):
    """What can be sold needs an account to post it to; what is counted is an asset until then."""

    computes = frozenset({"QtyOnHand"})

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        draft.setdefault("Type", "NonInventory")
        draft.setdefault("Taxable", False)
        draft.setdefault("TrackQtyOnHand", False)
        if draft["Type"] == "Category":
            return
        if draft["Type"] == "Inventory":
            lacking = [missing(each) for each in STOCKED if each not in draft]
            if lacking:
                raise QboFault(lacking)
            self._count(draft, before)
        elif "IncomeAccountRef" not in draft and "ExpenseAccountRef" not in draft:
            raise QboFault([missing("IncomeAccountRef")])

    def _count(self, draft: JsonObject, before: JsonObject | None) -> None:
        """The quantity is written once; from then on the books count. QBO: 6520 without it."""
        if before is not None:
            draft["QtyOnHand"] = before.get("QtyOnHand", ZERO)
        if "QtyOnHand" not in draft:
            raise fault("6520", "The tracked inventory item must have a quantity.", "QtyOnHand")
        draft["TrackQtyOnHand"] = True

    @override
    def settle(self, changes: "Changes", after: JsonObject, before: JsonObject | None) -> None:
        super().settle(changes, after, before)
        if before is None and after["Type"] == "Inventory":
            changes.enter("Item", after["Id"], _opening(changes, after))

    @override
    def present(self, company: "Company", stored: JsonObject) -> JsonObject:
        if stored["Type"] != "Inventory":
            return stored
        return {**stored, "QtyOnHand": company.general_ledger.stock(stored["Id"])}


def _opening(changes: "Changes", item: JsonObject) -> Sequence[Entry]:
    """What is on hand at the start is an asset, at its purchase cost, against the opening balance equity."""
    quantity = item["QtyOnHand"]
    value = cents(quantity * item.get("PurchaseCost", ZERO))
    return [
        Entry(item["AssetAccountRef"]["value"], value, item=item["Id"], quantity=quantity),
        Entry(changes.company.account_for("OpeningBalanceEquity"), -value),
    ]


ITEM = name_list(
    "Item",
    [
        named("Name", required=True),
        computed("FullyQualifiedName"),
        text("Description", 4000),
        text("PurchaseDesc", 1000),
        text("Sku", 100),
        choice("Type", "Inventory", "Service", "NonInventory", "Category", "Group", "Bundle"),
        flag("SubItem"),
        ref("ParentRef", "Item"),
        computed("Level", number=True),
        number("UnitPrice"),
        number("PurchaseCost"),
        number("RatePercent"),
        number("QtyOnHand"),
        number("ReorderPoint"),
        day("InvStartDate"),
        flag("Taxable"),
        flag("SalesTaxIncluded"),
        flag("PurchaseTaxIncluded"),
        flag("TrackQtyOnHand"),
        flag("PrintGroupedItems"),
        ref("IncomeAccountRef", "Account"),
        ref("ExpenseAccountRef", "Account"),
        ref("AssetAccountRef", "Account"),
        ref("SalesTaxCodeRef", "TaxCode"),
        ref("PurchaseTaxCodeRef", "TaxCode"),
        ref("ClassRef", "Class"),
        ref("PrefVendorRef", "Vendor"),
        ref("TaxClassificationRef"),
        text("ItemCategoryType", 50),
        text("ServiceType", 50),
        number("AbatementRate"),
        number("ReverseChargeRate"),
        text("Source", 50),
        opaque("ItemGroupDetail"),
        opaque("UQCDisplayText"),
        opaque("UQCId"),
        *unused("PercentBased", "PaymentMethodRef", "UOMSetRef", "COGSAccountRef", "AvgCost", "ManPartNum"),
        *unused("QtyOnPurchaseOrder", "QtyOnSalesOrder", "DepositToAccountRef", "BuildPoint", "SpecialItem"),
        *unused("SpecialItemType", "ItemAssemblyDetail", "ItemEx", "CustomField", "AttachableRef"),
    ],
    behaviour=ItemBehaviour(child_flag="SubItem"),
    unique_field="FullyQualifiedName",
    indexes=("Name", "FullyQualifiedName", "ParentRef"),
)
