"""How much is open at a company, counted for its weekly review."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.causes import has_cause
from adapters.database.log_conditions import selected
from adapters.database.rows import LogEntryRow as Entry
from domain.model.failures import OpenWork
from domain.model.log_entries import Status
from domain.rules.reviews import LEFT_OUT


async def count_open_work(connection: AsyncConnection, company_id: UUID) -> OpenWork:
    """Count each by an index of its own."""
    failures = select(func.count().label("failed"), func.count(Entry.cause_id.distinct()).label("causes"))
    failed = (await connection.execute(failures.where(*has_cause(Entry, company_id)))).one()
    waiting = (
        Entry.company_id == company_id,
        Entry.status == Status.WAITING,
        Entry.excluded_at.is_(None),
    )
    left_out = tuple(selected(company_id, LEFT_OUT, dialect=connection.dialect.name))
    return OpenWork(
        causes=failed.causes,
        failed=failed.failed,
        waiting=await _count(connection, *waiting),
        excluded=await _count(connection, *left_out),
    )


async def _count(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> int:
    counted = await connection.scalar(select(func.count()).select_from(Entry).where(*conditions))
    return counted or 0
