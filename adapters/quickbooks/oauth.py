"""One company's access token: renewed in time, in one place at a time, saved before it is used."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import structlog

from adapters.quickbooks.settings import QuickBooksSettings
from adapters.quickbooks.token_endpoint import Dead, TokenEndpoint
from domain.model.companies import Connection, Tokens
from domain.model.outcomes import Evidence, Held, HoldReason, Refused
from domain.ports.clock import Clock
from domain.ports.companies import Connections

log = structlog.get_logger()

NoToken = Held | Refused


class TokenWork(Protocol):
    """The part of a unit of work that tokens need."""

    @property
    def connections(self) -> Connections:
        """The stored pairs."""
        ...

    async def commit(self) -> None:
        """Make it durable."""
        ...


TokenWorks = Callable[[], AbstractAsyncContextManager[TokenWork]]


class Authorisation:
    """The tokens of one company, for all its ledgers in this process.

    Processes do not lock each other out, so the stored pair is read before each refresh
    and after an `invalid_grant`: whoever saved first is believed.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        endpoint: TokenEndpoint,
        units_of_work: TokenWorks,
        clock: Clock,
        settings: QuickBooksSettings,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._connection = connection
        self._endpoint = endpoint
        self._units_of_work = units_of_work
        self._clock = clock
        self._early = self._earliest = timedelta(seconds=settings.renew_early)
        self._reread_pause = settings.reread_pause
        self._sleep = sleep
        self._flight: asyncio.Task[NoToken | None] | None = None
        self._unsaved: Connection | None = None

    def learn(self, connection: Connection) -> None:
        """Take what the database was found to hold, if it is newer."""
        if connection.version > self._connection.version:
            self._connection = connection

    async def token(self, *, refused: str | None = None) -> str | NoToken:
        """An access token other than the one that was `refused`, or why there is none.

        All who ask while it is renewed share one renewal, and its failure.
        """
        if not self._is_good(refused):
            # A task of its own: between Intuit's answer and our commit nothing may be
            # cancelled, or the only living refresh token is lost.
            self._flight = self._flight or asyncio.create_task(self._land(refused))
            if failure := await asyncio.shield(self._flight):
                return failure
        return self._connection.tokens.access_token

    async def finish(self) -> None:
        """Wait for a renewal that is under way."""
        if self._flight:
            await asyncio.wait([self._flight])

    async def _land(self, refused: str | None) -> NoToken | None:
        try:
            return await self._renew(refused)
        finally:
            self._flight = None

    def _is_good(self, refused: str | None) -> bool:
        tokens = self._connection.tokens
        return tokens.access_token != refused and self._clock.now() < tokens.expires_at - self._early

    async def _renew(self, refused: str | None) -> NoToken | None:
        if failure := await self._reread():
            return failure
        if self._is_good(refused):
            return None
        # A pair that could not be saved is saved now: the one before it is dead.
        if self._unsaved and self._unsaved.version == self._connection.version + 1:
            return await self._save(self._unsaved)
        before = self._connection
        match await self._endpoint.refresh(before.tokens.refresh_token, now=self._clock.now()):
            case Tokens() as pair:
                # A token that lives but a minute would be old from its first second.
                self._early = min(self._earliest, (pair.expires_at - self._clock.now()) / 2)
                pair = _with_known_end(pair, before.tokens)
                return await self._save(replace(before, tokens=pair, version=before.version + 1))
            case Dead.GRANT:
                return await self._find_another(refused)
            case failure:
                return failure

    async def _save(self, renewed: Connection) -> NoToken | None:
        self._unsaved = renewed
        async with self._units_of_work() as work:
            is_saved = await work.connections.replace_tokens(renewed)
            await work.commit()
        self._unsaved = None
        if not is_saved:
            return await self._reread()
        self._connection = renewed
        log.info("tokens_renewed", company_id=str(renewed.company_id), version=renewed.version)
        return None

    async def _find_another(self, refused: str | None) -> NoToken | None:
        """Another process may have got there first, and be about to save its pair."""
        dead = self._connection.tokens.refresh_token
        await self._sleep(self._reread_pause)
        if failure := await self._reread():
            return failure
        if self._connection.tokens.refresh_token == dead or not self._is_good(refused):
            return _reconnect("The refresh token is not good any more")
        return None

    async def _reread(self) -> NoToken | None:
        company_id, realm_id = self._connection.company_id, self._connection.realm_id
        async with self._units_of_work() as work:
            stored = await work.connections.get(company_id)
        if stored is None or stored.realm_id != realm_id:
            return _reconnect("The company is not connected to this realm any more")
        self.learn(stored)
        return None


def _with_known_end(pair: Tokens, before: Tokens) -> Tokens:
    """The end of the whole authorisation stays when Intuit does not repeat it."""
    return replace(pair, grant_expires_at=pair.grant_expires_at or before.grant_expires_at)


def _reconnect(why: str) -> Held:
    return Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence(answer=why))
