"""Attempts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, insert, select, update

from adapters.database.repository import SqlRepository
from adapters.database.rows import AttemptRow, LogEntryRow
from domain.model.attempts import Attempt
from domain.model.log_entries import Status


class SqlAttempts(SqlRepository):
    """Every sending; append-only but for its one result."""

    async def begin(self, attempts: Sequence[Attempt]) -> Sequence[Attempt]:
        """Write them down before they are sent, and count each on its entry.

        Only those whose entry is still `syncing` under their `epoch`; these are returned.
        """
        claims = await self._claims([attempt.entry_id for attempt in attempts])
        begun = [attempt for attempt in attempts if claims.get(attempt.entry_id) == attempt.epoch]
        if begun:
            await self._connection.execute(insert(AttemptRow), [_values_of(attempt) for attempt in begun])
            await self._count(begun)
        return begun

    async def finish(self, attempt: Attempt) -> None:
        """Write the result of one; a result that is there already stays."""
        await self._connection.execute(
            update(AttemptRow)
            .where(AttemptRow.id == attempt.id, AttemptRow.finished_at.is_(None))
            .values(
                finished_at=attempt.finished_at,
                outcome=attempt.outcome,
                evidence=attempt.evidence,
            )
        )

    async def of_entry(self, entry_id: UUID) -> Sequence[Attempt]:
        """Return an entry's attempts by their number."""
        rows = await self._connection.execute(
            select(AttemptRow).where(AttemptRow.entry_id == entry_id).order_by(AttemptRow.number)
        )
        return [attempt_of(row) for row in rows]

    async def newest(self, entry_ids: Collection[UUID]) -> Mapping[UUID, Attempt]:
        """Return the last attempt of each entry that has one."""
        newest = (
            select(AttemptRow.entry_id, func.max(AttemptRow.number).label("number"))
            .where(AttemptRow.entry_id.in_(entry_ids))
            .group_by(AttemptRow.entry_id)
            .subquery()
        )
        same = and_(AttemptRow.entry_id == newest.c.entry_id, AttemptRow.number == newest.c.number)
        rows = await self._connection.execute(select(AttemptRow).join(newest, same))
        return {row.entry_id: attempt_of(row) for row in rows}

    async def _claims(self, entry_ids: Sequence[UUID]) -> Mapping[UUID, int]:
        """Return the epochs of those that a worker has, locked so that nobody takes them away now."""
        rows = await self._connection.execute(
            select(LogEntryRow.id, LogEntryRow.lease_epoch)
            .where(LogEntryRow.id.in_(entry_ids), LogEntryRow.status == Status.SYNCING)
            .order_by(LogEntryRow.id)
            .with_for_update(key_share=True)
        )
        return {row.id: row.lease_epoch for row in rows}

    async def _count(self, begun: Sequence[Attempt]) -> None:
        counted = update(LogEntryRow).where(LogEntryRow.id == bindparam("sent"))
        await self._connection.execute(
            counted.values(attempts=LogEntryRow.attempts + 1, last_attempt_at=bindparam("at")),
            [{"sent": attempt.entry_id, "at": attempt.started_at} for attempt in begun],
        )


def attempt_of(row: Row[Any]) -> Attempt:
    """Return the attempt of a row."""
    return Attempt(**row._asdict())


def _values_of(attempt: Attempt) -> dict[str, object]:
    return {column.key: getattr(attempt, column.key) for column in AttemptRow.__table__.columns}
