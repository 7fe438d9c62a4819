"""One company's access token, for all who call its realm from this process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from adapters.quickbooks.renewal import NoToken, Renewal, TokenWorks
from adapters.quickbooks.settings import QuickBooksSettings
from adapters.quickbooks.token_endpoint import TokenEndpoint
from domain.model.companies import Connection, Tokens
from domain.ports.clock import Clock


class Authorisation:
    """The tokens of one company; renewed ahead of their end, and when one was refused."""

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
        self._clock = clock
        self._earliest = timedelta(seconds=settings.renew_early)
        self._early = self._how_early(connection.tokens)
        self._renewal = Renewal(
            endpoint=endpoint, units_of_work=units_of_work, clock=clock, settings=settings, sleep=sleep
        )
        self._flight: asyncio.Task[NoToken | None] | None = None

    def learn(self, connection: Connection) -> None:
        """Take what the database was found to hold, if it is newer."""
        if connection.version > self._connection.version:
            self._connection = connection
            self._early = self._how_early(connection.tokens)

    async def token(self, *, refused: str | None = None) -> str | NoToken:
        """An access token other than the one that was `refused`, or why there is none.

        All who ask while it is renewed share one renewal, and its failure.
        """
        if not self._is_good(self._connection.tokens, refused):
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
            found = await self._renewal(self._connection, lambda tokens: self._is_good(tokens, refused))
        finally:
            self._flight = None
        if not isinstance(found, Connection):
            return found
        self.learn(found)
        return None

    def _is_good(self, tokens: Tokens, refused: str | None) -> bool:
        is_known = tokens.access_token == self._connection.tokens.access_token
        early = self._early if is_known else self._how_early(tokens)
        return tokens.access_token != refused and self._clock.now() < tokens.expires_at - early

    def _how_early(self, tokens: Tokens) -> timedelta:
        """A token that lives but a minute would be old from its first second."""
        return min(self._earliest, (tokens.expires_at - self._clock.now()) / 2)
