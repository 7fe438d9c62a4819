"""Which causes of failures staff were not told of yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from adapters.database.rows import CompanyRow
from adapters.database.rows import LogEntryRow as Entry
from domain.model.alerts import Untold
from domain.model.log_entries import Status
from domain.model.money import Money
from domain.model.notifications import CauseSummary
from domain.rules.plan import total

AnyRow = Row[*tuple[Any, ...]]


async def take_new_causes(
    connection: AsyncConnection, company_id: UUID, *, at: datetime
) -> Sequence[CauseSummary]:
    """Note every failure as told, and return what nobody was told of before, by cause.

    One caller at a time for each company, so that no cause is taken twice.
    """
    if not await _has_untold(connection, company_id):
        return []
    await lock_company(connection, company_id)
    told = await _told_causes(connection, company_id)
    taken = await _take_untold(connection, company_id, at=at)
    news = _by_cause(row for row in taken if row.cause_id not in told)
    examples = await _examples(connection, company_id, news)
    return [_summary(example, news[example.cause_id]) for example in examples]


async def count_untold(connection: AsyncConnection, company_id: UUID) -> Untold | None:
    """Count what the same would return; None where it would not even note anything."""
    if not await _has_untold(connection, company_id):
        return None
    told = await _told_causes(connection, company_id)
    rows = await connection.execute(
        select(Entry.cause_id, func.count().label("entries"))
        .where(*has_cause(Entry, company_id), Entry.notified_at.is_(None))
        .group_by(Entry.cause_id)
    )
    news = [row.entries for row in rows if row.cause_id not in told]
    return Untold(causes=len(news), entries=sum(news))


async def lock_company(connection: AsyncConnection, company_id: UUID) -> None:
    """Let one at a time do what is done once for a company."""
    await connection.execute(
        select(CompanyRow.id).where(CompanyRow.id == company_id).with_for_update(key_share=True)
    )


def needs_attention(entry: type[Entry], company_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of what failed and nobody left out."""
    return (
        entry.company_id == company_id,
        entry.status == Status.FAILED,
        entry.excluded_at.is_(None),
    )


def has_cause(entry: type[Entry], company_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return the same, said so that both databases find it in the index of causes."""
    return (*needs_attention(entry, company_id), entry.cause_id.is_not(None))


async def _has_untold(connection: AsyncConnection, company_id: UUID) -> bool:
    untold = exists().where(*has_cause(Entry, company_id), Entry.notified_at.is_(None))
    return bool(await connection.scalar(select(untold)))


async def _told_causes(connection: AsyncConnection, company_id: UUID) -> set[UUID]:
    told = select(Entry.cause_id).where(*has_cause(Entry, company_id), Entry.notified_at.is_not(None))
    return set(await connection.scalars(told.distinct()))


async def _take_untold(connection: AsyncConnection, company_id: UUID, *, at: datetime) -> Sequence[AnyRow]:
    entry = aliased(Entry)
    untold = (
        select(entry.id)
        .where(*has_cause(entry, company_id), entry.notified_at.is_(None))
        .order_by(entry.id)
        .with_for_update(key_share=True)
    )
    taken = await connection.execute(
        update(Entry)
        .where(Entry.id.in_(untold))
        .values(notified_at=at, notified_cause_id=Entry.cause_id)
        .returning(Entry.id, Entry.cause_id, Entry.created_at, Entry.amount, Entry.currency)
    )
    return taken.all()


def _by_cause(rows: Iterable[AnyRow]) -> dict[UUID, list[AnyRow]]:
    groups: dict[UUID, list[AnyRow]] = defaultdict(list)
    for row in rows:
        groups[row.cause_id].append(row)
    return groups


async def _examples(
    connection: AsyncConnection, company_id: UUID, news: dict[UUID, list[AnyRow]]
) -> Sequence[AnyRow]:
    """Return the oldest entry of each cause, the oldest cause first."""
    oldest = [min(rows, key=lambda row: (row.created_at, row.id)).id for rows in news.values()]
    found = await connection.execute(
        select(Entry.id, Entry.cause_id, Entry.error)
        .where(Entry.company_id == company_id, Entry.id.in_(oldest))
        .order_by(Entry.created_at, Entry.id)
    )
    return found.all()


def money_of(row: AnyRow) -> Money | None:
    """Return what a row is about in money."""
    return None if row.amount is None else Money(amount=row.amount, currency=row.currency)


def _summary(example: AnyRow, rows: Sequence[AnyRow]) -> CauseSummary:
    sums = total((money_of(row), 1) for row in rows)
    return CauseSummary(
        cause_id=example.cause_id,
        code=example.error.code,
        message=example.error.message,
        correction=(),
        entries=len(rows),
        amounts=tuple((money.currency, money.amount) for money in sums),
        example_entry_id=example.id,
    )
