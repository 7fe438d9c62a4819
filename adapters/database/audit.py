"""The audit trail."""

from __future__ import annotations

from sqlalchemy import insert

from adapters.database.repository import SqlRepository
from adapters.database.rows import AuditRow
from domain.model.audit import AuditEvent


class SqlAudit(SqlRepository):
    """Append-only."""

    async def add(self, event: AuditEvent) -> None:
        """Write it down, in the transaction of what was done."""
        await self._connection.execute(
            insert(AuditRow).values(
                id=event.id,
                company_id=event.company_id,
                at=event.at,
                key_id=event.actor.key_id,
                actor=event.actor.name,
                action=event.action.value,
                subject_kind=event.subject_kind,
                subject_id=event.subject_id,
                details=dict(event.details),
            )
        )
