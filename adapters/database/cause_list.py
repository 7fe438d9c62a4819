"""The causes of failures, with what staff have to know of each.

Money is added up by how often each amount occurs: SQLite would add up floats.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from adapters.database.causes import AnyRow, has_cause, money_of
from adapters.database.entries import entry_of
from adapters.database.rows import LogEntryRow as Entry
from adapters.database.rows import WaitRow
from domain.model.failures import Cause, CauseMark
from domain.model.log_entries import LogEntry, Status
from domain.model.records import RecordKind
from domain.rules.plan import total


async def page_of_causes(
    connection: AsyncConnection, company_id: UUID, *, after: CauseMark | None, limit: int
) -> Sequence[Cause]:
    """Return up to `limit`, the one of most entries first; ties by id."""
    size = tuple_(func.count(), Entry.cause_id)
    largest = (
        select(Entry.cause_id)
        .where(*has_cause(Entry, company_id))
        .group_by(Entry.cause_id)
        .order_by(func.count().desc(), Entry.cause_id.desc())
        .limit(limit)
    )
    if after is not None:
        largest = largest.having(size < (after.entries, after.id))
    ids = [cause_id for cause_id in await connection.scalars(largest) if cause_id]
    found = await _causes(connection, company_id, ids)
    return [found[cause_id] for cause_id in ids]


async def cause_with(connection: AsyncConnection, company_id: UUID, cause_id: UUID) -> Cause | None:
    """Return one, while something needs attention for it."""
    return (await _causes(connection, company_id, [cause_id])).get(cause_id)


async def _causes(connection: AsyncConnection, company_id: UUID, ids: Sequence[UUID]) -> Mapping[UUID, Cause]:
    if not ids:
        return {}
    groups = await _groups(connection, company_id, ids)
    examples = await _examples(connection, company_id, list(groups))
    held_up = await _held_up(connection, company_id, list(groups))
    return {
        cause_id: _cause(cause_id, examples[cause_id], rows, holding_up=held_up.get(cause_id, 0))
        for cause_id, rows in groups.items()
    }


def _cause(cause_id: UUID, example: LogEntry, rows: Sequence[AnyRow], *, holding_up: int) -> Cause:
    kinds: Counter[RecordKind] = Counter()
    for row in rows:
        kinds[row.kind] += row.entries
    return Cause(
        id=cause_id,
        example=example,
        entries=kinds.total(),
        amounts=total((money_of(row), row.entries) for row in rows),
        kinds=kinds,
        oldest_at=min(row.oldest_at for row in rows),
        newest_at=max(row.newest_at for row in rows),
        holding_up=holding_up,
    )


async def _groups(
    connection: AsyncConnection, company_id: UUID, ids: Sequence[UUID]
) -> Mapping[UUID, list[AnyRow]]:
    """Return, for each cause that is open, how often each amount of a kind occurs."""
    # The kind first, and SQLite would read its whole index for the sake of the order.
    alike = (Entry.currency, Entry.amount, Entry.kind, Entry.cause_id)
    rows = await connection.execute(
        select(
            *alike,
            func.count().label("entries"),
            func.min(Entry.created_at).label("oldest_at"),
            func.max(Entry.created_at).label("newest_at"),
        )
        .where(*has_cause(Entry, company_id), Entry.cause_id.in_(ids))
        .group_by(*alike)
    )
    groups: dict[UUID, list[AnyRow]] = defaultdict(list)
    for row in rows:
        groups[row.cause_id].append(row)
    return groups


async def _examples(
    connection: AsyncConnection, company_id: UUID, ids: Sequence[UUID]
) -> Mapping[UUID, LogEntry]:
    """Return the oldest entry of each cause, each looked up by itself: a cause may have 100,000."""
    oldest = [_oldest(company_id, cause_id) for cause_id in ids]
    rows = await connection.execute(
        select(Entry).where(
            Entry.company_id == company_id, or_(false(), *(Entry.id == each for each in oldest))
        )
    )
    return {row.cause_id: entry_of(row) for row in rows}


def _oldest(company_id: UUID, cause_id: UUID) -> ScalarSelect[UUID]:
    entry = aliased(Entry)
    of_cause = select(entry.id).where(*has_cause(entry, company_id), entry.cause_id == cause_id)
    return of_cause.order_by(entry.created_at, entry.id).limit(1).scalar_subquery()


async def _held_up(connection: AsyncConnection, company_id: UUID, ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """Return how many entries wait for a record of each cause."""
    waiting = aliased(Entry)
    needs_one = and_(
        WaitRow.company_id == company_id,
        WaitRow.kind == Entry.kind,
        WaitRow.external_ref == Entry.external_ref,
    )
    rows = await connection.execute(
        select(Entry.cause_id, func.count(WaitRow.entry_id.distinct()).label("entries"))
        .join(WaitRow, needs_one)
        .join(waiting, and_(waiting.id == WaitRow.entry_id, waiting.status == Status.WAITING))
        .where(*has_cause(Entry, company_id), Entry.cause_id.in_(ids))
        .group_by(Entry.cause_id)
    )
    return {row.cause_id: row.entries for row in rows}
