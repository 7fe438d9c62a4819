"""The sync log, as people see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select

from adapters.database.causes import take_new_causes
from adapters.database.entries import due_at, entry_of, values_of
from adapters.database.entry_changes import rewrite
from adapters.database.keys import has_key
from adapters.database.log_conditions import behind, selected
from adapters.database.operation_items import note_decided
from adapters.database.repository import SqlRepository
from adapters.database.rows import LogEntryRow
from adapters.database.tenancy import searching
from adapters.database.waits import forget_waits, note_waits
from domain.model.log_entries import LogEntry, Status
from domain.model.log_filter import LogFilter, LogPage, PageMark
from domain.model.notifications import CauseSummary
from domain.model.records import RecordKey


class SqlLog(SqlRepository):
    """Every entry, as people see it."""

    async def add(self, entries: Sequence[LogEntry]) -> None:
        """Write new entries."""
        if not entries:
            return
        rows = [values_of(entry) | {"due_at": due_at(entry)} for entry in entries]
        await self._connection.execute(insert(LogEntryRow), rows)
        await note_waits(self._connection, *entries)

    async def get(self, company_id: UUID, entry_id: UUID) -> LogEntry | None:
        """Return one, locked against change until the end of the unit of work."""
        found = await self._connection.execute(
            select(LogEntryRow)
            .where(LogEntryRow.company_id == company_id, LogEntryRow.id == entry_id)
            .with_for_update(key_share=True)
        )
        row = found.one_or_none()
        return entry_of(row) if row else None

    async def save(self, entry: LogEntry) -> None:
        """Write a changed entry that this unit of work has locked by `get` or `of_records`."""
        await rewrite(self._connection, entry)
        await forget_waits(self._connection, entry)
        await note_waits(self._connection, entry)
        await note_decided(self._connection, entry)

    async def page(
        self, company_id: UUID, wanted: LogFilter, *, after: PageMark | None, limit: int
    ) -> LogPage:
        """Return up to `limit` entries, newest first, beginning behind `after`."""
        statement = select(LogEntryRow).where(
            *selected(company_id, wanted, dialect=self._connection.dialect.name)
        )
        if after is not None:
            statement = statement.where(behind(after))
        newest_first = statement.order_by(LogEntryRow.created_at.desc(), LogEntryRow.id.desc())
        # One more than asked for, to know whether there is a next page.
        async with searching(self._connection, company_id, wanted.words):
            rows = (await self._connection.execute(newest_first.limit(limit + 1))).all()
        entries = tuple(entry_of(row) for row in rows[:limit])
        more = len(rows) > limit
        return LogPage(entries=entries, next=_mark(entries[-1]) if more else None)

    async def of_records(self, company_id: UUID, keys: Collection[RecordKey]) -> Sequence[LogEntry]:
        """Return all entries of these records that are not superseded, newest first, locked."""
        rows = await self._connection.execute(
            select(LogEntryRow)
            .where(has_key(LogEntryRow, company_id, keys), LogEntryRow.status != Status.SUPERSEDED)
            # Whoever locks several locks them in this order, so that nobody waits in a ring.
            .order_by(LogEntryRow.id)
            .with_for_update(key_share=True)
        )
        return sorted((entry_of(row) for row in rows), key=_newest_first)

    async def new_causes(self, company_id: UUID, *, at: datetime) -> Sequence[CauseSummary]:
        """Take the causes nobody was told of, and note that they are told at `at`."""
        return await take_new_causes(self._connection, company_id, at=at)


def _mark(entry: LogEntry) -> PageMark:
    return PageMark(created_at=entry.created_at, id=entry.id)


def _newest_first(entry: LogEntry) -> tuple[float, int]:
    return (-entry.created_at.timestamp(), -entry.id.int)
