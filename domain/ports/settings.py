"""Where the settings of companies are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.settings import Settings


class CompanySettings(Protocol):
    """What each company has set; the defaults where nobody set anything."""

    async def get(self, company_id: UUID) -> Settings | None:
        """Return a company's; None for a company that is not there."""
        ...

    async def lock(self, company_id: UUID) -> Settings | None:
        """The same, and nobody else changes them until the end of the unit of work."""
        ...

    async def save(self, settings: Settings) -> None:
        """Write changed ones that this unit of work has locked."""
        ...

    async def take_up(self, settings: Settings, *, at: datetime) -> int:
        """Queue every skipped entry that these settings let through, with a fresh count; return how many.

        Of each record the newest version alone.
        """
        ...
