"""The doorbell: tells a worker that a company has something to do."""

from __future__ import annotations

from typing import Protocol

from domain.model.companies import DrainLease


class Doorbell(Protocol):
    """Best effort: a ring may be lost, or come twice; never raises.

    The lease's epoch tells a ring of this drain from one of an earlier drain that died.
    """

    async def ring(self, lease: DrainLease) -> None:
        """Ask for a drain of the company; `lease` is the last one that was taken."""
        ...
