"""What QuickBooks tells of changes in the books, and the mark that one leaves on a log entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class BookChange(StrEnum):
    """What somebody did to an object in QuickBooks."""

    CHANGED = "changed"
    DELETED = "deleted"
    VOIDED = "voided"
    MERGED = "merged"  # into another, which has all that was its own


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMark:
    """The object of an entry is not what was posted any more, because of somebody in QuickBooks."""

    at: datetime
    what: BookChange


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNotice:
    """One event in QuickBooks' own words; nobody has looked yet whether they mean anything to us.

    `id` is the event's own, which the older shape does not have; `merged_id` is the object that is
    no more, when two were merged into `object_id`.
    """

    realm_id: str
    entity: str
    object_id: str
    operation: str
    at: datetime | None
    id: str | None = None
    merged_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookEvent:
    """A change of one object that may be a record's; `key` is the same however often it is told.

    `at` is by QuickBooks' clock, and None where it did not say when.
    """

    company_id: UUID
    key: str
    realm_id: str
    entity: str
    object_id: str
    change: BookChange
    at: datetime | None
    received_at: datetime
