"""Where the audit trail is kept."""

from __future__ import annotations

from typing import Protocol

from domain.model.audit import AuditEvent


class Audit(Protocol):
    """Append-only: nothing in it is ever changed or removed."""

    async def add(self, event: AuditEvent) -> None:
        """Write it down, in the transaction of what was done."""
        ...
