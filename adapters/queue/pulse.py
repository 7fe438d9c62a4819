"""Whether Redis is there."""

from __future__ import annotations

import asyncio

from arq.connections import ArqRedis

PATIENCE = 2.0


class QueuePulse:
    """A ping to the pool that the doorbell rings on."""

    def __init__(self, pool: ArqRedis) -> None:
        self._pool = pool

    async def beats(self) -> bool:
        """Answer within two seconds; never raises."""
        try:
            async with asyncio.timeout(PATIENCE):
                return bool(await self._pool.ping())
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not there
            return False
