"""Write the mails on sync errors: so many in a day of the company, and no cause is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from domain import catalogue
from domain.model.alerts import HeldBack, Untold
from domain.model.companies import Company
from domain.model.notifications import CauseSummary, Mail, Subscription, SubscriptionKind
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork
from domain.rules.alerts import Alert, ration
from domain.use_cases.companies import company_of
from domain.use_cases.settings import settings_of
from domain.use_cases.subscriptions import subscribers


class WriteAlerts:
    """One mail for all that is new; beyond the cap, one that says so, and the rest the next morning.

    What no mail told of stays new: it is taken from the log by the mail that tells of it alone.
    """

    def __init__(self, *, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    async def within(self, uow: UnitOfWork, company_id: UUID, *, resuming: bool = False) -> None:
        """Write what is to be sent now; `resuming` also where there is nothing: the wait is over."""
        if not resuming and await uow.alerts.untold(company_id) is None:
            return
        before = await uow.alerts.lock(company_id)
        company, settings = await company_of(uow, company_id), await settings_of(uow, company_id)
        untold = await uow.alerts.untold(company_id) or Untold(causes=0, entries=0)
        people = await subscribers(uow, company_id, SubscriptionKind.SYNC_ERROR)
        has_news = bool(untold.causes and people)
        this = ration(before, settings, self._clock.now(), has_news=has_news)
        await uow.alerts.save(this.day)
        match this.alert:
            case Alert.NEWS:
                await self._tell(uow, company, people)
            case Alert.MORE:
                held = HeldBack(causes=untold.causes, entries=untold.entries, cap=settings.alert_cap)
                await uow.mails.add([self._mail(company, person, (), held) for person in people])
            case Alert.NOTHING:
                pass

    async def _tell(self, uow: UnitOfWork, company: Company, people: Sequence[Subscription]) -> None:
        causes = await uow.log.new_causes(company.id, at=self._clock.now())
        told = tuple(replace(cause, correction=catalogue.row(cause.code).correction) for cause in causes)
        if told:
            await uow.mails.add([self._mail(company, person, told) for person in people])

    def _mail(
        self,
        company: Company,
        person: Subscription,
        causes: tuple[CauseSummary, ...],
        held_back: HeldBack | None = None,
    ) -> Mail:
        return Mail(
            id=self._ids.new(),
            company_id=company.id,
            company_name=company.name,
            to=person.email,
            causes=causes,
            created_at=self._clock.now(),
            held_back=held_back,
        )
