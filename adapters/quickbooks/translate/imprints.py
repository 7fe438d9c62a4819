"""How an object of QBO looks: a digest of what we write of one, whoever wrote it last.

What moves by itself is left out (balances, what is applied to an invoice, that it was mailed or
deposited), and so is what people write beside our own words: notes. Numbers and blanks are
compared by what they say, since QBO spells them its own way.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from domain.model.books import Imprint

FORM: Final = "1"
"""Which fields are compared, and how: to be counted up with any change, since digests of two forms differ."""

_SALES: Final = ("TxnDate", "CustomerRef.value", "CurrencyRef.value", "TotalAmt")
_LINE: Final = (
    "DetailType",
    "Amount",
    "Description",
    "SalesItemLineDetail.ItemRef.value",
    "SalesItemLineDetail.Qty",
    "SalesItemLineDetail.UnitPrice",
    "SalesItemLineDetail.TaxCodeRef.value",
    "DiscountLineDetail.DiscountAccountRef.value",
)
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "Customer": (
        "DisplayName",
        "CompanyName",
        "GivenName",
        "FamilyName",
        "Suffix",
        "Active",
        "CurrencyRef.value",
        "PrimaryEmailAddr.Address",
        "PrimaryPhone.FreeFormNumber",
        *(f"BillAddr.Line{number}" for number in range(1, 6)),
        "BillAddr.City",
        "BillAddr.CountrySubDivisionCode",
        "BillAddr.PostalCode",
        "BillAddr.Country",
    ),
    "Invoice": ("DocNumber", "DueDate", "CustomerMemo.value", *_SALES),
    "Payment": ("PaymentRefNum", "PaymentMethodRef.value", *_SALES),
    "CreditMemo": ("DocNumber", "CustomerMemo.value", *_SALES),
}
_LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "Customer": (),
    "Invoice": _LINE,
    "Payment": ("Amount", "LinkedTxn"),
    "CreditMemo": _LINE,
}
_NUMBERS: Final = frozenset({"Amount", "TotalAmt", "Qty", "UnitPrice"})
_OF_ITS_OWN_MAKING: Final = "SubTotalLineDetail"


def imprint_of(entity: str, found: object) -> Imprint | None:
    """How it looks; None of an entity that we do not post, and of what is no whole object."""
    if entity not in _FIELDS or not isinstance(found, Mapping) or "SyncToken" not in found:
        return None
    looks = [_looks(found, _FIELDS[entity]), *_lines_of(entity, found.get("Line"))]
    text = json.dumps(looks, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Imprint(form=FORM, digest=digest, at=_changed_at(found))


def _lines_of(entity: str, lines: object) -> list[list[str]]:
    """Without the sub-total that QBO adds by itself; a payment's lines have no order of their own."""
    if not isinstance(lines, list):
        return []
    ours = [line for line in lines if _at(line, "DetailType") != _OF_ITS_OWN_MAKING]
    looks = [_looks(line, _LINES[entity]) for line in ours]
    return sorted(looks) if entity == "Payment" else looks


def _looks(found: object, paths: tuple[str, ...]) -> list[str]:
    return [_said(path.rpartition(".")[2], _at(found, path)) for path in paths]


def _at(found: object, path: str) -> object:
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _said(name: str, value: object) -> str:
    if isinstance(value, list):
        ties = (f"{_at(each, 'TxnType')} {_at(each, 'TxnId')}" for each in value)
        return ",".join(sorted(ties))
    return _number(value) if name in _NUMBERS else _text(value)


def _number(value: object) -> str:
    """Nothing is as good as nought: QBO leaves out what is none."""
    try:
        return str((Decimal(str(value)) if value is not None else Decimal()).normalize() + 0)
    except InvalidOperation:
        return _text(value)


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _changed_at(found: object) -> datetime | None:
    """By QBO's own clock."""
    text = _at(found, "MetaData.LastUpdatedTime")
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
