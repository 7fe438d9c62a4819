"""Records as they lie in rows: the body as JSON, which the kind says how to read.

The body of a record by reference is empty until its data was fetched for the first time.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from domain.model.records import (
    ByReference,
    Contact,
    Credit,
    Invoice,
    Payment,
    Record,
    RecordKind,
    StoredRecord,
    Submission,
    WriteOff,
)

BODIES: dict[RecordKind, TypeAdapter[Record]] = {
    RecordKind.CONTACT: TypeAdapter(Contact),
    RecordKind.INVOICE: TypeAdapter(Invoice),
    RecordKind.PAYMENT: TypeAdapter(Payment),
    RecordKind.CREDIT: TypeAdapter(Credit),
    RecordKind.WRITE_OFF: TypeAdapter(WriteOff),
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
        "voided": stored.voided,
        "by_reference": stored.by_reference,
        "body": _body_of(record),
        "payment_method": record.method if isinstance(record, Payment) else None,
    }


def record_of(row: Row[Any]) -> StoredRecord:
    """Return the record of a row."""
    return StoredRecord(
        id=row.id,
        company_id=row.company_id,
        record=_content_of(row),
        by_reference=row.by_reference,
        voided=row.voided,
    )


def _body_of(record: Submission) -> object:
    return {} if isinstance(record, ByReference) else BODIES[record.kind].dump_python(record, mode="json")


def _content_of(row: Row[Any]) -> Submission:
    if row.body:
        return BODIES[row.kind].validate_python(row.body)
    return ByReference(kind=row.kind, external_ref=row.external_ref, source_version=row.source_version)
