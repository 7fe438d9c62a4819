"""The sync log, and the queue that it is for the workers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.attempts import Attempt
from domain.model.companies import DrainLease
from domain.model.failures import EVERY_FAILURE, Chosen
from domain.model.log_entries import LogEntry
from domain.model.log_filter import LogFilter, LogPage, PageMark
from domain.model.notifications import CauseSummary
from domain.model.operations import Operation
from domain.model.records import RecordKey


class Log(Protocol):
    """Every entry, as people see it."""

    async def add(self, entries: Sequence[LogEntry]) -> None:
        """Write new entries."""
        ...

    async def get(self, company_id: UUID, entry_id: UUID) -> LogEntry | None:
        """Return one, locked against change until the end of the unit of work."""
        ...

    async def save(self, entry: LogEntry) -> None:
        """Write a changed entry that this unit of work has locked by `get` or `of_records`."""
        ...

    async def page(
        self, company_id: UUID, wanted: LogFilter, *, after: PageMark | None, limit: int
    ) -> LogPage:
        """Return up to `limit` entries, newest first, beginning behind `after`."""
        ...

    async def of_records(self, company_id: UUID, keys: Collection[RecordKey]) -> Sequence[LogEntry]:
        """Return all entries of these records that are not superseded, newest first, locked."""
        ...

    async def new_causes(self, company_id: UUID, *, at: datetime) -> Sequence[CauseSummary]:
        """Take the causes nobody was told of, and note that they are told at `at`.

        Counted are the failed, not excluded entries never notified before; a cause with an
        entry that was notified and still needs attention is not new, but its new entries
        are noted as told too. `correction` is left empty: the catalogue knows it.
        """
        ...


class Queue(Protocol):
    """The same entries, as the workers see them; leases run by the database's clock."""

    async def claim(self, lease: DrainLease, *, limit: int, seconds: float) -> Sequence[LogEntry]:
        """Take due entries of the lowest rank that has any, oldest first, and return them as claimed.

        Due: queued, retrying or uncertain with its time come, or syncing with a lapsed lease;
        not excluded unless `by_hand`; no other version of the record syncing or uncertain,
        and no older one due. Each becomes `syncing` with a raised `lease_epoch`.
        """
        ...

    async def settle(self, entry: LogEntry) -> bool:
        """Write what became of a claimed entry, and its operation's item; end its lease.

        False, and nothing is written, when its `lease_epoch` is not the row's any more.
        """
        ...

    async def wake(self, company_id: UUID, key: RecordKey) -> int:
        """Queue every entry that waits for this record, or failed since it was given up; return how many.

        One that failed so and is excluded itself stays as it is.
        """
        ...

    async def wake_ready(self, company_id: UUID) -> int:
        """Queue what `wake` would have, had nobody held it just then; return how many.

        A waiting entry none of whose needs is unlinked, or one of whose needs was given up; and one
        that failed for a need which is not given up any more.
        """
        ...

    async def has_due(self, company_id: UUID) -> bool:
        """Whether `claim` would find anything now, or there are events of the books to look into."""
        ...

    async def due(self) -> Sequence[DrainLease]:
        """Every company that has something due or ready to wake, is not held and not being drained.

        Events of the books that nobody has looked into are something due.
        """
        ...


class Drains(Protocol):
    """The right to drain a company, one worker at a time, by the database's clock."""

    async def take(self, company_id: UUID, *, seconds: float) -> DrainLease | None:
        """Take the lease under a new epoch, unless somebody holds it or the company is held."""
        ...

    async def renew(self, lease: DrainLease, *, seconds: float) -> bool:
        """Extend it, and the leases of the entries claimed under it; False when it was lost."""
        ...

    async def release(self, lease: DrainLease) -> None:
        """Give it back; nothing happens when it was lost."""
        ...

    async def last(self, company_id: UUID) -> DrainLease:
        """Return the lease that was taken last; epoch 0 before the first."""
        ...


class Attempts(Protocol):
    """Every sending; append-only but for its one result."""

    async def begin(self, attempts: Sequence[Attempt]) -> Sequence[Attempt]:
        """Write them down before they are sent, and count each on its entry.

        Only those whose entry is still `syncing` under their `epoch`; these are returned.
        An entry's `attempts` grows by one, its `last_attempt_at` becomes `started_at`.
        """
        ...

    async def finish(self, attempt: Attempt) -> None:
        """Write the result of one."""
        ...

    async def of_entry(self, entry_id: UUID) -> Sequence[Attempt]:
        """Return an entry's attempts by their number."""
        ...

    async def newest(self, entry_ids: Collection[UUID]) -> Mapping[UUID, Attempt]:
        """Return the last attempt of each entry that has one."""
        ...


class Operations(Protocol):
    """Bulk resyncs."""

    async def start(self, operation: Operation, chosen: Chosen = EVERY_FAILURE) -> Operation:
        """Freeze its set: each chosen failed, not excluded entry becomes queued with a fresh count.

        Return the operation with its progress. One with an empty set is finished at once.
        """
        ...

    async def running(self, company_id: UUID) -> Operation | None:
        """Return the one that is under way; nobody else starts one until the end of the unit of work."""
        ...

    async def get(self, company_id: UUID, operation_id: UUID) -> Operation | None:
        """Return one with its progress."""
        ...

    async def finish_done(self, company_id: UUID, *, at: datetime) -> None:
        """Mark those finished that have nothing pending any more."""
        ...
