"""Drain a company: one worker at a time, batch after batch, until nothing is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from uuid import UUID

from domain.model.companies import Connection, DrainLease
from domain.model.log_entries import LogEntry
from domain.model.outcomes import HoldReason
from domain.ports.clock import Clock
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.retry import is_standing
from domain.use_cases.mark_changes import MarkChanges
from domain.use_cases.notices import WriteNotices
from domain.use_cases.notify import Notify
from domain.use_cases.push import Push

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainSettings:
    """How many entries are claimed at once, and how long a claim outlives a worker that died.

    After `slice_seconds` a company gives way to others, and is rung for again.
    """

    batch: int = 30
    lease_seconds: float = 30.0
    slice_seconds: float = 20.0


class Left(Enum):
    """What a drain leaves behind."""

    NOTHING = auto()  # that a machine could do now
    DUE = auto()
    PAUSED = auto()  # for a minute; the staff are told when it is over


class Drain:
    """What a ring of the doorbell starts. Safe to run twice, and beside itself."""

    def __init__(
        self,
        *,
        units_of_work: UnitsOfWork,
        doorbell: Doorbell,
        push: Push,
        mark_changes: MarkChanges,
        notify: Notify,
        write_notices: WriteNotices,
        clock: Clock,
        settings: DrainSettings,
    ) -> None:
        self._units_of_work = units_of_work
        self._doorbell = doorbell
        self._push = push
        self._mark_changes = mark_changes
        self._notify = notify
        self._write_notices = write_notices
        self._clock = clock
        self._settings = settings

    async def __call__(self, company_id: UUID) -> None:
        """Push whatever is due; once nothing is, tell the staff what failed, and what holds them up."""
        lease = await self._take(company_id)
        if lease is None:
            return
        async with self._held(lease):
            await self._empty(lease)
            await self._mark_changes(company_id)
        left = await self._left(company_id)
        if left is Left.DUE:
            await self._doorbell.ring(lease)
        elif left is Left.NOTHING:
            await self._notify(company_id)
            await self._write_notices.at(company_id)

    async def _take(self, company_id: UUID) -> DrainLease | None:
        """None as well where there are no books to push anything into."""
        async with self._units_of_work.of(company_id) as uow:
            if await uow.connections.get(company_id) is None:
                return None
            lease = await uow.drains.take(company_id, seconds=self._settings.lease_seconds)
            if lease:  # in case somebody was not woken when what it waited for came into the books
                await uow.queue.wake_ready(company_id)
            await uow.commit()
        return lease

    async def _left(self, company_id: UUID) -> Left:
        """Somebody may have rung in vain while we held the lease; or our time was up."""
        async with self._units_of_work.of(company_id) as uow:
            connection = await uow.connections.get(company_id)
            hold = connection.hold if connection else None
            if hold and is_standing(hold, self._clock.now()):
                return Left.PAUSED if hold.reason is HoldReason.RATE_LIMITED else Left.NOTHING
            return Left.DUE if await uow.queue.has_due(company_id) else Left.NOTHING

    async def _empty(self, lease: DrainLease) -> None:
        ends = self._clock.now() + timedelta(seconds=self._settings.slice_seconds)
        while self._clock.now() < ends and (claim := await self._claim(lease)):
            connection, claimed = claim
            if not await self._push(connection, claimed):
                break
        async with self._units_of_work.of(lease.company_id) as uow:
            await uow.operations.finish_done(lease.company_id, at=self._clock.now())
            await uow.commit()

    async def _claim(self, lease: DrainLease) -> tuple[Connection, Sequence[LogEntry]] | None:
        """The next batch, and the connection as it is now; None when there is nothing to do."""
        async with self._units_of_work.of(lease.company_id) as uow:
            connection = await uow.connections.get(lease.company_id)
            if connection is None or not await uow.drains.renew(lease, seconds=self._settings.lease_seconds):
                return None
            claimed = await uow.queue.claim(
                lease, limit=self._settings.batch, seconds=self._settings.lease_seconds
            )
            await uow.commit()
        return (connection, claimed) if claimed else None

    @asynccontextmanager
    async def _held(self, lease: DrainLease) -> AsyncIterator[None]:
        """Keep the lease alive while the books are slow; give it back at the end."""
        beat = asyncio.create_task(self._beat(lease))
        try:
            yield
        finally:
            beat.cancel()
            await asyncio.gather(beat, return_exceptions=True)
            async with self._units_of_work.of(lease.company_id) as uow:
                await uow.drains.release(lease)
                await uow.commit()

    async def _beat(self, lease: DrainLease) -> None:
        while True:
            await asyncio.sleep(self._settings.lease_seconds / 3)
            async with self._units_of_work.of(lease.company_id) as uow:
                kept = await uow.drains.renew(lease, seconds=self._settings.lease_seconds)
                await uow.commit()
            if not kept:
                log.warning("lease_lost", extra={"company_id": lease.company_id})
                return
