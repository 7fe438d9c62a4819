"""A person says whether other books than before are meant; and what nobody said in time ends."""

from __future__ import annotations

import logging
from dataclasses import replace
from uuid import UUID

from domain.model.api_keys import Principal
from domain.model.authorizations import Authorization, AuthorizationStatus, Books
from domain.model.companies import Tokens
from domain.ports.clock import Clock
from domain.ports.connector import Connector
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.connecting import waiting_for_a_person
from domain.rules.connection_deeds import rejecting
from domain.use_cases.authorize import authorization_of
from domain.use_cases.companies import company_of
from domain.use_cases.return_from_consent import connect
from domain.use_cases.trail import Trail

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100


class ConfirmAuthorization:
    """The company moves to other books: everything of the former ones is put away, in one transaction."""

    def __init__(
        self,
        *,
        units_of_work: UnitsOfWork,
        connector: Connector,
        doorbell: Doorbell,
        clock: Clock,
        trail: Trail,
    ) -> None:
        self._units_of_work = units_of_work
        self._connector = connector
        self._doorbell = doorbell
        self._clock = clock
        self._trail = trail

    async def __call__(self, principal: Principal, authorization_id: UUID) -> Authorization:
        """Raises AuthorizationNotFound, AuthorizationNotWaiting or RealmTaken."""
        now = self._clock.now()
        async with self._units_of_work.of(principal.company_id) as uow:
            company = await company_of(uow, principal.company_id, lock=True)
            waiting = await authorization_of(uow, principal, authorization_id)
            tokens, before, after = waiting_for_a_person(waiting.seen_at(now), company)
            former = await uow.connections.get(principal.company_id)
            await uow.former_books.move(
                principal.company_id, before=before.realm_id, after=after.realm_id, at=now
            )
            done = replace(
                waiting,
                status=AuthorizationStatus.CONNECTED,
                tokens=None,
                key_id=principal.key_id,
                begun_by=principal.name,
            )
            await connect(uow, done, after, tokens, at=now, trail=self._trail)
            await uow.authorizations.save(replace(waiting, status=done.status, tokens=None))
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        await self._doorbell.ring(last)
        if former:
            await revoked(self._connector, former.tokens, former.company_id)
        return replace(waiting, status=done.status, tokens=None)


class RejectAuthorization:
    """They are the wrong books: the company stays with those it has, and the consent is revoked."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, connector: Connector, clock: Clock, trail: Trail
    ) -> None:
        self._units_of_work = units_of_work
        self._connector = connector
        self._clock = clock
        self._trail = trail

    async def __call__(self, principal: Principal, authorization_id: UUID) -> None:
        """Raises AuthorizationNotFound or AuthorizationNotWaiting."""
        now = self._clock.now()
        async with self._units_of_work.of(principal.company_id) as uow:
            company = await company_of(uow, principal.company_id, lock=True)
            waiting = await authorization_of(uow, principal, authorization_id)
            tokens, _, after = waiting_for_a_person(waiting.seen_at(now), company)
            denied = replace(waiting, status=AuthorizationStatus.DENIED, tokens=None)
            await uow.authorizations.save(denied)
            await self._trail.caller_did(uow, principal, rejecting(waiting, after))
            await uow.commit()
        if not await _has_holder(self._units_of_work, after):
            await revoked(self._connector, tokens, principal.company_id)


class ForgetUnconfirmed:
    """Tokens that nobody confirmed within the hour are wiped, and revoked as far as that can be done."""

    def __init__(self, *, units_of_work: UnitsOfWork, connector: Connector, clock: Clock) -> None:
        self._units_of_work = units_of_work
        self._connector = connector
        self._clock = clock

    async def __call__(self) -> None:
        """Run by every sweep, by any number of workers."""
        async with self._units_of_work() as uow:
            late = await uow.authorizations.unconfirmed(at=self._clock.now(), limit=MOST_AT_ONCE)
            for each in late:
                await uow.authorizations.save(replace(each, status=AuthorizationStatus.EXPIRED, tokens=None))
            await uow.commit()
        for each in late:
            if each.tokens and each.books and not await _has_holder(self._units_of_work, each.books):
                await revoked(self._connector, each.tokens, each.company_id)


async def revoked(connector: Connector, tokens: Tokens, company_id: UUID) -> None:
    """As far as it can be done: what Intuit did not hear of ends by itself, since nobody has it any more."""
    done = await connector.revoke(tokens.refresh_token)
    log.info("grant_revoked", extra={"company_id": company_id, "done": done})


async def _has_holder(units_of_work: UnitsOfWork, books: Books) -> bool:
    """Whether a company has them by now: a revocation might end its connection as well."""
    async with units_of_work() as uow:
        return await uow.grants.holder(books.realm_id) is not None
