"""What of a sent body may be shown: money, numbers, references and dates; no person."""

from __future__ import annotations

import json
from typing import Any, Final

REDACTED: Final = "[redacted]"

# By QBO's names. Objects and arrays are entered; a value under any other name is hidden.
SHOWN: Final = frozenset(
    {
        "Active",
        "Amount",
        "ApplyTaxAfterDiscount",
        "DetailType",
        "DocNumber",
        "DueDate",
        "Id",
        "PaymentRefNum",
        "Qty",
        "SyncToken",
        "TotalAmt",
        "TxnDate",
        "TxnId",
        "TxnType",
        "UnitPrice",
        "sparse",
    }
)
REFERENCE: Final = "Ref"  # CustomerRef, ItemRef, CurrencyRef: their `value` is an id or a code


def redacted(body: str) -> str:
    """The body as it was sent, with everything hidden that could name or describe a person."""
    try:
        sent = json.loads(body, parse_float=str)  # a float would round the very amounts that matter
    except ValueError:
        return REDACTED
    return json.dumps(_hide(sent), ensure_ascii=False, indent=2)


def _hide(value: Any, name: str = "", parent: str = "") -> Any:  # noqa: ANN401  # JSON is any of its types
    match value:
        case dict():
            return {inside: _hide(each, inside, name) for inside, each in value.items()}
        case list():
            return [_hide(each, name, parent) for each in value]
        case _:
            return value if _is_shown(name, parent) else REDACTED


def _is_shown(name: str, parent: str) -> bool:
    return name in SHOWN or (name == "value" and parent.endswith(REFERENCE))
