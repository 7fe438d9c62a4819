"""Tell staff of their connection: that everything is held up, that it goes on, that it ends soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain.model.companies import Company
from domain.model.notifications import MOST_COUNTED, Mail, Notice, Subscription
from domain.model.tidings import Tidings
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.notices import READERS, news_of, notice_of
from domain.use_cases.companies import company_of
from domain.use_cases.notify import Notify
from domain.use_cases.subscriptions import subscribers

NOTICES_AT_ONCE = 50


class WriteNotices:
    """Run every few seconds, by any number of workers, and after each drain.

    The mails and what is told by them are written in one transaction: each hold has one mail,
    and one more when it is over.
    """

    def __init__(self, *, units_of_work: UnitsOfWork, notify: Notify, clock: Clock, ids: Ids) -> None:
        self._units_of_work = units_of_work
        self._notify = notify
        self._clock = clock
        self._ids = ids

    async def __call__(self) -> None:
        """Tell what there is to tell, at whichever company."""
        if await self._write_all(self._units_of_work(), None):
            await self._notify.deliver()

    async def at(self, company_id: UUID) -> None:
        """Tell what there is to tell at one company."""
        if await self._write_all(self._units_of_work.of(company_id), company_id):
            await self._notify.deliver(company_id)

    async def _write_all(self, work: UnitOfWork, company_id: UUID | None) -> bool:
        now = self._clock.now()
        async with work as uow:
            untold = await uow.holds.untold(company_id=company_id, at=now, limit=NOTICES_AT_ONCE)
            for tidings in untold:
                await self._write(uow, tidings, now)
            await uow.commit()
        return bool(untold)

    async def _write(self, uow: UnitOfWork, tidings: Tidings, now: datetime) -> None:
        held_up = await uow.holds.held_up(tidings.company_id, limit=MOST_COUNTED + 1)
        company = await company_of(uow, tidings.company_id)
        for news in news_of(tidings, held_up, now):
            mails = [
                self._mail(company, person, notice_of(news, held_up, company.time_zone, person.kind), now)
                for person in await _readers(uow, company)
            ]
            await uow.mails.add(mails)
            await uow.holds.tell(company.id, news.told)

    def _mail(self, company: Company, person: Subscription, notice: Notice, now: datetime) -> Mail:
        return Mail(
            id=self._ids.new(),
            company_id=company.id,
            company_name=company.name,
            to=person.email,
            causes=(),
            created_at=now,
            notice=notice,
        )


async def _readers(uow: UnitOfWork, company: Company) -> Sequence[Subscription]:
    """Whoever is subscribed to the connection; where nobody is, whoever hears of failures."""
    people = [await subscribers(uow, company.id, kind) for kind in READERS]
    return next(filter(None, people), ())
