"""Records as they lie in rows: the body as JSON, which the kind says how to read."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from domain.model.records import Contact, Invoice, Payment, Record, RecordKind, StoredRecord

BODIES: dict[RecordKind, TypeAdapter[Record]] = {
    RecordKind.CONTACT: TypeAdapter(Contact),
    RecordKind.INVOICE: TypeAdapter(Invoice),
    RecordKind.PAYMENT: TypeAdapter(Payment),
}


def values_of(stored: StoredRecord) -> dict[str, object]:
    """Return the columns of a record."""
    record = stored.record
    return {
        "id": stored.id,
        "company_id": stored.company_id,
        "kind": record.kind,
        "external_ref": record.external_ref,
        "source_version": record.source_version,
        "body": BODIES[record.kind].dump_python(record, mode="json"),
        "payment_method": record.method if isinstance(record, Payment) else None,
    }


def record_of(row: Row[Any]) -> StoredRecord:
    """Return the record of a row."""
    return StoredRecord(
        id=row.id, company_id=row.company_id, record=BODIES[row.kind].validate_python(row.body)
    )
