"""A browser comes back from Intuit: check its state, redeem its code, prove its books, connect."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain.errors import RealmTaken
from domain.errors.connecting import StateInvalid
from domain.model.api_keys import Scope
from domain.model.audit import Actor
from domain.model.authorizations import (
    Authorization,
    AuthorizationProblem,
    AuthorizationStatus,
    Books,
    Consent,
    Grant,
)
from domain.model.companies import Company, Tokens
from domain.ports.clock import Clock
from domain.ports.connector import Connector
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.connecting import CONFIRMED_WITHIN, Step, return_address, step_for, without_code
from domain.rules.connection_deeds import connecting
from domain.rules.key_secrets import hash_secret
from domain.use_cases.companies import company_of
from domain.use_cases.trail import Trail

log = logging.getLogger(__name__)

CONNECTED, FAILED = AuthorizationStatus.CONNECTED, AuthorizationStatus.FAILED


class ReturnFromConsent:
    """Nothing that the browser brings is believed before Intuit has said so.

    A consent that leads to nothing is forgotten, not revoked: nobody could verify whether a
    revocation ends one grant or all that this app has in those books, which may be connected.
    """

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

    async def __call__(self, consent: Consent) -> str:
        """Return where the browser goes: where was agreed on at the beginning. Raises StateInvalid."""
        used = await self._use(consent.state)
        granted = await self._granted(used, consent)
        done = granted if isinstance(granted, Authorization) else await self._settle(used, *granted)
        told = {"company_id": done.company_id, "status": done.status.value}
        log.info("authorization_returned", extra=told | {"problem": done.problem and done.problem.value})
        return return_address(done)

    async def _use(self, state: str) -> Authorization:
        """Whose state it is; it is used up by that, whatever comes then."""
        now = self._clock.now()
        async with self._units_of_work() as uow:
            used = await uow.authorizations.use(hash_secret(state), at=now)
            await uow.commit()
        if used is None:
            raise StateInvalid
        async with self._units_of_work.of(used.company_id) as uow:
            key = await uow.api_keys.get(used.company_id, used.key_id)
        if key is None or not key.is_good(now) or Scope.CONNECTION_WRITE not in key.scopes:
            await self._end(used, FAILED, AuthorizationProblem.KEY_ENDED)
            raise StateInvalid
        return used

    async def _granted(self, used: Authorization, consent: Consent) -> Authorization | tuple[Books, Tokens]:
        """Proven books and the tokens for them, or the end of it. No unit of work is open."""
        if consent.error or not consent.code or not consent.realm_id:
            return await self._end(used, *without_code(consent.error))
        tokens = await self._connector.redeem(consent.code)
        if not isinstance(tokens, Tokens):
            return await self._end(used, FAILED, tokens)
        books = await self._connector.prove(consent.realm_id, tokens.access_token)
        return (books, tokens) if isinstance(books, Books) else await self._end(used, FAILED, books)

    async def _settle(self, used: Authorization, books: Books, tokens: Tokens) -> Authorization:
        async with self._units_of_work() as everybody:
            holder = await everybody.grants.holder(books.realm_id)
        try:
            return await self._by_holder(replace(used, books=books), books, tokens, holder)
        except RealmTaken:  # by a company that was quicker
            return await self._end(replace(used, books=books), FAILED, AuthorizationProblem.REALM_TAKEN)

    async def _by_holder(
        self, proven: Authorization, books: Books, tokens: Tokens, holder: UUID | None
    ) -> Authorization:
        """Raises RealmTaken."""
        async with self._units_of_work.of(proven.company_id) as uow:
            company = await company_of(uow, proven.company_id, lock=True)
            if (step := step_for(company, books, holder)) is Step.REFUSE:
                raise RealmTaken
            if step is Step.CONFIRM:
                done = await self._awaiting(uow, proven, company, tokens)
            else:
                done = replace(proven, status=CONNECTED)
                await connect(uow, done, books, tokens, at=self._clock.now(), trail=self._trail)
            await uow.authorizations.save(done)
            last = await uow.drains.last(company.id)
            await uow.commit()
        if step is Step.CONNECT:
            await self._doorbell.ring(last)
        return done

    async def _awaiting(
        self, uow: UnitOfWork, proven: Authorization, company: Company, tokens: Tokens
    ) -> Authorization:
        state = await uow.grants.state(company.id)
        return replace(
            proven,
            status=AuthorizationStatus.CONFIRMATION_REQUIRED,
            before=state.books if state else None,
            tokens=tokens,
            expires_at=self._clock.now() + CONFIRMED_WITHIN,
        )

    async def _end(
        self, used: Authorization, status: AuthorizationStatus, problem: AuthorizationProblem | None
    ) -> Authorization:
        ended = replace(used, status=status, problem=problem)
        async with self._units_of_work.of(used.company_id) as uow:
            await uow.authorizations.save(ended)
            await uow.commit()
        return ended


async def connect(
    uow: UnitOfWork, authorization: Authorization, books: Books, tokens: Tokens, *, at: datetime, trail: Trail
) -> None:
    """Give the company its books and the tokens for them, and write down who did. Raises RealmTaken."""
    by, company_id = Actor(key_id=authorization.key_id, name=authorization.begun_by), authorization.company_id
    await uow.grants.connect(Grant(company_id=company_id, books=books, tokens=tokens, at=at, by=by.name))
    await trail.did(uow, company_id, connecting(authorization, books), by=by)
