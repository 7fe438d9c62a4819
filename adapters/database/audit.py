"""The audit trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, insert, select, tuple_

from adapters.database.repository import SqlRepository
from adapters.database.rows import AuditRow
from domain.model.audit import Actor, AuditAction, AuditEvent, AuditFilter, AuditMark


class SqlAudit(SqlRepository):
    """Append-only; the database itself refuses to change or to remove a row."""

    async def add(self, event: AuditEvent) -> None:
        """Write it down, in the transaction of what was done."""
        await self._connection.execute(
            insert(AuditRow).values(
                id=event.id,
                company_id=event.company_id,
                at=event.at,
                key_id=event.actor.key_id,
                actor=event.actor.name,
                request_id=event.actor.request_id,
                action=event.action.value,
                subject_kind=event.subject_kind,
                subject_id=event.subject_id,
                details=dict(event.details),
            )
        )

    async def page(
        self, company_id: UUID, wanted: AuditFilter, *, after: AuditMark | None, limit: int
    ) -> Sequence[AuditEvent]:
        """Return up to `limit` events, newest first, beginning behind `after`."""
        statement = select(AuditRow).where(AuditRow.company_id == company_id, *_selected(wanted))
        if after is not None:
            # As one row comparison: spelled out with OR it would read all newer rows.
            statement = statement.where(tuple_(AuditRow.at, AuditRow.id) < (after.at, after.id))
        newest_first = statement.order_by(AuditRow.at.desc(), AuditRow.id.desc())
        rows = await self._connection.execute(newest_first.limit(limit))
        return [_event(row) for row in rows]


def _selected(wanted: AuditFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.since is not None:
        yield AuditRow.at >= wanted.since
    if wanted.until is not None:
        yield AuditRow.at < wanted.until
    if wanted.actions:
        yield AuditRow.action.in_(sorted(wanted.actions))
    if wanted.key_id is not None:
        yield AuditRow.key_id == wanted.key_id
    if wanted.subject_kind is not None:
        yield AuditRow.subject_kind == wanted.subject_kind
    if wanted.subject_id is not None:
        yield AuditRow.subject_id == wanted.subject_id


def _event(row: Row[Any]) -> AuditEvent:
    return AuditEvent(
        id=row.id,
        company_id=row.company_id,
        at=row.at,
        actor=Actor(key_id=row.key_id, name=row.actor, request_id=row.request_id),
        action=AuditAction(row.action),
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        details=row.details,
    )
