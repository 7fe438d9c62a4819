"""What QuickBooks told of changes in the books."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, select, update

from adapters.database.due import event_is_due
from adapters.database.moments import LONG_AGO
from adapters.database.repository import SqlRepository
from adapters.database.rows import BookEventRow
from adapters.database.upserts import insert_into
from domain.model.book_events import BookEvent

FIELDS: Final = ("company_id", "key", "realm_id", "entity", "object_id", "change", "at", "received_at")


class SqlBookEvents(SqlRepository):
    """Each is kept once, however often it is told, and is due until somebody has looked into it."""

    async def add(self, events: Collection[BookEvent]) -> Sequence[BookEvent]:
        """Write those that are not here yet, due at once, and return them."""
        if not events:
            return []
        # Whoever writes several writes them in this order, so that nobody waits in a ring.
        told = sorted({(event.company_id, event.key): event for event in events}.items())
        statement = insert_into(BookEventRow, on=self._connection).on_conflict_do_nothing()
        written = await self._connection.execute(
            statement.returning(BookEventRow.company_id, BookEventRow.key),
            [_values_of(event) | {"due_at": LONG_AGO} for _, event in told],
        )
        new = {(row.company_id, row.key) for row in written}
        return [event for name, event in told if name in new]

    async def due(self, company_id: UUID, *, limit: int) -> Sequence[BookEvent]:
        """Return up to `limit` that nobody has looked into, those that came first."""
        rows = await self._connection.execute(
            select(BookEventRow)
            .where(BookEventRow.company_id == company_id, *event_is_due())
            .order_by(BookEventRow.due_at, BookEventRow.received_at, BookEventRow.key)
            .limit(limit)
        )
        return [_event_of(row) for row in rows]

    async def done(self, events: Collection[BookEvent]) -> None:
        """Note that they were looked into; they are kept, so that they are known when they come again."""
        await self._connection.execute(update(BookEventRow).where(_is_one_of(events)).values(due_at=None))

    async def postpone(self, events: Collection[BookEvent], *, until: datetime) -> None:
        """Make them due at `until`."""
        await self._connection.execute(update(BookEventRow).where(_is_one_of(events)).values(due_at=until))

    async def forget(self, company_id: UUID, *, before: datetime) -> None:
        """Remove what came before this and was looked into."""
        await self._connection.execute(
            delete(BookEventRow).where(
                BookEventRow.company_id == company_id,
                BookEventRow.received_at < before,
                BookEventRow.due_at.is_(None),
            )
        )


def _is_one_of(events: Collection[BookEvent]) -> ColumnElement[bool]:
    return and_(
        BookEventRow.company_id.in_({event.company_id for event in events}),
        BookEventRow.key.in_([event.key for event in events]),
    )


def _values_of(event: BookEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in FIELDS}


def _event_of(row: Row[Any]) -> BookEvent:
    return BookEvent(**{name: getattr(row, name) for name in FIELDS})
