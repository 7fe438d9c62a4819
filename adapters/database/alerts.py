"""Days of companies, and the mails on sync errors that they had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from adapters.database.causes import count_untold, lock_company
from adapters.database.repository import SqlRepository
from adapters.database.rows import AlertDayRow
from adapters.database.upserts import insert_into
from domain.model.alerts import AlertDay, Untold


class SqlAlerts(SqlRepository):
    """One day for each company: the last on which something was new."""

    async def lock(self, company_id: UUID) -> AlertDay | None:
        """Return it; nobody else tells the company's staff anything until the end of the unit of work."""
        await lock_company(self._connection, company_id)
        found = await self._connection.execute(
            select(AlertDayRow).where(AlertDayRow.company_id == company_id)
        )
        row = found.one_or_none()
        return AlertDay(**row._asdict()) if row else None

    async def save(self, day: AlertDay) -> None:
        """Write it in the place of the company's earlier one."""
        statement = insert_into(AlertDayRow, on=self._connection).values(asdict(day))
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["company_id"], set_=asdict(day))
        )

    async def untold(self, company_id: UUID) -> Untold | None:
        """Count what `Log.new_causes` would return now; None where it would not even note anything."""
        return await count_untold(self._connection, company_id)

    async def due(self, *, at: datetime, limit: int) -> Sequence[UUID]:
        """Return up to `limit` companies for which something is held back no longer, longest due first."""
        over = select(AlertDayRow.company_id).where(AlertDayRow.resumes_at <= at)
        ordered = over.order_by(AlertDayRow.resumes_at, AlertDayRow.company_id)
        return (await self._connection.scalars(ordered.limit(limit))).all()
