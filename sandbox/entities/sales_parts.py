"""What invoices, credit memos and the other sales forms are made of."""

from typing import Final

from sandbox.entities.fields import (
    amount,
    choice,
    computed,
    day,
    flag,
    many,
    number,
    opaque,
    part,
    percent,
    ref,
    text,
    unused,
    whole,
)
from sandbox.entities.kinds import Flag
from sandbox.entities.parts import HEADER, MARKUP, TAX_DETAIL, address, linked
from sandbox.entities.schema import Field

LINE_TYPES: Final = (
    "SalesItemLineDetail",
    "GroupLineDetail",
    "DescriptionOnly",
    "DiscountLineDetail",
    "SubTotalLineDetail",
    "TaxLineDetail",
)

SALES_DETAIL: Final = part(
    "SalesItemLineDetail",
    [
        ref("ItemRef", "Item"),
        ref("ItemAccountRef", "Account"),
        ref("ClassRef", "Class"),
        ref("TaxCodeRef", "TaxCode"),
        ref("PriceLevelRef"),
        number("UnitPrice"),
        number("Qty"),
        number("RatePercent"),
        number("TaxInclusiveAmt"),
        number("DiscountRate"),
        amount("DiscountAmt"),
        day("ServiceDate"),
        MARKUP,
        opaque("TaxClassificationRef"),
        *unused("UOMRef", "InventorySiteRef", "SalesItemLineDetailEx"),
    ],
)

DISCOUNT_DETAIL: Final = part(
    "DiscountLineDetail",
    [
        flag("PercentBased"),
        percent("DiscountPercent"),
        ref("DiscountAccountRef", "Account"),
        ref("DiscountRef"),
        ref("ClassRef", "Class"),
        ref("TaxCodeRef", "TaxCode"),
        opaque("Discount"),
    ],
)

LINES: Final = many(
    "Line",
    [
        text("Id", 50),
        whole("LineNum"),
        text("Description", 4000),
        amount("Amount"),
        choice("DetailType", *LINE_TYPES),
        SALES_DETAIL,
        DISCOUNT_DETAIL,
        opaque("SubTotalLineDetail"),
        opaque("SubtotalLineDetail"),
        opaque("DescriptionLineDetail"),
        opaque("GroupLineDetail"),
        opaque("TaxLineDetail"),
        linked(),
        opaque("CustomField"),
        opaque("LineEx"),
    ],
    required=True,
)

MAILED: Final = ("BillEmail", "BillEmailCc", "BillEmailBcc")
_COMMON: Final = (
    *HEADER,
    Field(name="AutoDocNumber", kind=Flag(), queryable=False),
    ref("ClassRef", "Class"),
    ref("SalesTermRef", "Term"),
    ref("ShipMethodRef"),
    ref("PaymentMethodRef", "PaymentMethod"),
    ref("DepositToAccountRef", "Account"),
    ref("TaxExemptionRef"),
    ref("ProjectRef"),
    part("CustomerMemo", [text("value", 1000), text("id", 50), text("Id", 50)]),
    address("BillAddr"),
    address("ShipAddr"),
    address("ShipFromAddr"),
    *(part(each, [text("Address", 200), *unused("Id", "Default", "Tag")]) for each in MAILED),
    TAX_DETAIL,
    flag("ApplyTaxAfterDiscount", default=False),
    choice("PrintStatus", "NotSet", "NeedToPrint", "PrintComplete", default="NotSet"),
    choice("EmailStatus", "NotSet", "NeedToSend", "EmailSent", "ErrorSending", default="NotSet"),
    opaque("DeliveryInfo"),
    flag("FreeFormAddress"),
    day("DueDate"),
    day("ShipDate"),
    text("TrackingNum", 31),
    LINES,
    computed("Balance", number=True),
    computed("HomeBalance", number=True),
    *unused("RemitToRef", "SalesRepRef", "PONumber", "FOB", "TemplateRef", "ARAccountRef", "FinanceCharge"),
    *unused("DiscountRate", "DiscountAmt", "GovtTxnRefIdentifier"),
)

PAID: Final = (
    text("PaymentRefNum", 21),
    text("PaymentType", 50),
    opaque("CreditCardPayment"),
    opaque("CheckPayment"),
)
"""How money changed hands at once: on sales and refund receipts."""


def sales_form(*more: Field, customer_required: bool = True) -> list[Field]:
    """The fields of one sales form. A receipt may be nobody's."""
    return [ref("CustomerRef", "Customer", required=customer_required), *_COMMON, *more]
