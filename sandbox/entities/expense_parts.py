"""What bills, purchases and the other expenses are made of."""

from typing import Final

from sandbox.entities.fields import amount, choice, day, flag, many, number, opaque, part, ref, text, whole
from sandbox.entities.parts import HEADER, MARKUP, TAX_DETAIL, linked
from sandbox.entities.schema import Field

BILLABLE: Final = ("Billable", "NotBillable", "HasBeenBilled")

_CHARGED: Final = (
    ref("CustomerRef", "Customer"),
    ref("ClassRef", "Class"),
    ref("TaxCodeRef", "TaxCode"),
    choice("BillableStatus", *BILLABLE),
    number("TaxInclusiveAmt"),
    MARKUP,
)

LINES: Final = many(
    "Line",
    [
        text("Id", 50),
        whole("LineNum"),
        text("Description", 4000),
        amount("Amount"),
        choice(
            "DetailType",
            "AccountBasedExpenseLineDetail",
            "ItemBasedExpenseLineDetail",
            "DescriptionOnly",
            "TDSLineDetail",
        ),
        part(
            "AccountBasedExpenseLineDetail",
            [ref("AccountRef", "Account"), amount("TaxAmount"), *_CHARGED],
        ),
        part(
            "ItemBasedExpenseLineDetail",
            [
                ref("ItemRef", "Item"),
                ref("ItemAccountRef", "Account"),
                ref("PriceLevelRef"),
                number("UnitPrice"),
                number("Qty"),
                number("RatePercent"),
                day("ServiceDate"),
                *_CHARGED,
            ],
        ),
        opaque("DescriptionLineDetail"),
        opaque("TDSLineDetail"),
        linked(),
        opaque("CustomField"),
        opaque("LineEx"),
    ],
    required=True,
)


def expense(*more: Field) -> list[Field]:
    """The fields of one kind of expense."""
    return [*HEADER, TAX_DETAIL, flag("IncludeInAnnualTPAR"), LINES, *more]


def from_vendor(*more: Field, restated: bool = False) -> list[Field]:
    """The fields of an expense that is owed to a vendor, or by one."""
    return expense(
        ref("VendorRef", "Vendor", required=True, restated=restated), ref("APAccountRef", "Account"), *more
    )
