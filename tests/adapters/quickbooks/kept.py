"""Stored connections in memory: the part of a unit of work that tokens need."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self
from uuid import UUID

from domain.model.companies import Connection, Hold, RenewalLease
from domain.model.outcomes import HoldReason
from tests.builders import LONG_AGO, NOON


class KeptConnections:
    """The rows; `saved` has every pair that was ever committed, oldest first. Saving fails `broken` times."""

    def __init__(self, *connections: Connection) -> None:
        self.rows = {connection.company_id: connection for connection in connections}
        self.saved: list[Connection] = []
        self.broken = 0

    async def add(self, connection: Connection) -> None:
        self.rows[connection.company_id] = connection

    async def get(self, company_id: UUID) -> Connection | None:
        return self.rows.get(company_id)

    async def replace_tokens(self, connection: Connection) -> bool:
        if self.broken:
            self.broken -= 1
            raise OSError("the database is gone")
        row = self.rows[connection.company_id]
        if row.version != connection.version - 1 or row.realm_id != connection.realm_id:
            return False
        self.rows[connection.company_id] = replace(row, tokens=connection.tokens, version=connection.version)
        self.saved.append(connection)
        return True

    async def hold(self, company_id: UUID, hold: Hold | None) -> None:
        self.rows[company_id] = replace(self.rows[company_id], hold=hold)


class KeptRenewals:
    """Leases by a clock that goes on by itself."""

    def __init__(self, connections: KeptConnections) -> None:
        self._connections = connections
        self.leases: dict[UUID, datetime] = {}
        self._idle: dict[UUID, datetime] = {}

    async def take(self, connection: Connection, *, seconds: float) -> RenewalLease | None:
        row = self._connections.rows[connection.company_id]
        is_stored = (row.version, row.realm_id) == (connection.version, connection.realm_id)
        if not is_stored or not _is_over(self.leases, connection.company_id):
            return None
        until = self.leases[connection.company_id] = _in(seconds)
        return RenewalLease(company_id=connection.company_id, until=until)

    async def release(self, lease: RenewalLease) -> None:
        if self.leases.get(lease.company_id) == lease.until:
            del self.leases[lease.company_id]

    async def take_idle(self, *, since: datetime, seconds: float, limit: int) -> Sequence[UUID]:
        rows = sorted(self._connections.rows.values(), key=lambda row: row.tokens.expires_at)
        taken = [
            row.company_id
            for row in rows
            if row.tokens.expires_at < since
            and _is_over(self._idle, row.company_id)
            and not (row.hold and row.hold.reason is HoldReason.NEEDS_RECONNECT)
        ][:limit]
        self._idle |= dict.fromkeys(taken, _in(seconds))
        return taken


class KeptTokens:
    """A unit of work that has connections and their renewals only, and is always its own company's."""

    def __init__(self, connections: KeptConnections) -> None:
        self.connections = connections
        self.renewals = KeptRenewals(connections)

    def __call__(self) -> Self:
        return self

    def of(self, company_id: UUID) -> Self:
        assert set(self.connections.rows) <= {company_id}, "one company's alone"
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


def _in(seconds: float) -> datetime:
    return NOON + timedelta(seconds=time.monotonic() + seconds)


def _is_over(moments: dict[UUID, datetime], company_id: UUID) -> bool:
    return moments.get(company_id, LONG_AGO) <= _in(0)
