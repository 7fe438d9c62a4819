"""Failures that need a person: entries that failed, and that nobody left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.model.failures import Cause, CauseMark, Chosen, OpenWork
from domain.model.log_entries import LogEntry


class Failures(Protocol):
    """What staff have to put right, by cause and by choice."""

    async def causes(self, company_id: UUID, *, after: CauseMark | None, limit: int) -> Sequence[Cause]:
        """Return up to `limit` causes, the one of most entries first, beginning behind `after`."""
        ...

    async def cause(self, company_id: UUID, cause_id: UUID) -> Cause | None:
        """Return one, while something needs attention for it."""
        ...

    async def choose(self, company_id: UUID, chosen: Chosen) -> Sequence[UUID]:
        """Return the ids of those that are chosen, in the order in which workers would claim them."""
        ...

    async def entries(self, company_id: UUID, ids: Sequence[UUID]) -> Sequence[LogEntry]:
        """Return those of these entries that still need a person, in the order of the ids."""
        ...

    async def open_work(self, company_id: UUID) -> OpenWork:
        """Count what is open; what is excluded counts as excluded only."""
        ...
