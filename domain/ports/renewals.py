"""Who renews the tokens of which connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.companies import Connection, RenewalLease


class Renewals(Protocol):
    """The right to renew a connection's tokens: one process at a time, by the database's clock."""

    async def take(self, connection: Connection, *, seconds: float) -> RenewalLease | None:
        """Take it for so long; None when another has it, or other tokens are stored by now."""
        ...

    async def release(self, lease: RenewalLease) -> None:
        """Let others have it at once; nothing happens to one that ended and was taken by another."""
        ...

    async def take_idle(self, *, since: datetime, seconds: float, limit: int) -> Sequence[UUID]:
        """Return up to `limit` companies whose access token ended before `since`, the longest idle first.

        None that is lost until a person connects it again; and none twice within so many seconds,
        whoever asks.
        """
        ...
