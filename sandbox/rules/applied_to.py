"""What QBO tells, in a payment's lines, of the transactions they are applied to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sandbox.entities.kinds import CENT
from sandbox.rules.links import open_amount
from sandbox.shapes import JsonObject

if TYPE_CHECKING:
    from sandbox.books.company import Company

_ANY: Final[Mapping[str, object]] = {
    "name": "{http://schema.intuit.com/finance/v3}NameValue",
    "declaredType": "com.intuit.schema.finance.v3.NameValue",
    "scope": "javax.xml.bind.JAXBElement$GlobalScope",
    "nil": False,
    "globalScope": True,
    "typeSubstituted": False,
}


def described(company: "Company", line: JsonObject) -> JsonObject:
    """A payment's line with its `LineEx`: id, number, and what was open but for this line."""
    (tie,) = line["LinkedTxn"]
    told = {"txnId": tie["TxnId"]}
    target = company.find(tie["TxnType"], tie["TxnId"])
    if target is not None:
        told["txnOpenBalance"] = _cents(open_amount(target) + line["Amount"])
    if target is not None and "DocNumber" in target:
        told["txnReferenceNumber"] = target["DocNumber"]
    pairs = [{**_ANY, "value": {"Name": name, "Value": value}} for name, value in told.items()]
    return {**line, "LineEx": {"any": pairs}}


def _cents(amount: Decimal) -> str:
    return str(amount.quantize(CENT))
