"""The sync log, which is also the workers' queue."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row
from adapters.database.types import Document, one_of
from domain.model.attempts import AttemptOutcome
from domain.model.book_events import ChangeMark
from domain.model.commands import Draft
from domain.model.log_entries import EntryOperation, Status, SyncError
from domain.model.outcomes import Evidence
from domain.model.records import RecordKey, RecordKind


class LogEntryRow(Row):
    """One record version on its way to the books.

    `due_at` is when a worker may take it: the end of the lease while a worker has it, and
    null when nobody will. `drain_epoch` is the drain that has it. `notified_cause_id` is the
    cause that staff were last told of, `notified_at` null while they do not know the
    present one. `search` holds the words to find it by.
    """

    __tablename__ = "log_entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    record_id: Mapped[UUID] = mapped_column(ForeignKey("records.id"))
    kind: Mapped[RecordKind] = mapped_column(one_of(RecordKind))
    external_ref: Mapped[str]
    source_version: Mapped[int]
    operation: Mapped[EntryOperation] = mapped_column(one_of(EntryOperation))
    status: Mapped[Status] = mapped_column(one_of(Status))
    contact_ref: Mapped[str | None]
    contact_name: Mapped[str | None]
    reference: Mapped[str | None]
    amount: Mapped[Decimal | None]
    currency: Mapped[str | None]
    txn_date: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    message: Mapped[str | None]
    error: Mapped[SyncError | None] = mapped_column(Document(SyncError))
    error_code: Mapped[str | None]
    error_subject: Mapped[str | None]
    cause_id: Mapped[UUID | None]
    waiting_for: Mapped[tuple[RecordKey, ...]] = mapped_column(Document(tuple[RecordKey, ...]))
    excluded_by: Mapped[str | None]
    excluded_at: Mapped[datetime | None]
    excluded_reason: Mapped[str | None]
    by_hand: Mapped[bool]
    attempts: Mapped[int]
    stale_reads: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    last_attempt_at: Mapped[datetime | None]
    ref_entity: Mapped[str | None]
    ref_id: Mapped[str | None]
    ref_version: Mapped[str | None]
    operation_id: Mapped[UUID | None] = mapped_column(ForeignKey("operations.id"))
    lease_epoch: Mapped[int]
    by_reference: Mapped[bool] = mapped_column(server_default=false())
    rank: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime | None]
    drain_epoch: Mapped[int | None]
    notified_cause_id: Mapped[UUID | None]
    notified_at: Mapped[datetime | None]
    search: Mapped[str]
    changed_in_books: Mapped[ChangeMark | None] = mapped_column(Document(ChangeMark))


class WaitRow(Row):
    """A record that a waiting entry needs in the books first; it may not be submitted yet."""

    __tablename__ = "waits"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("log_entries.id"), primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    kind: Mapped[RecordKind] = mapped_column(one_of(RecordKind), primary_key=True)
    external_ref: Mapped[str] = mapped_column(primary_key=True)


class AttemptRow(Row):
    """One sending of an entry; without a draft, one that had nothing to send."""

    __tablename__ = "attempts"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("log_entries.id"))
    number: Mapped[int]
    request_id: Mapped[str]
    epoch: Mapped[int]
    draft: Mapped[Draft | None] = mapped_column(Document(Draft))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[AttemptOutcome | None] = mapped_column(one_of(AttemptOutcome))
    evidence: Mapped[Evidence | None] = mapped_column(Document(Evidence))
