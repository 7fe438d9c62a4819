"""Which records waiting entries need first."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from adapters.database.rows import LinkRow, LogEntryRow, WaitRow
from adapters.database.standings import needs_no_longer, needs_one_given_up
from domain.model.log_entries import LogEntry, Status
from domain.model.records import RecordKey


async def note_waits(connection: AsyncConnection, *entries: LogEntry) -> None:
    """Write down what each waiting entry needs."""
    waiting = (entry for entry in entries if entry.status is Status.WAITING)
    values = [
        {
            "entry_id": entry.id,
            "company_id": entry.company_id,
            "kind": key.kind,
            "external_ref": key.external_ref,
        }
        for entry in waiting
        for key in dict.fromkeys(entry.waiting_for)
    ]
    if values:
        await connection.execute(insert(WaitRow), values)


async def forget_waits(connection: AsyncConnection, entry: LogEntry) -> None:
    """Remove what was written down for an entry."""
    await connection.execute(
        delete(WaitRow).where(WaitRow.company_id == entry.company_id, WaitRow.entry_id == entry.id)
    )


async def forget_woken(connection: AsyncConnection, entry_ids: Select[UUID]) -> None:
    """Remove what those of these entries needed that do not wait any more."""
    woken = exists().where(LogEntryRow.id == WaitRow.entry_id, LogEntryRow.status != Status.WAITING)
    await connection.execute(delete(WaitRow).where(WaitRow.entry_id.in_(entry_ids), woken))


def needing(company_id: UUID, key: RecordKey | None = None) -> Select[UUID]:
    """Select the ids of entries that need this record, or any."""
    wait = aliased(WaitRow)
    wanted = select(wait.entry_id).where(wait.company_id == company_id)
    return wanted.where(wait.kind == key.kind, wait.external_ref == key.external_ref) if key else wanted


def is_ready(entry: type[LogEntryRow]) -> ColumnElement[bool]:
    """Whether a waiting entry needs only what is there, be it skipped, or needs what will not come."""
    linked = exists().where(
        LinkRow.company_id == WaitRow.company_id,
        LinkRow.kind == WaitRow.kind,
        LinkRow.external_ref == WaitRow.external_ref,
    )
    missing = exists().where(WaitRow.entry_id == entry.id, ~linked, ~needs_no_longer())
    return and_(entry.status == Status.WAITING, or_(~missing, needs_one_given_up(entry)))
