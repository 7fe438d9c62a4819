"""What becomes of a link: when a sync has found the record's object, and when a person names it."""

from __future__ import annotations

from domain.model.books import LedgerRef
from domain.model.links import Link
from domain.model.log_entries import LogEntry
from domain.model.records import StoredRecord


def link_by_sync(entry: LogEntry, ref: LedgerRef, before: Link | None) -> Link:
    """Ours as before, at the object's new version; another object is nobody's choice by hand any more."""
    same = before is not None and (before.ref.entity, before.ref.id) == (ref.entity, ref.id)
    return Link(
        company_id=entry.company_id,
        record=entry.record,
        ref=ref,
        hand_version=before.hand_version if before and same else None,
        revision=_next_revision(before) - (1 if same else 0),
    )


def link_by_hand(stored: StoredRecord, ref: LedgerRef, before: Link | None) -> Link:
    """A person's choice, for the record as it is now."""
    return Link(
        company_id=stored.company_id,
        record=stored.record.key,
        ref=ref,
        hand_version=stored.record.source_version,
        revision=_next_revision(before),
    )


def is_settled_by_hand(entry: LogEntry, link: Link | None) -> bool:
    """Whether a person named the object after this version came: it is that one, as it is."""
    return link is not None and link.hand_version is not None and entry.source_version <= link.hand_version


def _next_revision(before: Link | None) -> int:
    return before.revision + 1 if before else 1
