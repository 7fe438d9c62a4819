"""Records as their billing system writes them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from domain.model.records import Contact, Invoice, Payment, Record, RecordKey


def path_of(key: RecordKey) -> str:
    """Where the contract keeps a record."""
    return f"/{key.kind}s/{quote(key.external_ref, safe='')}"


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
            applied = [
                {name: value for name, value in _written(asdict(each)).items() if value is not None}
                for each in record.applied_to
            ]
            return {**_written(body), "applied_to": applied}


def _written(fields: dict[str, Any]) -> dict[str, Any]:
    """Dates and decimals become strings; what is made of parts is left to the caller."""
    plain = (str, int, type(None))
    return {name: value if isinstance(value, plain) else str(value) for name, value in fields.items()}
