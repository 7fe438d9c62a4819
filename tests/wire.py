"""Records as their billing system writes them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from domain.model.records import Contact, Credit, Invoice, Payment, Record, RecordKey, Relief, WriteOff


def path_of(key: RecordKey) -> str:
    """Where the contract keeps a record."""
    return f"/{key.kind.replace('_', '-')}s/{quote(key.external_ref, safe='')}"


def body_of(record: Record) -> dict[str, Any]:
    """What a PUT of the record would send."""
    body = {name: value for name, value in asdict(record).items() if name != "external_ref"}
    match record:
        case Contact():
            return body
        case Invoice():
            lines = [_written(asdict(line)) for line in record.lines]
            discount = _written(asdict(record.discount)) if record.discount else None
            return {**_written(body), "lines": lines, "discount": discount}
        case Payment():
            return {**_written(body), "applied_to": _applied(record)}
        case Credit() | WriteOff():
            lines = [_written(asdict(line)) for line in record.lines]
            return {**_written(body), "lines": lines, "applied_to": _applied(record)}


def _applied(record: Payment | Relief) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in _written(asdict(each)).items() if value is not None}
        for each in record.applied_to
    ]


def _written(fields: dict[str, Any]) -> dict[str, Any]:
    """Dates and decimals become strings; what is made of parts is left to the caller."""
    plain = (str, int, type(None))
    return {name: value if isinstance(value, plain) else str(value) for name, value in fields.items()}
