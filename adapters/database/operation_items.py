"""What comes of each entry of a bulk resync."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.rows import OperationItemRow
from domain.model.log_entries import LogEntry, Status
from domain.model.operations import ItemResult

RESULTS = {
    Status.SYNCED: ItemResult.SYNCED,
    Status.FAILED: ItemResult.FAILED,
    Status.WAITING: ItemResult.WAITING,
    Status.SKIPPED: ItemResult.SKIPPED,
    Status.SUPERSEDED: ItemResult.SKIPPED,
}

MAY_FOLLOW_WAITING = frozenset({ItemResult.SYNCED, ItemResult.FAILED})


async def note_settled(connection: AsyncConnection, entry: LogEntry) -> None:
    """Write the result of an entry that a worker is done with, for now or for good."""
    await _note(connection, entry, RESULTS.get(entry.status))


async def note_decided(connection: AsyncConnection, entry: LogEntry) -> None:
    """Write what a decision about an entry means for its operation; one that it left goes on without it."""
    result = ItemResult.SKIPPED if entry.is_left_out else RESULTS.get(entry.status)
    await _note(connection, entry, result)
    await connection.execute(
        update(OperationItemRow)
        .where(
            OperationItemRow.entry_id == entry.id,
            OperationItemRow.result == ItemResult.PENDING,
            OperationItemRow.operation_id.is_distinct_from(entry.operation_id),
        )
        .values(result=ItemResult.SKIPPED)
    )


async def _note(connection: AsyncConnection, entry: LogEntry, result: ItemResult | None) -> None:
    if entry.operation_id is None or result is None:
        return
    changeable = (
        {ItemResult.PENDING, ItemResult.WAITING} if result in MAY_FOLLOW_WAITING else {ItemResult.PENDING}
    )
    await connection.execute(
        update(OperationItemRow)
        .where(
            OperationItemRow.operation_id == entry.operation_id,
            OperationItemRow.entry_id == entry.id,
            OperationItemRow.result.in_(changeable),
        )
        .values(result=result)
    )
