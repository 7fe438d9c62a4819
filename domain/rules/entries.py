"""The log entry that a newly accepted version begins with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.model.log_entries import ContactName, EntryOperation, LogEntry, Status
from domain.model.records import Contact, Record, RecordKind, StoredRecord, amount_of, reference_of

NEVER_THERE = "It never was in QuickBooks: there is nothing to void."


def new_entry(
    stored: StoredRecord, *, contact: Contact | None, is_linked: bool, new_id: UUID, now: datetime
) -> LogEntry:
    """A worker's, now; `contact` is the one it is about, if somebody submitted that."""
    record = stored.record
    is_contact = record.key.kind is RecordKind.CONTACT
    entry = LogEntry(
        id=new_id,
        company_id=stored.company_id,
        record_id=stored.id,
        record=record.key,
        source_version=record.source_version,
        operation=_operation(stored, is_linked=is_linked),
        status=Status.QUEUED,
        contact=ContactName(external_ref=record.external_ref) if is_contact else None,
        reference=None,
        amount=None,
        txn_date=None,
        created_at=now,
        updated_at=now,
        by_reference=stored.by_reference,
    )
    if stored.data:
        return with_data(entry, stored.data, contact=contact)
    # Without its data nothing can have been sent.
    return replace(entry, status=Status.SYNCED, message=NEVER_THERE) if stored.voided else entry


def with_data(entry: LogEntry, record: Record, *, contact: Contact | None) -> LogEntry:
    """The entry, saying what it is about."""
    return replace(
        entry,
        contact=ContactName(
            external_ref=_contact_ref(record), name=contact.display_name if contact else None
        ),
        reference=reference_of(record),
        amount=amount_of(record),
        txn_date=None if isinstance(record, Contact) else record.txn_date,
    )


def _operation(stored: StoredRecord, *, is_linked: bool) -> EntryOperation:
    if stored.voided:
        return EntryOperation.VOID
    return EntryOperation.UPDATE if is_linked else EntryOperation.CREATE


def _contact_ref(record: Record) -> str:
    return record.external_ref if isinstance(record, Contact) else record.contact
