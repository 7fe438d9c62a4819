"""Begin to connect a company: a person is sent to Intuit's consent page."""

from __future__ import annotations

import secrets
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from uuid import UUID

from domain.errors.connecting import AuthorizationNotFound, ReturnUrlNotAllowed
from domain.model.api_keys import Principal
from domain.model.authorizations import Authorization
from domain.ports.clock import Clock, Ids
from domain.ports.connector import Connector
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.connecting import LIFETIME
from domain.rules.connection_deeds import beginning
from domain.rules.key_secrets import hash_secret
from domain.use_cases.trail import Trail

STATE_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A try to connect, and the address for the person's browser, which is shown this once."""

    authorization: Authorization
    authorize_url: str = field(repr=False)


class BeginAuthorization:
    """The state is bound to the company and the key that began, good once and for ten minutes."""

    def __init__(
        self,
        *,
        units_of_work: UnitsOfWork,
        connector: Connector,
        clock: Clock,
        ids: Ids,
        trail: Trail,
        return_urls: AbstractSet[str],
    ) -> None:
        self._units_of_work = units_of_work
        self._connector = connector
        self._clock = clock
        self._ids = ids
        self._trail = trail
        self._return_urls = return_urls

    async def __call__(self, principal: Principal, return_url: str) -> Begun:
        """Raises ReturnUrlNotAllowed."""
        if return_url not in self._return_urls:
            raise ReturnUrlNotAllowed
        state = secrets.token_urlsafe(STATE_BYTES)
        authorization = self._authorization(principal, return_url, state)
        async with self._units_of_work.of(principal.company_id) as uow:
            await uow.authorizations.add(authorization)
            await self._trail.caller_did(uow, principal, beginning(authorization))
            await uow.commit()
        return Begun(authorization=authorization, authorize_url=self._connector.authorize_url(state))

    def _authorization(self, principal: Principal, return_url: str, state: str) -> Authorization:
        now = self._clock.now()
        return Authorization(
            id=self._ids.new(),
            company_id=principal.company_id,
            key_id=principal.key_id,
            begun_by=principal.name,
            state_hash=hash_secret(state),
            return_url=return_url,
            created_at=now,
            expires_at=now + LIFETIME,
        )


class GetAuthorization:
    """How far a person has come, and with which books."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock) -> None:
        self._units_of_work = units_of_work
        self._clock = clock

    async def __call__(self, principal: Principal, authorization_id: UUID) -> Authorization:
        """Raises AuthorizationNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            found = await authorization_of(uow, principal, authorization_id)
        return found.seen_at(self._clock.now())


async def authorization_of(uow: UnitOfWork, principal: Principal, authorization_id: UUID) -> Authorization:
    """Return one of the caller's company. Raises AuthorizationNotFound."""
    found = await uow.authorizations.get(principal.company_id, authorization_id)
    if found is None:
        raise AuthorizationNotFound
    return found
