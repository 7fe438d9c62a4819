"""The parts that QBO's bodies are made of. What is not given is left out, never sent as "" or 0."""

from __future__ import annotations

from decimal import Decimal

Body = dict[str, object]


def exact(number: Decimal) -> str:
    """Every digit, no exponent; equal numbers look the same. QBO takes numbers as strings."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def ref(value: str) -> Body:
    """A reference to another object."""
    return {"value": value}


def given(**fields: object) -> Body:
    """Those of the fields that have a value."""
    return {name: value for name, value in fields.items() if value not in (None, "", {})}


def linked_line(txn_type: str, txn_id: str, amount: Decimal) -> Body:
    """A line of a payment: so much of it for that transaction."""
    return {"Amount": exact(amount), "LinkedTxn": [{"TxnId": txn_id, "TxnType": txn_type}]}
