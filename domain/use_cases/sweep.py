"""Sweep: ring for whatever is due, in case a ring was lost, and send the mails that are due."""

from __future__ import annotations

from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitsOfWork
from domain.use_cases.notify import Notify


class Sweep:
    """Run every few seconds, by any number of workers."""

    def __init__(self, *, units_of_work: UnitsOfWork, doorbell: Doorbell, notify: Notify) -> None:
        self._units_of_work = units_of_work
        self._doorbell = doorbell
        self._notify = notify

    async def __call__(self) -> None:
        """A lost ring costs no more than the time between two sweeps."""
        async with self._units_of_work() as uow:
            due = await uow.queue.due()
        for lease in due:
            await self._doorbell.ring(lease)
        await self._notify.deliver()
