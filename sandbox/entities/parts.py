"""Parts that many entities have: addresses, phones, lines, links."""

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
    whole,
)
from sandbox.entities.schema import Field


def address(name: str) -> Field:
    """A postal address."""
    lines = [text(f"Line{position}", 500) for position in range(1, 6)]
    rest = [
        text("Id", 50),
        text("City", 255),
        text("CountrySubDivisionCode", 255),
        text("Country", 255),
        text("CountryCode", 255),
        text("PostalCode", 30),
        text("PostalCodeSuffix", 30),
        text("Lat", 50),
        text("Long", 50),
        text("Note", 4000),
        text("Tag", 255),
    ]
    return part(name, [*lines, *rest])


def phone(name: str) -> Field:
    """A telephone number, in one string as a person wrote it."""
    others = [text(each, 30) for each in ("AreaCode", "CountryCode", "ExchangeCode", "Extension")]
    return part(name, [text("FreeFormNumber", 30), *others])


def website(name: str) -> Field:
    """An address on the web."""
    return part(name, [text("URI", 1000)])


def linked(name: str = "LinkedTxn") -> Field:
    """Transactions this one is tied to."""
    return many(name, [text("TxnId", 50), text("TxnType", 50), text("TxnLineId", 50)])


MARKUP: Final = part(
    "MarkupInfo", [flag("PercentBased"), number("Value"), number("Percent"), ref("PriceLevelRef")]
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

LINE_TYPES: Final = (
    "SalesItemLineDetail",
    "GroupLineDetail",
    "DescriptionOnly",
    "DiscountLineDetail",
    "SubTotalLineDetail",
    "TaxLineDetail",
)


def sales_lines() -> Field:
    """The lines of an invoice, a credit memo or another sales form."""
    return many(
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


TAX_DETAIL: Final = part(
    "TxnTaxDetail",
    [ref("TxnTaxCodeRef", "TaxCode"), ref("DefaultTaxCodeRef"), amount("TotalTax"), opaque("TaxLine")],
)

SALES_FORM: Final = (
    text("DocNumber", 21),
    ref("CustomerRef", "Customer", required=True),
    ref("CurrencyRef"),
    ref("ClassRef", "Class"),
    ref("DepartmentRef", "Department"),
    ref("SalesTermRef", "Term"),
    ref("ShipMethodRef"),
    ref("PaymentMethodRef", "PaymentMethod"),
    ref("DepositToAccountRef", "Account"),
    ref("RecurDataRef"),
    ref("TaxExemptionRef"),
    ref("ProjectRef"),
    text("PrivateNote", 4000, queryable=False),
    part("CustomerMemo", [text("value", 1000), text("id", 50), text("Id", 50)]),
    address("BillAddr"),
    address("ShipAddr"),
    address("ShipFromAddr"),
    part("BillEmail", [text("Address", 200)]),
    part("BillEmailCc", [text("Address", 200)]),
    part("BillEmailBcc", [text("Address", 200)]),
    TAX_DETAIL,
    flag("ApplyTaxAfterDiscount", default=False),
    choice("GlobalTaxCalculation", "TaxExcluded", "TaxInclusive", "NotApplicable"),
    choice("PrintStatus", "NotSet", "NeedToPrint", "PrintComplete", default="NotSet"),
    choice("EmailStatus", "NotSet", "NeedToSend", "EmailSent", "ErrorSending", default="NotSet"),
    text("TransactionLocationType", 50),
    number("ExchangeRate"),
    opaque("CustomField"),
    opaque("DeliveryInfo"),
    linked(),
    sales_lines(),
    flag("FreeFormAddress"),
    computed("TotalAmt", number=True),
    computed("HomeTotalAmt", number=True),
    computed("Balance", number=True),
    computed("HomeBalance", number=True),
)
"""What all sales forms share."""
