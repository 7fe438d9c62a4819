"""Log entries as they lie in rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from adapters.database.moments import LONG_AGO
from adapters.database.words import words_of
from domain.model.books import LedgerRef
from domain.model.log_entries import ContactName, Exclusion, LogEntry, Status
from domain.model.money import Money
from domain.model.records import RecordKey

FOR_A_WORKER = frozenset({Status.QUEUED, Status.RETRYING, Status.UNCERTAIN})

SAME_IN_BOTH = (
    "id",
    "company_id",
    "record_id",
    "source_version",
    "operation",
    "status",
    "reference",
    "txn_date",
    "created_at",
    "updated_at",
    "message",
    "error",
    "cause_id",
    "waiting_for",
    "by_hand",
    "attempts",
    "stale_reads",
    "next_attempt_at",
    "last_attempt_at",
    "operation_id",
    "lease_epoch",
    "by_reference",
    "changed_in_books",
)
"""The columns that are named like the entry's fields and hold the same."""


def values_of(entry: LogEntry) -> dict[str, Any]:
    """Return the columns that follow from the entry alone: all but who has it and what staff were told."""
    same = {name: getattr(entry, name) for name in SAME_IN_BOTH}
    return same | {
        "kind": entry.record.kind,
        "external_ref": entry.record.external_ref,
        "rank": entry.rank,
        "contact_ref": entry.contact.external_ref if entry.contact else None,
        "contact_name": entry.contact.name if entry.contact else None,
        "amount": entry.amount.amount if entry.amount else None,
        "currency": entry.amount.currency if entry.amount else None,
        "error_code": entry.error.code if entry.error else None,
        "error_subject": entry.error.subject if entry.error else None,
        "excluded_by": entry.excluded.by if entry.excluded else None,
        "excluded_at": entry.excluded.at if entry.excluded else None,
        "excluded_reason": entry.excluded.reason if entry.excluded else None,
        "ref_entity": entry.ref.entity if entry.ref else None,
        "ref_id": entry.ref.id if entry.ref else None,
        "ref_version": entry.ref.version if entry.ref else None,
        "search": " ".join(_words_of(entry)),
    }


def due_at(entry: LogEntry) -> datetime | None:
    """When a worker may take it, unless one has it: at once, at its next attempt, or (None) never."""
    return (entry.next_attempt_at or LONG_AGO) if entry.status in FOR_A_WORKER else None


def entry_of(row: Row[Any]) -> LogEntry:
    """Return the entry of a row."""
    same = {name: getattr(row, name) for name in SAME_IN_BOTH}
    return LogEntry(
        record=RecordKey(kind=row.kind, external_ref=row.external_ref),
        contact=_contact(row),
        amount=None if row.amount is None else Money(amount=row.amount, currency=row.currency),
        excluded=_exclusion(row),
        ref=_ref(row),
        **same,
    )


def _words_of(entry: LogEntry) -> tuple[str, ...]:
    name = entry.contact.name if entry.contact else None
    return words_of(entry.message, entry.reference, entry.record.external_ref, name)


def _contact(row: Row[Any]) -> ContactName | None:
    if row.contact_ref is None:
        return None
    return ContactName(external_ref=row.contact_ref, name=row.contact_name)


def _exclusion(row: Row[Any]) -> Exclusion | None:
    if row.excluded_at is None:
        return None
    return Exclusion(by=row.excluded_by, at=row.excluded_at, reason=row.excluded_reason)


def _ref(row: Row[Any]) -> LedgerRef | None:
    if row.ref_id is None:
        return None
    return LedgerRef(entity=row.ref_entity, id=row.ref_id, version=row.ref_version)
