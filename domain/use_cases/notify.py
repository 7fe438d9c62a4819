"""Tell staff of new failures: one mail for a drain, one row for each cause."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain import catalogue
from domain.model.companies import Company
from domain.model.notifications import CauseSummary, Mail, Subscription, SubscriptionKind
from domain.ports.clock import Clock, Ids
from domain.ports.notifier import MailNotSent, Notifier
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.retry import RetryPolicy

log = logging.getLogger(__name__)

# Nobody else sends a mail that is taken: longer than a slow server needs for all of them.
MAILS_AT_ONCE = 5
TAKEN_SECONDS = 600.0


class Notify:
    """Mails are written down in the transaction that notes their causes as told, then sent."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, notifier: Notifier, clock: Clock, ids: Ids, policy: RetryPolicy
    ) -> None:
        self._units_of_work = units_of_work
        self._notifier = notifier
        self._clock = clock
        self._ids = ids
        self._policy = policy

    async def __call__(self, company_id: UUID) -> None:
        """Tell of the company's new causes, if there are any."""
        async with self._units_of_work.of(company_id) as uow:
            await self._write(uow, company_id)
            await uow.commit()
        await self.deliver(company_id)

    async def deliver(self, company_id: UUID | None = None) -> None:
        """Send the mails that are due, of one company or of all."""
        async with self._units_of_work() as uow:
            mails = await uow.mails.take(company_id=company_id, seconds=TAKEN_SECONDS, limit=MAILS_AT_ONCE)
            await uow.commit()
        for mail in mails:
            await self._send(mail)

    async def _write(self, uow: UnitOfWork, company_id: UUID) -> None:
        now = self._clock.now()
        company = await uow.companies.get(company_id)
        causes = await uow.log.new_causes(company_id, at=now)
        if not causes or company is None:
            return
        told = tuple(replace(cause, correction=catalogue.row(cause.code).correction) for cause in causes)
        people = await subscribers(uow, company_id, SubscriptionKind.SYNC_ERROR)
        await uow.mails.add([self._mail(company, person, told, now) for person in people])

    def _mail(
        self, company: Company, person: Subscription, causes: tuple[CauseSummary, ...], now: datetime
    ) -> Mail:
        return Mail(
            id=self._ids.new(),
            company_id=company.id,
            company_name=company.name,
            to=person.email,
            causes=causes,
            created_at=now,
        )

    async def _send(self, mail: Mail) -> None:
        try:
            await self._notifier.send(mail)
        except MailNotSent:
            await self._postpone(mail)
        else:
            async with self._units_of_work.of(mail.company_id) as uow:
                await uow.mails.sent(mail, at=self._clock.now())
                await uow.commit()

    async def _postpone(self, mail: Mail) -> None:
        attempts = mail.attempts + 1
        given_up = self._policy.is_used_up(attempts)
        log.warning("mail_not_sent", extra={"mail_id": mail.id, "attempts": attempts, "given_up": given_up})
        until = None if given_up else self._policy.next_at(self._clock.now(), attempts, 0)
        async with self._units_of_work.of(mail.company_id) as uow:
            await uow.mails.postpone(mail, until=until)
            await uow.commit()


async def subscribers(uow: UnitOfWork, company_id: UUID, kind: SubscriptionKind) -> Sequence[Subscription]:
    """Everybody who wants this mail of the company's."""
    people: list[Subscription] = []
    after = None
    while page := await uow.subscriptions.page(company_id, kind=kind, after=after, limit=200):
        people += page
        after = page[-1].id
    return people
