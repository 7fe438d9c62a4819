"""Time, ids and chance of the real world; nothing else here asks for them."""

from __future__ import annotations

from datetime import UTC, datetime
from random import SystemRandom
from uuid import UUID

from uuid_utils.compat import uuid7


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        """Return this moment."""
        return datetime.now(UTC)


class UuidIds:
    """UUIDv7: sorted by time, and within one process in the order they were made."""

    def new(self) -> UUID:
        """Return a new id."""
        return uuid7()


class RandomDice:
    """The operating system's chance: processes forked from one parent still differ."""

    def __init__(self) -> None:
        self._random = SystemRandom()

    def roll(self) -> float:
        """Return a number from 0 up to, but not including, 1."""
        return self._random.random()
