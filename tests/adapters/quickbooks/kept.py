"""Stored connections in memory: the part of a unit of work that tokens need."""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import Self
from uuid import UUID

from domain.model.companies import Connection, Hold


class KeptConnections:
    """The rows; `saved` has every pair that was ever committed, oldest first."""

    def __init__(self, *connections: Connection) -> None:
        self.rows = {connection.company_id: connection for connection in connections}
        self.saved: list[Connection] = []
        self.broken: Exception | None = None

    async def add(self, connection: Connection) -> None:
        self.rows[connection.company_id] = connection

    async def get(self, company_id: UUID) -> Connection | None:
        return self.rows.get(company_id)

    async def replace_tokens(self, connection: Connection) -> bool:
        if self.broken:
            raise self.broken
        row = self.rows[connection.company_id]
        if row.version != connection.version - 1:
            return False
        self.rows[connection.company_id] = replace(row, tokens=connection.tokens, version=connection.version)
        self.saved.append(connection)
        return True

    async def hold(self, company_id: UUID, hold: Hold | None) -> None:
        self.rows[company_id] = replace(self.rows[company_id], hold=hold)


class KeptTokens:
    """A unit of work that has connections only."""

    def __init__(self, connections: KeptConnections) -> None:
        self.connections = connections

    def __call__(self) -> Self:
        return self

    @property
    def saved(self) -> list[Connection]:
        return self.connections.saved

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...

    async def commit(self) -> None: ...
