"""The settings of a company: read them, and change them for all that is in the queue."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from domain.errors import CompanyNotFound
from domain.model.api_keys import Principal
from domain.model.notifications import SubscriptionKind
from domain.model.settings import Settings, SettingsChange
from domain.ports.clock import Clock
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.deeds import changing_settings
from domain.rules.reviews import moved_review
from domain.rules.settings import changed
from domain.rules.versions import check_version
from domain.use_cases.trail import Trail


class GetSettings:
    """What the caller's company has set."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal) -> Settings:
        """Raises CompanyNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await settings_of(uow, principal.company_id)


class ChangeSettings:
    """A change holds for what is in the queue too: what it lets through again is queued at once."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, doorbell: Doorbell, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._trail = trail
        self._doorbell = doorbell

    async def __call__(
        self, principal: Principal, change: SettingsChange, *, if_match: int | None
    ) -> Settings:
        """Raises CompanyNotFound, TimeZoneUnknown, VersionRequired or VersionDiffers."""
        async with self._units_of_work.of(principal.company_id) as uow:
            before = await settings_of(uow, principal.company_id, lock=True)
            check_version(before.version, if_match)
            after = changed(before, change)
            if after == before:
                return before
            await self._save(uow, principal, before, after)
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        await self._doorbell.ring(last)
        return after

    async def _save(self, uow: UnitOfWork, principal: Principal, before: Settings, after: Settings) -> None:
        await uow.settings.save(after)
        await uow.settings.take_up(after, at=self._clock.now())
        if before.time_zone != after.time_zone:
            await _move_reviews(uow, before, after)
        await self._trail.caller_did(uow, principal, changing_settings(before, after))


async def settings_of(uow: UnitOfWork, company_id: UUID, *, lock: bool = False) -> Settings:
    """Return what a company has set; `lock` keeps others from changing it. Raises CompanyNotFound."""
    read = uow.settings.lock if lock else uow.settings.get
    settings = await read(company_id)
    if settings is None:
        raise CompanyNotFound
    return settings


async def _move_reviews(uow: UnitOfWork, before: Settings, after: Settings) -> None:
    """A weekly review comes in the morning, by the new clocks."""
    kind, last = SubscriptionKind.WEEKLY_REVIEW, None
    while page := await uow.subscriptions.page(before.company_id, kind=kind, after=last, limit=200):
        for person in page:
            moved = moved_review(person.next_review_at, before.time_zone, after.time_zone)
            await uow.subscriptions.save(replace(person, next_review_at=moved))
        last = page[-1].id
