"""A person says whether other books than before are meant; and what nobody said in time ends."""

from __future__ import annotations

import logging
from dataclasses import replace
from uuid import UUID

from domain.errors.connecting import AuthorizationNotWaiting
from domain.model.api_keys import Principal
from domain.model.authorizations import Authorization, AuthorizationStatus, Books
from domain.model.companies import Tokens
from domain.ports.clock import Clock
from domain.ports.connector import Connector
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
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
            waiting = await authorization_of(uow, principal, authorization_id)
            tokens, before, after = await _checked(uow, waiting.seen_at(now))
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
            waiting = await authorization_of(uow, principal, authorization_id)
            tokens, _, after = await _checked(uow, waiting.seen_at(now))
            denied = replace(waiting, status=AuthorizationStatus.DENIED, tokens=None)
            await uow.authorizations.save(denied)
            await self._trail.caller_did(uow, principal, rejecting(waiting, after))
            await uow.commit()
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
            if each.tokens:
                await revoked(self._connector, each.tokens, each.company_id)


async def revoked(connector: Connector, tokens: Tokens, company_id: UUID) -> None:
    """As far as it can be done: what Intuit did not hear of ends by itself, since nobody has it any more."""
    done = await connector.revoke(tokens.refresh_token)
    log.info("grant_revoked", extra={"company_id": company_id, "done": done})


async def _checked(uow: UnitOfWork, waiting: Authorization) -> tuple[Tokens, Books, Books]:
    """The tokens that wait, the books before and the books after. Raises AuthorizationNotWaiting.

    A company that has other books by now than those that the person was told of is not moved.
    """
    company = await company_of(uow, waiting.company_id)
    is_waiting = waiting.status is AuthorizationStatus.CONFIRMATION_REQUIRED
    if not is_waiting or not waiting.tokens or not waiting.books or not waiting.before:
        raise AuthorizationNotWaiting
    if waiting.before.realm_id != company.realm_id:
        raise AuthorizationNotWaiting
    return waiting.tokens, waiting.before, waiting.books
