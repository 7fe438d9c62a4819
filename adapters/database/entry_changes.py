"""Write a changed log entry over its row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, tuple_, update
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
    if entry.status is Status.SYNCED:
        await _unmark_older(connection, entry)


async def _unmark_older(connection: AsyncConnection, entry: LogEntry) -> None:
    """What somebody changed of an older version is past, once a newer one is in the books."""
    older = LogEntryRow
    await connection.execute(
        update(older)
        .where(
            older.record_id == entry.record_id,
            tuple_(older.source_version, older.id) < (entry.source_version, entry.id),
            older.changed_in_books.is_not(None),
        )
        .values(changed_in_books=None, updated_at=entry.updated_at)
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
