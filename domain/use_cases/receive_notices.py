"""Receive what QuickBooks tells of changes: durable at once, looked into later."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from domain.model.book_events import ChangeNotice
from domain.model.companies import DrainLease
from domain.ports.clock import Clock
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.book_events import understood

log = logging.getLogger(__name__)


class ReceiveNotices:
    """One transaction writes all that mean something to us, of whichever companies; nothing is asked yet.

    What means nothing (another kind of object, an operation or a realm that nobody here knows) is
    counted and let go: refused, it would keep later notices back.
    """

    def __init__(self, *, units_of_work: UnitsOfWork, doorbell: Doorbell, clock: Clock) -> None:
        self._units_of_work = units_of_work
        self._doorbell = doorbell
        self._clock = clock

    async def __call__(self, notices: Sequence[ChangeNotice]) -> None:
        """Durable when this returns. The same notice twice is one."""
        async with self._units_of_work() as uow:
            companies = await uow.companies.of_realms({notice.realm_id for notice in notices})
            told = [notice for notice in notices if notice.realm_id in companies]
            now = self._clock.now()
            events = [event for each in told for event in understood(each, companies[each.realm_id], now)]
            new = await uow.book_events.add(events)
            leases = await _leases(uow, {event.company_id for event in new})
            await uow.commit()
        for lease in leases:
            await self._doorbell.ring(lease)
        log.info(
            "notices_received",
            extra={
                "notices": len(notices),
                "of_unknown_realms": len(notices) - len(told),
                "events": len(events),
                "new_events": len(new),
            },
        )


async def _leases(uow: UnitOfWork, company_ids: set[UUID]) -> list[DrainLease]:
    return [await uow.drains.last(company_id) for company_id in sorted(company_ids)]
