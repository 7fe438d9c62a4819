"""Item: what is sold. Its income account is where a sale is posted."""

from typing import TYPE_CHECKING

from typing_extensions import override

from sandbox.entities.entity import name_list
from sandbox.entities.fields import choice, computed, day, flag, named, number, opaque, ref, text
from sandbox.faults import QboFault, missing
from sandbox.rules.names import Nested
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.changes import Changes


class ItemBehaviour(Nested):
    """What can be sold needs an account to post it to."""

    @override
    def complete(self, changes: "Changes", draft: JsonObject, before: JsonObject | None) -> None:
        super().complete(changes, draft, before)
        draft.setdefault("Type", "NonInventory")
        draft.setdefault("Taxable", False)
        draft.setdefault("TrackQtyOnHand", False)
        if draft["Type"] == "Category":
            return
        if "IncomeAccountRef" not in draft and "ExpenseAccountRef" not in draft:
            raise QboFault([missing("IncomeAccountRef")])
        if draft["Type"] == "Inventory":
            lacking = [
                missing(each)
                for each in ("AssetAccountRef", "ExpenseAccountRef", "InvStartDate")
                if each not in draft
            ]
            if lacking:
                raise QboFault(lacking)


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
    ],
    behaviour=ItemBehaviour(child_flag="SubItem"),
    indexes=("Name", "FullyQualifiedName", "ParentRef"),
)
