"""Who renews the tokens of which connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import SQLColumnExpression, or_, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.expression import ColumnElement

from adapters.database.moments import in_seconds, not_after_now
from adapters.database.repository import SqlRepository
from adapters.database.rows import ConnectionRow
from domain.model.companies import Connection, RenewalLease
from domain.model.outcomes import HoldReason


class SqlRenewals(SqlRepository):
    """The right to renew a connection's tokens, one process at a time, by the database's clock."""

    async def take(self, connection: Connection, *, seconds: float) -> RenewalLease | None:
        """Take it for so long, in one statement: of two takers one gets it."""
        until = await self._connection.scalar(
            update(ConnectionRow)
            .where(
                ConnectionRow.company_id == connection.company_id,
                ConnectionRow.realm_id == connection.realm_id,
                ConnectionRow.version == connection.version,
                _is_over(ConnectionRow.refresh_lease_until),
            )
            .values(refresh_lease_until=in_seconds(seconds))
            .returning(ConnectionRow.refresh_lease_until)
        )
        return None if until is None else RenewalLease(company_id=connection.company_id, until=until)

    async def release(self, lease: RenewalLease) -> None:
        """Let others have it at once; nothing happens to one that ended and was taken by another."""
        await self._connection.execute(
            update(ConnectionRow)
            .where(
                ConnectionRow.company_id == lease.company_id,
                ConnectionRow.refresh_lease_until == lease.until,
            )
            .values(refresh_lease_until=None)
        )

    async def take_idle(self, *, since: datetime, seconds: float, limit: int) -> Sequence[UUID]:
        """Return up to `limit` companies whose access token ended before `since`, the longest idle first."""
        idle = aliased(ConnectionRow)
        free = (
            select(idle.company_id)
            .where(
                idle.expires_at < since,
                _is_over(idle.idle_until),
                idle.hold_reason.is_distinct_from(HoldReason.NEEDS_RECONNECT),
            )
            .order_by(idle.expires_at, idle.company_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("free")
        )
        taken = await self._connection.execute(
            update(ConnectionRow)
            .where(ConnectionRow.company_id.in_(select(free.c.company_id)))
            .values(idle_until=in_seconds(seconds))
            .returning(ConnectionRow.company_id, ConnectionRow.expires_at)
        )
        return [row.company_id for row in sorted(taken, key=lambda row: (row.expires_at, row.company_id))]


def _is_over(until: SQLColumnExpression[datetime | None]) -> ColumnElement[bool]:
    return or_(until.is_(None), not_after_now(until))
