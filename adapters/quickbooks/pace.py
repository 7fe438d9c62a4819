"""Turns to call one realm: so many at once, a second and a minute, never more.

In this process only; a bucket that all workers share can take its place behind `turn`.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from adapters.quickbooks.settings import Rates


class Pace:
    """Sliding windows over the calls of one realm, in the order in which they were asked for.

    A call counts from its beginning until a window after its *end*: QBO counts it when it
    arrives, which is somewhere in between, so no window of QBO's can hold more than ours.
    `now` is a monotonic time in seconds.
    """

    def __init__(
        self,
        rates: Rates,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._windows = ((1.0, rates.per_second), (60.0, rates.per_minute))
        self._now = now
        self._sleep = sleep
        # As many as fit into the narrowest window, so that there is always an end to wait for.
        self._slots = asyncio.Semaphore(min(rates.in_flight, rates.per_second, rates.per_minute))
        self._line = asyncio.Lock()
        self._under_way = 0
        self._ends: deque[float] = deque(maxlen=max(rates.per_second, rates.per_minute))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """Wait for a turn, and hold it for the time of one call; for another, call `again` first."""
        async with self._slots:
            turn = Turn(self)
            await turn.again()
            try:
                yield turn
            finally:
                turn.end()

    async def wait(self) -> None:
        """Wait until every window has room, and take it."""
        async with self._line:
            while (pause := self._pause()) > 0:
                await self._sleep(pause)
            self._under_way += 1

    def note_end(self) -> None:
        """A call is over, and leaves its windows behind us one by one."""
        self._under_way -= 1
        self._ends.append(self._now())

    def _pause(self) -> float:
        """How long until every window has room for one call more."""
        now = self._now()
        return max(self._until_room(now, *window) for window in self._windows)

    def _until_room(self, now: float, seconds: float, limit: int) -> float:
        recent = [end for end in self._ends if end > now - seconds]
        too_many = self._under_way + len(recent) + 1 - limit
        return recent[too_many - 1] + seconds - now if too_many > 0 else 0.0


class Turn:
    """The place of one caller, who makes one call after the other."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._is_calling = False

    async def again(self) -> None:
        """Wait for the next call, without going to the end of the line of callers."""
        self.end()
        await self._pace.wait()
        self._is_calling = True

    def end(self) -> None:
        """The call is over, if there was one."""
        if self._is_calling:
            self._is_calling = False
            self._pace.note_end()
