"""Whether this process can do its work."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from domain.ports.pulse import Pulse


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The database is needed; without the queue everything arrives, but later."""

    database: bool
    queue: bool


class CheckHealth:
    """Ask each part for a sign of life."""

    def __init__(self, *, database: Pulse, queue: Pulse) -> None:
        self._database = database
        self._queue = queue

    async def __call__(self) -> Health:
        """Take no longer than the slowest part."""
        database, queue = await asyncio.gather(self._database.beats(), self._queue.beats())
        return Health(database=database, queue=queue)
