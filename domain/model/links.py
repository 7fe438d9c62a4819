"""Links: which record is which object of the books."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.model.books import LedgerRef
from domain.model.records import RecordKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The record's object; `ref.version` is the last SyncToken that a write told us.

    `hand_version` is the version of the record that was current when a person said which
    object it is; None where a sync found or made it. `revision` grows when the link leads
    to another object, or comes into a person's hands (its ETag).
    """

    company_id: UUID
    record: RecordKey
    ref: LedgerRef
    hand_version: int | None = None
    revision: int = 1

    @property
    def by_hand(self) -> bool:
        """Whether a person said which object it is."""
        return self.hand_version is not None
