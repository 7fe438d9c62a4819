"""What holds companies up, and what their staff were told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update

from adapters.database.causes import AnyRow
from adapters.database.connections import hold_of, hold_values
from adapters.database.repository import SqlRepository
from adapters.database.rows import CompanyRow, ConnectionRow, LogEntryRow
from adapters.database.untold import has_readers, is_untold, under_way
from domain.model.companies import Connection, Hold
from domain.model.outcomes import HoldReason
from domain.model.tidings import Tidings, Told


class SqlHolds(SqlRepository):
    """A hold as the books answered it, and the news that each is for staff."""

    async def met(self, connection: Connection, hold: Hold | None) -> bool:
        """Hold the company up as the books answered over this connection, or (None) let it go."""
        statement = update(ConnectionRow).where(
            ConnectionRow.company_id == connection.company_id,
            ConnectionRow.realm_id == connection.realm_id,
        )
        if hold and hold.reason is HoldReason.NEEDS_RECONNECT:
            # It is said of the tokens, and there may be others by now.
            statement = statement.where(ConnectionRow.version <= connection.version)
        written = await self._connection.execute(statement.values(**hold_values(hold)))
        return written.rowcount == 1

    async def untold(self, *, company_id: UUID | None, at: datetime, limit: int) -> Sequence[Tidings]:
        """Return up to `limit` connections of which staff do not know what they should, locked."""
        statement = (
            select(ConnectionRow, CompanyRow.realm_id.is_not(None).label("was_connected"))
            .join(CompanyRow, CompanyRow.id == ConnectionRow.company_id)
            .where(is_untold(at), has_readers())
            .order_by(ConnectionRow.company_id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=ConnectionRow)
        )
        if company_id is not None:
            statement = statement.where(ConnectionRow.company_id == company_id)
        return [_tidings(row) for row in await self._connection.execute(statement)]

    async def tell(self, company_id: UUID, told: Told) -> None:
        """Note what its staff know now."""
        await self._connection.execute(
            update(ConnectionRow)
            .where(ConnectionRow.company_id == company_id)
            .values(told_hold=told.hold, told_end=told.end, told_days=told.days)
        )

    async def held_up(self, company_id: UUID, *, limit: int) -> int:
        """Count what workers would send, up to `limit`."""
        some = select(LogEntryRow.id).where(*under_way(company_id)).limit(limit).subquery()
        return await self._connection.scalar(select(func.count()).select_from(some)) or 0


def _tidings(row: AnyRow) -> Tidings:
    return Tidings(
        company_id=row.company_id,
        was_connected=row.was_connected,
        hold=hold_of(row),
        unused_end=row.refresh_expires_at,
        grant_end=row.grant_expires_at,
        told=Told(hold=row.told_hold, end=row.told_end, days=row.told_days),
    )
