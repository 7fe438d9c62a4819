"""Attempts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update

from adapters.database.repository import SqlRepository
from adapters.database.rows import AttemptRow
from domain.model.attempts import Attempt


class SqlAttempts(SqlRepository):
    """Every sending; append-only but for its one result."""

    async def add(self, attempts: Sequence[Attempt]) -> None:
        """Write them down before they are sent."""
        if attempts:
            await self._connection.execute(insert(AttemptRow), [_values_of(attempt) for attempt in attempts])

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


def attempt_of(row: Row[Any]) -> Attempt:
    """Return the attempt of a row."""
    return Attempt(**row._asdict())


def _values_of(attempt: Attempt) -> dict[str, object]:
    return {column.key: getattr(attempt, column.key) for column in AttemptRow.__table__.columns}
