"""How many mails on sync errors a company's day has had, and what is held back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.alerts import AlertDay, Untold


class Alerts(Protocol):
    """One day for each company: the last on which something was new."""

    async def lock(self, company_id: UUID) -> AlertDay | None:
        """Return it; nobody else tells the company's staff anything until the end of the unit of work."""
        ...

    async def save(self, day: AlertDay) -> None:
        """Write it in the place of the company's earlier one."""
        ...

    async def untold(self, company_id: UUID) -> Untold | None:
        """Count what `Log.new_causes` would return now; None where it would not even note anything."""
        ...

    async def due(self, *, at: datetime, limit: int) -> Sequence[UUID]:
        """Return up to `limit` companies for which something is held back no longer, longest due first."""
        ...
