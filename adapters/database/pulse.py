"""Whether the database is there."""

from __future__ import annotations

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

PATIENCE = 2.0


class DatabasePulse:
    """The smallest query there is."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def beats(self) -> bool:
        """Answer within two seconds; never raises."""
        try:
            async with asyncio.timeout(PATIENCE), self._engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not there
            return False
        return True
