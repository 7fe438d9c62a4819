"""Which log entries somebody wants to see, and in pages of how many."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.model.log_entries import LogEntry, Status
from domain.model.records import RecordKind


class DateField(StrEnum):
    """Which date `since` and `until` speak of."""

    CREATED_AT = "created_at"
    LAST_ATTEMPT_AT = "last_attempt_at"
    TXN_DATE = "txn_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """OR within one field, AND between fields; an empty field selects everything.

    `since` is inclusive and `until` exclusive. They are instants, or dates when `date_field`
    is TXN_DATE, which has no time of day. `contact` is the external reference of the contact that
    an entry is about, and `quickbooks_id` the id of an object of any kind. `words` are lower-case
    runs of letters and digits; each must start a word of the message, reference, external
    reference or contact name.
    """

    since: datetime | date | None = None
    until: datetime | date | None = None
    date_field: DateField = DateField.CREATED_AT
    statuses: frozenset[Status] = field(default_factory=frozenset)
    kinds: frozenset[RecordKind] = field(default_factory=frozenset)
    error_codes: frozenset[str] = field(default_factory=frozenset)
    excluded: bool | None = None
    needs_attention: bool = False
    changed_in_books: bool | None = None
    external_ref: str | None = None
    contact: str | None = None
    reference: str | None = None
    quickbooks_id: str | None = None
    cause_id: UUID | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """The last entry of a page, by what the list is sorted on: newest first, ties by id."""

    created_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Entries, newest first, and where the next page starts (None: this is the last)."""

    entries: tuple[LogEntry, ...]
    next: PageMark | None
