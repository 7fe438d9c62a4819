"""Log entries: one per record version, with what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.model.book_events import ChangeMark
from domain.model.books import LedgerRef
from domain.model.money import Money
from domain.model.outcomes import Fault
from domain.model.records import RecordKey, RecordKind

MAX_ATTEMPTS = 10

RANKS = {
    RecordKind.CONTACT: 0,
    RecordKind.INVOICE: 1,
    RecordKind.PAYMENT: 2,
    RecordKind.CREDIT: 2,
    RecordKind.WRITE_OFF: 2,
}
VOIDS_LAST = 3


class Status(StrEnum):
    """Where an entry stands, said by who acts next."""

    QUEUED = "queued"  # a worker, now
    SYNCING = "syncing"  # a worker has it
    WAITING = "waiting"  # another record must come first
    RETRYING = "retrying"  # a worker, at next_attempt_at
    UNCERTAIN = "uncertain"  # a worker, which asks the books
    FAILED = "failed"  # a person
    SYNCED = "synced"  # nobody
    SKIPPED = "skipped"  # nobody, until the settings change
    SUPERSEDED = "superseded"  # nobody: a newer version took its place


class EntryOperation(StrEnum):
    """What the entry does to the books."""

    CREATE = "create"
    UPDATE = "update"
    VOID = "void"


class ErrorOutcome(StrEnum):
    """Whether the record is out of the books for certain."""

    NOT_APPLIED = "not_applied"
    UNCERTAIN = "uncertain"
    INCOMPLETE = "incomplete"  # it is in the books, and not as it was billed


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A person's decision: the full resync leaves this entry out."""

    by: str
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncError:
    """What went wrong, by a code of the catalogue.

    `context` holds what the message was filled with and what remedies need;
    `subject` is what the failure is about: failures of one code and subject share a cause.
    """

    code: str
    message: str
    subject: str
    outcome: ErrorOutcome = ErrorOutcome.NOT_APPLIED
    context: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    intuit_tid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactName:
    """The contact an entry is about, by reference and, once known, by name."""

    external_ref: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One record version on its way to the books.

    `record_id` is shared by all versions of the record. `attempts` counts the running
    cycle of at most MAX_ATTEMPTS; a person's resync starts a new one. `by_hand` says that
    a person asked for this cycle, which an exclusion does not stop. `by_reference` says that
    its data is fetched at each attempt; until then nobody knows what it is about. `lease_epoch` grows
    with each claim and fences off a worker that lost its lease. `cause_id` groups
    failures of one cause. `operation_id` is the bulk resync it runs in. `changed_in_books` says
    that somebody changed its object in QuickBooks since it was posted.
    """

    id: UUID
    company_id: UUID
    record_id: UUID
    record: RecordKey
    source_version: int
    operation: EntryOperation
    status: Status
    contact: ContactName | None
    reference: str | None
    amount: Money | None
    txn_date: date | None
    created_at: datetime
    updated_at: datetime
    message: str | None = None
    error: SyncError | None = None
    cause_id: UUID | None = None
    waiting_for: tuple[RecordKey, ...] = ()
    excluded: Exclusion | None = None
    by_hand: bool = False
    attempts: int = 0
    stale_reads: int = 0
    next_attempt_at: datetime | None = None
    last_attempt_at: datetime | None = None
    ref: LedgerRef | None = None
    operation_id: UUID | None = None
    lease_epoch: int = 0
    by_reference: bool = False
    changed_in_books: ChangeMark | None = None

    @property
    def rank(self) -> int:
        """Parents before children, and what takes back behind what posts: the order of pushing."""
        return VOIDS_LAST if self.operation is EntryOperation.VOID else RANKS[self.record.kind]

    @property
    def is_left_out(self) -> bool:
        """Excluded, and nobody asked for this cycle: no machine may send it."""
        return self.excluded is not None and not self.by_hand

    @property
    def needs_attention(self) -> bool:
        """Failed, and nobody decided to leave it."""
        return self.status is Status.FAILED and self.excluded is None
