"""Time that passes only when everybody waits for it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Coroutine
from itertools import count
from typing import Any

TURNS = 60  # of the event loop, until nothing moves any more


class VirtualTime:
    """Seconds from 0; `run` moves on to the next sleeper's end whenever all are asleep."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        end = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + seconds, next(self._numbers), end))
        await end

    async def run(self, *work: Coroutine[Any, Any, None]) -> None:
        tasks = [asyncio.ensure_future(each) for each in work]
        while not all(task.done() for task in tasks):
            for _ in range(TURNS):
                await asyncio.sleep(0)
            if self._sleepers:
                self.seconds, _, end = heapq.heappop(self._sleepers)
                if not end.done():
                    end.set_result(None)
        await asyncio.gather(*tasks)
