"""Sweep: ring for whatever is due, in case a ring was lost, and do what is due by the calendar."""

from __future__ import annotations

from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitsOfWork
from domain.use_cases.confirm import ForgetUnconfirmed
from domain.use_cases.notices import WriteNotices
from domain.use_cases.notify import Notify
from domain.use_cases.renew_idle import RenewIdle
from domain.use_cases.review import WriteReviews


class Sweep:
    """Run every few seconds, by any number of workers."""

    def __init__(
        self,
        *,
        units_of_work: UnitsOfWork,
        doorbell: Doorbell,
        notify: Notify,
        forget_unconfirmed: ForgetUnconfirmed,
        write_notices: WriteNotices,
        write_reviews: WriteReviews,
        renew_idle: RenewIdle,
    ) -> None:
        self._units_of_work = units_of_work
        self._doorbell = doorbell
        self._notify = notify
        self._forget_unconfirmed = forget_unconfirmed
        self._write_notices = write_notices
        self._write_reviews = write_reviews
        self._renew_idle = renew_idle

    async def __call__(self) -> None:
        """A lost ring costs no more than the time between two sweeps."""
        async with self._units_of_work() as uow:
            due = await uow.queue.due()
        for lease in due:
            await self._doorbell.ring(lease)
        await self._notify.resume()
        await self._notify.deliver()
        await self._forget_unconfirmed()
        await self._write_notices()
        await self._write_reviews()
        await self._renew_idle()
