"""Counts the calls of each caller."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from domain.model.rates import Allowance


class RateLimiter(Protocol):
    """Whether a caller may call once more.

    Asks outside at most once a call, and mostly not at all; never raises. What cannot be asked in
    time is not waited for: the caller's calls are then counted in this process alone.
    """

    async def count(self, caller: UUID) -> Allowance | None:
        """Count one call; None where there is no limit."""
        ...
