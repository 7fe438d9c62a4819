"""Where it is kept what QuickBooks told of changes in the books."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.book_events import BookEvent


class BookEvents(Protocol):
    """Each is kept once, however often it is told, and is due until somebody has looked into it."""

    async def add(self, events: Collection[BookEvent]) -> Sequence[BookEvent]:
        """Write those that are not here yet, due at once, and return them.

        Two that write the same at the same time wait for each other, and one of them gets it.
        """
        ...

    async def due(self, company_id: UUID, *, limit: int) -> Sequence[BookEvent]:
        """Return up to `limit` that nobody has looked into, those that came first."""
        ...

    async def done(self, events: Collection[BookEvent]) -> None:
        """Note that they were looked into; they are kept, so that they are known when they come again."""
        ...

    async def postpone(self, events: Collection[BookEvent], *, until: datetime) -> None:
        """Make them due at `until`."""
        ...

    async def forget(self, company_id: UUID, *, before: datetime) -> None:
        """Remove what came before this and was looked into."""
        ...
