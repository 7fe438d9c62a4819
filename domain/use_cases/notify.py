"""Tell staff of new failures: one mail for a drain, one row for each cause."""

from __future__ import annotations

import logging
from uuid import UUID

from domain.model.notifications import Mail
from domain.ports.clock import Clock, Ids
from domain.ports.notifier import MailNotSent, Notifier
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.retry import RetryPolicy
from domain.use_cases.alerts import WriteAlerts

log = logging.getLogger(__name__)

# Nobody else sends a mail that is taken: longer than a slow server needs for all of them.
MAILS_AT_ONCE = 5
TAKEN_SECONDS = 600.0

COMPANIES_AT_ONCE = 50


class Notify:
    """Mails are written down in the transaction that notes their causes as told, then sent."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, notifier: Notifier, clock: Clock, ids: Ids, policy: RetryPolicy
    ) -> None:
        self._units_of_work = units_of_work
        self._notifier = notifier
        self._clock = clock
        self._alerts = WriteAlerts(clock=clock, ids=ids)
        self._policy = policy

    async def __call__(self, company_id: UUID) -> None:
        """Tell of the company's new causes, if there are any."""
        async with self._units_of_work.of(company_id) as uow:
            await self._alerts.within(uow, company_id)
            await uow.commit()
        await self.deliver(company_id)

    async def resume(self) -> None:
        """Write what the caps of yesterday held back; `deliver` sends it."""
        async with self._units_of_work() as uow:
            due = await uow.alerts.due(at=self._clock.now(), limit=COMPANIES_AT_ONCE)
        for company_id in due:
            async with self._units_of_work.of(company_id) as uow:
                await self._alerts.within(uow, company_id, resuming=True)
                await uow.commit()

    async def deliver(self, company_id: UUID | None = None) -> None:
        """Send the mails that are due, of one company or of all."""
        async with self._units_of_work() as uow:
            mails = await uow.mails.take(company_id=company_id, seconds=TAKEN_SECONDS, limit=MAILS_AT_ONCE)
            await uow.commit()
        for mail in mails:
            await self._send(mail)

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
