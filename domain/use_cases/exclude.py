"""Exclude an entry from the full resync, and include it again: a person's decision."""

from __future__ import annotations

from uuid import UUID

from domain.model.api_keys import Principal
from domain.model.log_entries import LogEntry
from domain.ports.clock import Clock
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.deeds import excluding, including
from domain.rules.families import is_bereft
from domain.rules.resync import excluded, included, redecided
from domain.use_cases.read_log import entry_of
from domain.use_cases.trail import Trail


class ExcludeEntry:
    """Idempotent by nature; what waits for the entry is decided again, since it would wait for ever."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, doorbell: Doorbell, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._doorbell = doorbell
        self._trail = trail

    async def __call__(self, principal: Principal, entry_id: UUID, reason: str | None) -> LogEntry:
        """Raises EntryNotFound, AlreadySynced or EntrySuperseded."""
        async with self._units_of_work.of(principal.company_id) as uow:
            now = self._clock.now()
            before = await entry_of(uow, principal, entry_id)
            entry = excluded(before, by=principal.name, reason=reason, now=now)
            await uow.log.save(entry)
            if not before.excluded:
                await self._trail.caller_did(uow, principal, excluding(entry, reason))
            await uow.operations.finish_done(principal.company_id, at=now)
            woken = await uow.queue.wake(entry.company_id, entry.record)
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        if woken:
            await self._doorbell.ring(last)
        return entry


class IncludeEntry:
    """Idempotent by nature; an entry that is due then goes at once.

    What failed since the entry was left out waits for it again.
    """

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, doorbell: Doorbell, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._doorbell = doorbell
        self._trail = trail

    async def __call__(self, principal: Principal, entry_id: UUID) -> LogEntry:
        """Raises EntryNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            before, now = await entry_of(uow, principal, entry_id), self._clock.now()
            entry = included(before, now)
            if before.excluded and is_bereft(entry):
                entry = redecided(entry, now)
            await uow.log.save(entry)
            if before.excluded:
                await self._trail.caller_did(uow, principal, including(entry))
            await uow.queue.wake(entry.company_id, entry.record)
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        await self._doorbell.ring(last)
        return entry
