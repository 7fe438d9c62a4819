"""Renew a company's pair of tokens: by one process at a time, and saved before it is used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from typing import Protocol
from uuid import UUID

import structlog

from adapters.quickbooks.settings import QuickBooksSettings
from adapters.quickbooks.token_endpoint import Dead, TokenEndpoint
from domain.model.companies import Connection, RenewalLease, Tokens
from domain.model.outcomes import Evidence, Held, HoldReason, RefusalReason, Refused
from domain.ports.clock import Clock
from domain.ports.companies import Connections
from domain.ports.renewals import Renewals

SAVES = 5
"""How often a new pair is tried to be saved: without it the company would have to connect again."""

log = structlog.get_logger()

NoToken = Held | Refused
IsGood = Callable[[Tokens], bool]


class TokenWork(Protocol):
    """The part of a unit of work that tokens need."""

    @property
    def connections(self) -> Connections:
        """The stored pairs."""
        ...

    @property
    def renewals(self) -> Renewals:
        """Who renews them."""
        ...

    async def commit(self) -> None:
        """Make it durable."""
        ...


class TokenWorks(Protocol):
    """Opens such units of work."""

    def of(self, company_id: UUID) -> AbstractAsyncContextManager[TokenWork]:
        """Return one for this company."""
        ...


@dataclass(frozen=True, slots=True)
class _Turn:
    """It is on us to renew this pair, for as long as the lease lasts."""

    lease: RenewalLease
    before: Connection


@dataclass(frozen=True, slots=True)
class _Unsaved:
    """A pair that Intuit gave us and that is not stored yet; the one before it may be dead."""

    lease: RenewalLease
    renewed: Connection


class Renewal:
    """One company's renewals in this process.

    No transaction is open while Intuit is called. A pair that another process stored meanwhile
    is as good as one of our own; who does not get the lease waits for it, or for the lease to end.
    """

    def __init__(
        self,
        *,
        endpoint: TokenEndpoint,
        units_of_work: TokenWorks,
        clock: Clock,
        settings: QuickBooksSettings,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._endpoint = endpoint
        self._units_of_work = units_of_work
        self._clock = clock
        self._settings = settings
        self._sleep = sleep
        self._unsaved: _Unsaved | None = None

    async def __call__(self, known: Connection, is_good: IsGood) -> Connection | NoToken:
        """The stored pair as soon as it is good, by our own doing if need be; or why there is none."""
        for _ in range(ceil(self._settings.renewal_lease / self._settings.renewal_poll)):
            match await self._look(known, is_good):
                case None:
                    await self._sleep(self._settings.renewal_poll)
                case _Turn() as turn:
                    return await self._renew(turn, is_good)
                case _Unsaved() as late:
                    return await self._save(late)
                case found:
                    return found
        return self._later(Evidence(answer="Another process renews the token, and does not come to its end"))

    async def _look(self, known: Connection, is_good: IsGood) -> Connection | Held | _Turn | _Unsaved | None:
        """None while another process is at it."""
        async with self._units_of_work.of(known.company_id) as work:
            stored = await self._stored(work, known)
            if isinstance(stored, Held) or is_good(stored.tokens):
                return stored
            if self._unsaved and self._unsaved.renewed.version == stored.version + 1:
                return self._unsaved
            lease = await work.renewals.take(stored, seconds=self._settings.renewal_lease)
            await work.commit()
        return _Turn(lease, stored) if lease else None

    async def _renew(self, turn: _Turn, is_good: IsGood) -> Connection | NoToken:
        before = turn.before
        match await self._endpoint.refresh(before.tokens.refresh_token, now=self._clock.now()):
            case Tokens() as pair:
                pair = _with_known_end(pair, before.tokens)
                renewed = replace(before, tokens=pair, version=before.version + 1)
                return await self._save(_Unsaved(turn.lease, renewed))
            case Dead.GRANT:
                await self._release(turn.lease)
                return await self._find_another(before, is_good)
            case Refused(reason=RefusalReason.UNAVAILABLE, evidence=evidence):
                await self._release(turn.lease)
                return self._later(evidence)
            case refused:
                await self._release(turn.lease)
                return refused

    async def _save(self, pair: _Unsaved, tries: int = SAVES) -> Connection | Held:
        """What cannot be saved now is kept, and saved at the next chance."""
        self._unsaved = pair
        try:
            stored = await self._write(pair.renewed, pair.lease)
        except Exception as broken:
            company_id = str(pair.renewed.company_id)
            log.warning("tokens_not_saved", company_id=company_id, error=type(broken).__name__)
            if tries == 1:
                raise
        else:
            self._unsaved = None
            return stored
        await self._sleep(self._settings.renewal_poll)
        return await self._save(pair, tries - 1)

    async def _write(self, renewed: Connection, lease: RenewalLease) -> Connection | Held:
        """What is stored from now on: this pair, or what somebody wrote before us."""
        async with self._units_of_work.of(renewed.company_id) as work:
            is_saved = await work.connections.replace_tokens(renewed)
            await work.renewals.release(lease)
            stored = await self._stored(work, renewed)
            if is_saved and isinstance(stored, Connection) and _is_given_up(stored):
                await work.connections.hold(renewed.company_id, None)
            await work.commit()
        if is_saved:
            log.info("tokens_renewed", company_id=str(renewed.company_id), version=renewed.version)
        return stored

    async def _find_another(self, before: Connection, is_good: IsGood) -> Connection | NoToken:
        """A process that slept past its lease may have got there first, and be about to save its pair."""
        await self._sleep(self._settings.reread_pause)
        async with self._units_of_work.of(before.company_id) as work:
            stored = await self._stored(work, before)
        if isinstance(stored, Held) or is_good(stored.tokens):
            return stored
        if stored.tokens.refresh_token == before.tokens.refresh_token:
            return _reconnect("The refresh token is not good any more")
        return await self(stored, is_good)

    async def _stored(self, work: TokenWork, known: Connection) -> Connection | Held:
        stored = await work.connections.get(known.company_id)
        if stored is None or stored.realm_id != known.realm_id:
            return _reconnect("The company is not connected to this realm any more")
        return stored

    async def _release(self, lease: RenewalLease) -> None:
        async with self._units_of_work.of(lease.company_id) as work:
            await work.renewals.release(lease)
            await work.commit()

    def _later(self, evidence: Evidence) -> Held:
        """Intuit said nothing of the grant: the company is as connected as it was, and is tried again."""
        until = self._clock.now() + timedelta(seconds=self._settings.renewal_pause)
        return Held(reason=HoldReason.QUICKBOOKS_UNAVAILABLE, until=until, evidence=evidence)


def _with_known_end(pair: Tokens, before: Tokens) -> Tokens:
    """The end of the whole authorisation stays when Intuit does not repeat it."""
    return replace(pair, grant_expires_at=pair.grant_expires_at or before.grant_expires_at)


def _is_given_up(connection: Connection) -> bool:
    """Another process may have met the dead refresh token while we had the living one in hand."""
    return connection.hold is not None and connection.hold.reason is HoldReason.NEEDS_RECONNECT


def _reconnect(why: str) -> Held:
    return Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence(answer=why))
