"""Where API keys are kept, and how whoever bears one is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.api_keys import ApiKey


class ApiKeys(Protocol):
    """The keys of a company; none is ever removed."""

    async def add(self, key: ApiKey) -> None:
        """Write a new one."""
        ...

    async def get(self, company_id: UUID, key_id: UUID) -> ApiKey | None:
        """Return one, good or not: `is_good` says whether it opens anything."""
        ...

    async def page(self, company_id: UUID, *, after: UUID | None, limit: int) -> Sequence[ApiKey]:
        """Return up to `limit`, good or not, oldest first, beginning behind `after`."""
        ...

    async def good(self, company_id: UUID, *, at: datetime) -> Sequence[ApiKey]:
        """Return those that are good then, oldest first, locked against change until the end of the unit."""
        ...

    async def save(self, key: ApiKey) -> None:
        """Write a changed one; its secret, its maker and its last use stay as they are."""
        ...


class Bearers(Protocol):
    """Whoever bears a secret, of whichever company."""

    async def find(self, secret_hash: str) -> ApiKey | None:
        """Return the key whose secret has this hash."""
        ...

    async def note_use(self, key_id: UUID, *, at: datetime, unless_since: datetime) -> bool:
        """Write when it was used last, unless it was since then; False when nothing was written.

        It neither waits nor raises: a key that somebody else is changing, or a database that takes
        no writes, is left alone.
        """
        ...
