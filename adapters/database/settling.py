"""What becomes of an entry that a worker is done with."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.entries import entry_of
from adapters.database.entry_changes import rewrite
from adapters.database.links import SqlLinks
from adapters.database.operation_items import note_settled
from adapters.database.rows import LogEntryRow
from adapters.database.standings import standings_of
from adapters.database.waits import note_waits
from domain.model.log_entries import LogEntry, Status
from domain.rules.skipping import is_skipped_invoice

POINTLESS = frozenset({Status.FAILED, Status.SKIPPED})
"""Where a newer version of the record is there."""

GOES_ON = frozenset({Status.QUEUED, Status.RETRYING, Status.UNCERTAIN, Status.WAITING})


async def settle(connection: AsyncConnection, entry: LogEntry) -> bool:
    """Write it, unless its claim is not the row's any more; what people decided meanwhile stays."""
    claimed = await _claimed(connection, entry)
    if claimed is None:
        return False
    settled = await _as_things_stand(connection, _keeping_decisions(entry, claimed))
    await rewrite(connection, settled)
    await note_waits(connection, settled)
    await note_settled(connection, settled)
    return True


async def _claimed(connection: AsyncConnection, entry: LogEntry) -> LogEntry | None:
    """Return the row of the same claim, locked."""
    found = await connection.execute(
        select(LogEntryRow)
        .where(
            LogEntryRow.company_id == entry.company_id,
            LogEntryRow.id == entry.id,
            LogEntryRow.status == Status.SYNCING,
            LogEntryRow.lease_epoch == entry.lease_epoch,
        )
        .with_for_update(key_share=True)
    )
    row = found.one_or_none()
    return entry_of(row) if row else None


def _keeping_decisions(entry: LogEntry, claimed: LogEntry) -> LogEntry:
    """A person may have excluded it, or asked for it by hand, while the worker had it."""
    goes_on = entry.status in GOES_ON
    return replace(
        entry,
        excluded=claimed.excluded,
        by_hand=claimed.by_hand if goes_on else entry.by_hand,
        operation_id=claimed.operation_id,
    )


async def _as_things_stand(connection: AsyncConnection, entry: LogEntry) -> LogEntry:
    """A newer version makes a failure pointless; what it waits for may have arrived meanwhile."""
    if entry.status in POINTLESS and await _has_newer_version(connection, entry):
        return replace(entry, status=Status.SUPERSEDED)
    if entry.status is Status.WAITING and await _is_ready(connection, entry):
        return replace(entry, status=Status.QUEUED, next_attempt_at=None, waiting_for=())
    return entry


async def _has_newer_version(connection: AsyncConnection, entry: LogEntry) -> bool:
    """A void has the version that it takes back, and came later."""
    newer = exists().where(
        LogEntryRow.company_id == entry.company_id,
        LogEntryRow.record_id == entry.record_id,
        tuple_(LogEntryRow.source_version, LogEntryRow.id) > (entry.source_version, entry.id),
    )
    return bool(await connection.scalar(select(newer)))


async def _is_ready(connection: AsyncConnection, entry: LogEntry) -> bool:
    """Nothing is missing any more; or what is missing was given up, or skipped, meanwhile."""
    linked = await SqlLinks(connection).find(entry.company_id, entry.waiting_for)
    missing = set(entry.waiting_for) - linked.keys()
    standings = await standings_of(connection, entry.company_id, missing)
    by_number = {key for key, standing in standings.items() if is_skipped_invoice(key, standing)}
    return not missing - by_number or any(standing.is_given_up for standing in standings.values())
