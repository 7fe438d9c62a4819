"""What every repository stands on: the connection of its unit of work."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection


class SqlRepository:
    """Runs its statements in the transaction of the unit of work that owns the connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
