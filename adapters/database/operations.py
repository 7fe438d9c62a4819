"""Bulk resyncs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, insert, literal, select, update

from adapters.database.due import has_hold, is_paused
from adapters.database.failures import is_chosen
from adapters.database.moments import LONG_AGO
from adapters.database.repository import SqlRepository
from adapters.database.rows import CompanyRow, ConnectionRow, LogEntryRow, OperationItemRow, OperationRow
from domain.model.failures import EVERY_FAILURE, Chosen
from domain.model.log_entries import Status
from domain.model.operations import ItemResult, Operation, OperationStatus, Pause, Progress
from domain.model.outcomes import HoldReason


class SqlOperations(SqlRepository):
    """Bulk resyncs: each freezes its set of entries when it starts."""

    async def start(self, operation: Operation, chosen: Chosen = EVERY_FAILURE) -> Operation:
        """Freeze its set: each chosen failed, not excluded entry becomes queued with a fresh count."""
        await self._connection.execute(insert(OperationRow).values(_values_of(operation)))
        await self._connection.execute(
            insert(OperationItemRow).from_select(
                ["operation_id", "entry_id", "result"], self._items(operation, chosen)
            )
        )
        await self._queue_items(operation)
        await self.finish_done(operation.company_id, at=operation.created_at)
        return await self.get(operation.company_id, operation.id) or operation

    async def running(self, company_id: UUID) -> Operation | None:
        """Return the one that is under way; nobody else starts one until the end of the unit of work."""
        await self._connection.execute(
            select(CompanyRow.id).where(CompanyRow.id == company_id).with_for_update(key_share=True)
        )
        return await self._one(OperationRow.company_id == company_id, OperationRow.finished_at.is_(None))

    async def get(self, company_id: UUID, operation_id: UUID) -> Operation | None:
        """Return one with its progress."""
        return await self._one(OperationRow.company_id == company_id, OperationRow.id == operation_id)

    async def finish_done(self, company_id: UUID, *, at: datetime) -> None:
        """Mark those finished that have nothing pending any more."""
        pending = exists().where(
            OperationItemRow.operation_id == OperationRow.id, OperationItemRow.result == ItemResult.PENDING
        )
        await self._connection.execute(
            update(OperationRow)
            .where(OperationRow.company_id == company_id, OperationRow.finished_at.is_(None), ~pending)
            .values(status=OperationStatus.FINISHED, finished_at=at)
        )

    async def _one(self, *conditions: ColumnElement[bool]) -> Operation | None:
        found = await self._connection.execute(select(OperationRow).where(*conditions))
        row = found.one_or_none()
        if row is None:
            return None
        return Operation(
            **row._asdict(),
            progress=await self._progress(row.id),
            blocked_reason=None if row.finished_at else await self._blocked_reason(row.company_id),
        )

    async def _progress(self, operation_id: UUID) -> Progress:
        rows = await self._connection.execute(
            select(OperationItemRow.result, func.count().label("items"))
            .where(OperationItemRow.operation_id == operation_id)
            .group_by(OperationItemRow.result)
        )
        counts = dict.fromkeys(ItemResult, 0) | {row.result: row.items for row in rows}
        return Progress(total=sum(counts.values()), **{result.value: n for result, n in counts.items()})

    async def _blocked_reason(self, company_id: UUID) -> HoldReason | Pause | None:
        """Its own settings first: they hold it up whatever becomes of the connection."""
        if await self._connection.scalar(select(is_paused(literal(company_id)))):
            return Pause.PAUSED
        held = select(ConnectionRow.hold_reason).where(ConnectionRow.company_id == company_id, has_hold())
        return await self._connection.scalar(held)

    def _items(self, operation: Operation, chosen: Chosen) -> Select[UUID, UUID, str]:
        """Select the operation's items, their entries locked in the order of ids."""
        conditions = is_chosen(operation.company_id, chosen, dialect=self._connection.dialect.name)
        return (
            select(literal(operation.id), LogEntryRow.id, literal(ItemResult.PENDING.value))
            .where(*conditions)
            .order_by(LogEntryRow.id)
            .with_for_update(key_share=True, of=LogEntryRow)
        )

    async def _queue_items(self, operation: Operation) -> None:
        item = OperationItemRow
        await self._connection.execute(
            update(LogEntryRow)
            .where(
                LogEntryRow.company_id == operation.company_id,
                LogEntryRow.id.in_(select(item.entry_id).where(item.operation_id == operation.id)),
            )
            .values(
                status=Status.QUEUED,
                attempts=0,
                stale_reads=0,
                by_hand=False,
                next_attempt_at=None,
                due_at=LONG_AGO,
                operation_id=operation.id,
                updated_at=operation.created_at,
            )
        )


def _values_of(operation: Operation) -> dict[str, Any]:
    return {column.key: getattr(operation, column.key) for column in OperationRow.__table__.columns}
