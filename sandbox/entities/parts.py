"""Parts that many entities have: addresses, phones, links, what heads a transaction."""

from typing import Final

from sandbox.entities.fields import (
    amount,
    choice,
    computed,
    flag,
    many,
    number,
    opaque,
    part,
    ref,
    text,
    unused,
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
    labels = unused("Id", "DeviceType", "Default", "Tag")
    return part(name, [text("FreeFormNumber", 30), *others, *labels])


def website(name: str) -> Field:
    """An address on the web."""
    return part(name, [text("URI", 1000), *unused("Id", "Default", "Tag")])


def linked(name: str = "LinkedTxn") -> Field:
    """Transactions this one is tied to."""
    return many(name, [text("TxnId", 50), text("TxnType", 50), text("TxnLineId", 50)])


MARKUP: Final = part(
    "MarkupInfo",
    [
        flag("PercentBased"),
        number("Value"),
        number("Percent"),
        ref("PriceLevelRef"),
        ref("MarkUpIncomeAccountRef", "Account"),
    ],
)

TAX_DETAIL: Final = part(
    "TxnTaxDetail",
    [ref("TxnTaxCodeRef", "TaxCode"), ref("DefaultTaxCodeRef"), amount("TotalTax"), opaque("TaxLine")],
)

HEADER: Final = (
    text("DocNumber", 21),
    text("PrivateNote", 4000, queryable=False),
    ref("DepartmentRef", "Department"),
    ref("CurrencyRef"),
    ref("RecurDataRef"),
    number("ExchangeRate"),
    text("TxnSource", 50),
    text("TransactionLocationType", 50),
    choice("GlobalTaxCalculation", "TaxExcluded", "TaxInclusive", "NotApplicable"),
    opaque("CustomField"),
    opaque("AttachableRef"),
    linked(),
    computed("TotalAmt", number=True),
    computed("HomeTotalAmt", number=True),
    *unused("TxnStatus", "TaxFormType", "TaxFormNum", "Tag", "TxnApprovalInfo", "RecurringInfo"),
)
"""What nearly every transaction has."""
