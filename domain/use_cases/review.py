"""Tell staff once a week what is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from domain.model.companies import Company
from domain.model.notifications import Mail, Review, Subscription
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.reviews import LEFT_OUT, MOST_SHOWN, next_review, review_of
from domain.use_cases.companies import company_of
from domain.use_cases.notify import Notify

REVIEWS_AT_ONCE = 50


class WriteReviews:
    """Run every few seconds, by any number of workers.

    The mail and the moment of the next one are written in one transaction: each week has one review.
    """

    def __init__(self, *, units_of_work: UnitsOfWork, notify: Notify, clock: Clock, ids: Ids) -> None:
        self._units_of_work = units_of_work
        self._notify = notify
        self._clock = clock
        self._ids = ids

    async def __call__(self) -> None:
        """Write those that are due, and send them as any other mail."""
        now = self._clock.now()
        async with self._units_of_work() as uow:
            due = await uow.subscriptions.due_reviews(at=now, limit=REVIEWS_AT_ONCE)
            for company_id, people in groupby(sorted(due, key=_company_id), key=_company_id):
                await self._write(uow, await company_of(uow, company_id), tuple(people), now)
            await uow.commit()
        if due:
            await self._notify.deliver()

    async def _write(
        self, uow: UnitOfWork, company: Company, people: Iterable[Subscription], now: datetime
    ) -> None:
        review = await _review(uow, company)
        next_at = next_review(now, company.time_zone)
        await uow.mails.add([self._mail(company, person, review, now) for person in people])
        for person in people:
            await uow.subscriptions.save(replace(person, next_review_at=next_at))

    def _mail(self, company: Company, person: Subscription, review: Review, now: datetime) -> Mail:
        return Mail(
            id=self._ids.new(),
            company_id=company.id,
            company_name=company.name,
            to=person.email,
            causes=(),
            created_at=now,
            review=review,
        )


async def _review(uow: UnitOfWork, company: Company) -> Review:
    """Read what is open, once for all who are told."""
    work = await uow.failures.open_work(company.id)
    causes = await uow.failures.causes(company.id, after=None, limit=MOST_SHOWN)
    excluded = await uow.log.page(company.id, LEFT_OUT, after=None, limit=MOST_SHOWN)
    return review_of(work, causes, excluded.entries, company.time_zone)


def _company_id(subscription: Subscription) -> UUID:
    return subscription.company_id
