"""Renew the tokens of companies that send nothing for weeks: unused for 100 days, a connection is lost."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from domain.model.companies import Connection, Hold
from domain.model.outcomes import Held, HoldReason
from domain.ports.clock import Clock
from domain.ports.ledger import Ledgers
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.quarantine import where

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleSettings:
    """How long tokens may lie unused, how many are renewed at a time, and when one is tried again."""

    after: timedelta = timedelta(days=30)
    batch: int = 10
    again_after: timedelta = timedelta(hours=1)


class RenewIdle:
    """Run every few seconds, by any number of workers."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, clock: Clock, settings: IdleSettings
    ) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._clock = clock
        self._settings = settings

    async def __call__(self) -> None:
        """Renew what is idle, unless Intuit gives nothing to anybody; all of them are tried again later."""
        for company_id in await self._idle():
            try:
                if not await self._renew(company_id):
                    return
            except Exception as bug:  # noqa: BLE001 - whatever it is, the other companies must go on
                log.error("idle_quarantined", extra={"company_id": company_id, "bug": where(bug)})  # noqa: TRY400

    async def _idle(self) -> list[UUID]:
        since = self._clock.now() - self._settings.after
        seconds = self._settings.again_after.total_seconds()
        async with self._units_of_work() as uow:
            idle = await uow.renewals.take_idle(since=since, seconds=seconds, limit=self._settings.batch)
            await uow.commit()
        return list(idle)

    async def _renew(self, company_id: UUID) -> bool:
        """False when the others would fare no better."""
        async with self._units_of_work.of(company_id) as uow:
            connection = await uow.connections.get(company_id)
        came = await self._ledgers.renew(connection) if connection else None
        if connection and isinstance(came, Held) and came.reason is HoldReason.NEEDS_RECONNECT:
            await self._hold(connection)
            return True
        if came:
            log.warning("idle_not_renewed", extra={"company_id": company_id, "reason": came.reason.value})
        return came is None

    async def _hold(self, connection: Connection) -> None:
        """Unless it has newer tokens by now, or none."""
        reason, company_id = HoldReason.NEEDS_RECONNECT, connection.company_id
        hold = Hold(reason=reason, since=self._clock.now(), until=None)
        async with self._units_of_work.of(company_id) as uow:
            is_held = await uow.holds.met(connection, hold)
            await uow.commit()
        if is_held:
            log.warning("company_held", extra={"company_id": company_id, "reason": reason.value})
