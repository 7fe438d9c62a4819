"""Failures that need a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select

from adapters.database.cause_list import cause_with, page_of_causes
from adapters.database.causes import needs_attention
from adapters.database.entries import entry_of
from adapters.database.log_conditions import selected
from adapters.database.open_work import count_open_work
from adapters.database.repository import SqlRepository
from adapters.database.rows import LogEntryRow as Entry
from adapters.database.tenancy import searching
from domain.model.failures import (
    Cause,
    CauseMark,
    Chosen,
    EveryFailure,
    FailuresAmong,
    FailuresLike,
    FailuresOf,
    OpenWork,
)
from domain.model.log_entries import LogEntry


class SqlFailures(SqlRepository):
    """What staff have to put right, by cause and by choice."""

    async def causes(self, company_id: UUID, *, after: CauseMark | None, limit: int) -> Sequence[Cause]:
        """Return up to `limit` causes, the one of most entries first, beginning behind `after`."""
        return await page_of_causes(self._connection, company_id, after=after, limit=limit)

    async def cause(self, company_id: UUID, cause_id: UUID) -> Cause | None:
        """Return one, while something needs attention for it."""
        return await cause_with(self._connection, company_id, cause_id)

    async def choose(self, company_id: UUID, chosen: Chosen) -> Sequence[UUID]:
        """Return the ids of those that are chosen, in the order in which workers would claim them."""
        conditions = is_chosen(company_id, chosen, dialect=self._connection.dialect.name)
        ids = select(Entry.id).where(*conditions).order_by(Entry.rank, Entry.created_at, Entry.id)
        words = chosen.wanted.words if isinstance(chosen, FailuresLike) else ()
        async with searching(self._connection, company_id, words):
            return (await self._connection.scalars(ids)).all()

    async def entries(self, company_id: UUID, ids: Sequence[UUID]) -> Sequence[LogEntry]:
        """Return those of these entries that still need a person, in the order of the ids."""
        rows = await self._connection.execute(
            select(Entry).where(*needs_attention(Entry, company_id), Entry.id.in_(ids))
        )
        found = {row.id: entry_of(row) for row in rows}
        return [found[entry_id] for entry_id in ids if entry_id in found]

    async def open_work(self, company_id: UUID) -> OpenWork:
        """Count what is open; what is excluded counts as excluded only."""
        return await count_open_work(self._connection, company_id)


def is_chosen(company_id: UUID, chosen: Chosen, *, dialect: str) -> Iterator[ColumnElement[bool]]:
    """Every condition that an entry must meet."""
    yield from needs_attention(Entry, company_id)
    match chosen:
        case EveryFailure():
            return
        case FailuresOf(cause_id=cause_id):
            yield Entry.cause_id == cause_id
        case FailuresLike(wanted=wanted):
            yield from selected(company_id, wanted, dialect=dialect)
        case FailuresAmong(entry_ids=entry_ids):
            yield Entry.id.in_(entry_ids)
