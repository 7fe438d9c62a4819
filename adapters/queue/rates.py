"""Rate limiters: one for a single process, and one that all processes share through Redis."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import structlog
from arq.connections import ArqRedis

from domain.model.rates import Allowance, Purse, Rate
from domain.rules.rates import alone, filled, is_to_be_filled, portion, spent

PREFIX: Final = "synclog:calls:"
PATIENCE: Final = 0.25
MOST_TILLS: Final = 10_000

log = structlog.get_logger(__name__)


class NoLimit:
    """Everybody may call as often as they like."""

    async def count(self, _: UUID) -> Allowance | None:
        """Count nothing."""
        return None


@dataclass(slots=True)
class _Till:
    """One caller's purse; who fills it is alone at it, so that many calls at once take one portion."""

    purse: Purse | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class LocalRateLimiter:
    """Counts in this process."""

    def __init__(self, rate: Rate, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._now = now
        self._tills: dict[UUID, _Till] = {}

    async def count(self, caller: UUID) -> Allowance | None:
        """Spend one call of the caller's purse, which is filled first when it is empty."""
        till = self._tills.get(caller) or self._open(caller)
        if is_to_be_filled(till.purse, self._now()):
            async with till.lock:
                if is_to_be_filled(till.purse, self._now()):
                    till.purse = await self._fill(caller)
        return self._spend(till)

    def _spend(self, till: _Till) -> Allowance:
        """Without a pause in between, so that nothing is spent twice."""
        now = self._now()
        till.purse, allowance = spent(till.purse or alone(self._rate, now), self._rate, now)
        return allowance

    async def _fill(self, _: UUID) -> Purse:
        return alone(self._rate, self._now())

    def _open(self, caller: UUID) -> _Till:
        """Callers are keys that exist, so they are few; those of long ago are forgotten all the same."""
        if len(self._tills) >= MOST_TILLS:
            self._tills = {key: till for key, till in self._tills.items() if till.lock.locked()}
        return self._tills.setdefault(caller, _Till())


class RedisRateLimiter(LocalRateLimiter):
    """Takes portions of the count that all processes share, and counts alone while Redis is gone."""

    def __init__(self, pool: ArqRedis, rate: Rate, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(rate, now)
        self._pool = pool

    async def _fill(self, caller: UUID) -> Purse:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._take(caller)
        except Exception as error:  # noqa: BLE001  # the port's promise: nobody is kept out by a lost Redis
            log.warning("calls_counted_alone", error=type(error).__name__)
            return alone(self._rate, self._now())

    async def _take(self, caller: UUID) -> Purse:
        """One portion; the window ends by Redis's clock, which is the same for all."""
        key = f"{PREFIX}{caller}"
        async with self._pool.pipeline(transaction=True) as commands:
            commands.incrby(key, portion(self._rate))
            commands.expire(key, self._rate.seconds, nx=True)
            commands.pttl(key)
            counted, _, milliseconds = await commands.execute()
        return filled(self._rate, counted=counted, seconds=milliseconds / 1000, now=self._now())
