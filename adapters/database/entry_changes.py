"""Write a changed log entry over its row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.entries import due_at, values_of
from adapters.database.rows import LogEntryRow
from domain.model.log_entries import LogEntry, Status


async def rewrite(connection: AsyncConnection, entry: LogEntry) -> None:
    """Replace what the row says of the entry; while a worker has it, its lease stays."""
    await connection.execute(
        update(LogEntryRow)
        .where(LogEntryRow.company_id == entry.company_id, LogEntryRow.id == entry.id)
        .values(values_of(entry) | _lease(entry) | _notice(entry))
    )


def _lease(entry: LogEntry) -> dict[str, Any]:
    if entry.status is Status.SYNCING:
        return {}
    return {"due_at": due_at(entry), "drain_epoch": None}


def _notice(entry: LogEntry) -> dict[str, Any]:
    """Another cause than the one that staff were told of is news to them."""
    if entry.cause_id is None:
        return {}
    told = LogEntryRow.notified_cause_id == entry.cause_id
    return {"notified_at": case((told, LogEntryRow.notified_at))}
