"""Where the audit trail is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.model.audit import AuditEvent, AuditFilter, AuditMark


class Audit(Protocol):
    """Append-only: nothing in it is ever changed or removed."""

    async def add(self, event: AuditEvent) -> None:
        """Write it down, in the transaction of what was done."""
        ...

    async def page(
        self, company_id: UUID, wanted: AuditFilter, *, after: AuditMark | None, limit: int
    ) -> Sequence[AuditEvent]:
        """Return up to `limit` events, newest first, beginning behind `after`."""
        ...
