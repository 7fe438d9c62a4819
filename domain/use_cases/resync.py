"""Resync one entry: a person asks to try it again, now, with current data."""

from __future__ import annotations

from uuid import UUID

from domain.errors import ConnectionRequired
from domain.model.api_keys import Principal
from domain.model.log_entries import LogEntry
from domain.model.outcomes import HoldReason
from domain.ports.clock import Clock
from domain.ports.unit_of_work import UnitOfWork
from domain.rules.deeds import resyncing
from domain.rules.resync import resynced
from domain.use_cases.read_log import entry_of
from domain.use_cases.trail import Trail


class ResyncEntry:
    """Pressed twice, it coalesces. An excluded entry may be resynced, and stays excluded."""

    def __init__(self, *, clock: Clock, trail: Trail) -> None:
        self._clock = clock
        self._trail = trail

    async def within(self, uow: UnitOfWork, principal: Principal, entry_id: UUID) -> LogEntry:
        """Raises EntryNotFound, AlreadySynced, EntrySuperseded or ConnectionRequired."""
        before = await entry_of(uow, principal, entry_id)
        entry = resynced(before, self._clock.now())
        await require_connection(uow, principal.company_id)
        await uow.log.save(entry)
        if entry != before:
            await self._trail.caller_did(uow, principal, resyncing(before))
        if before.is_left_out:  # whatever failed since it was given up has somebody to wait for again
            await uow.queue.wake(entry.company_id, entry.record)
        return entry


async def require_connection(uow: UnitOfWork, company_id: UUID) -> None:
    """Raise ConnectionRequired when nothing can be sent before somebody connects again."""
    connection = await uow.connections.get(company_id)
    hold = connection.hold if connection else None
    if connection is None or (hold and hold.reason is HoldReason.NEEDS_RECONNECT):
        raise ConnectionRequired
