"""Links: which record is which object of the books."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.model.books import LedgerRef
from domain.model.records import RecordKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The record's object; `ref.version` is the last SyncToken that a write told us."""

    company_id: UUID
    record: RecordKey
    ref: LedgerRef
