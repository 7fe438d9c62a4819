"""Who of the staff gets which mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from domain.errors import SubscriptionNotFound
from domain.model.api_keys import Principal
from domain.model.notifications import Subscription, SubscriptionKind
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.deeds import changing_subscription, subscribing, unsubscribing
from domain.rules.reviews import first_review
from domain.rules.versions import check_version
from domain.use_cases.companies import company_of
from domain.use_cases.trail import Trail


class Subscribe:
    """A new subscription."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, ids: Ids, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._ids = ids
        self._trail = trail

    async def __call__(self, principal: Principal, kind: SubscriptionKind, email: str) -> Subscription:
        """Raises AlreadySubscribed."""
        now = self._clock.now()
        async with self._units_of_work.of(principal.company_id) as uow:
            company = await company_of(uow, principal.company_id)
            subscription = Subscription(
                id=self._ids.new(),
                company_id=company.id,
                kind=kind,
                email=email,
                version=1,
                created_at=now,
                next_review_at=first_review(kind, now, company.time_zone),
            )
            await uow.subscriptions.add(subscription)
            await self._trail.caller_did(uow, principal, subscribing(subscription))
            await uow.commit()
        return subscription


class ListSubscriptions:
    """Every subscription of the company, oldest first."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(
        self, principal: Principal, *, after: UUID | None, limit: int
    ) -> Sequence[Subscription]:
        """Return up to `limit`, beginning behind `after`."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await uow.subscriptions.page(principal.company_id, after=after, limit=limit)


class GetSubscription:
    """One subscription."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, subscription_id: UUID) -> Subscription:
        """Raises SubscriptionNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await _subscription_of(uow, principal, subscription_id)


class ChangeSubscription:
    """Another address for the same mail."""

    def __init__(self, *, units_of_work: UnitsOfWork, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._trail = trail

    async def __call__(
        self, principal: Principal, subscription_id: UUID, email: str, *, if_match: int | None
    ) -> Subscription:
        """Raises SubscriptionNotFound, AlreadySubscribed, VersionRequired or VersionDiffers."""
        async with self._units_of_work.of(principal.company_id) as uow:
            before = await _subscription_of(uow, principal, subscription_id)
            check_version(before.version, if_match)
            after = replace(before, email=email, version=before.version + 1)
            await uow.subscriptions.save(after)
            await self._trail.caller_did(uow, principal, changing_subscription(after))
            await uow.commit()
        return after


class Unsubscribe:
    """No more mail."""

    def __init__(self, *, units_of_work: UnitsOfWork, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._trail = trail

    async def __call__(self, principal: Principal, subscription_id: UUID, *, if_match: int | None) -> None:
        """Raises SubscriptionNotFound, VersionRequired or VersionDiffers."""
        async with self._units_of_work.of(principal.company_id) as uow:
            subscription = await _subscription_of(uow, principal, subscription_id)
            check_version(subscription.version, if_match)
            await uow.subscriptions.delete(subscription)
            await self._trail.caller_did(uow, principal, unsubscribing(subscription))
            await uow.commit()


async def _subscription_of(uow: UnitOfWork, principal: Principal, subscription_id: UUID) -> Subscription:
    subscription = await uow.subscriptions.get(principal.company_id, subscription_id)
    if subscription is None:
        raise SubscriptionNotFound
    return subscription


async def subscribers(uow: UnitOfWork, company_id: UUID, kind: SubscriptionKind) -> Sequence[Subscription]:
    """Everybody who wants this mail of the company's."""
    people: list[Subscription] = []
    after = None
    while page := await uow.subscriptions.page(company_id, kind=kind, after=after, limit=200):
        people += page
        after = page[-1].id
    return people
