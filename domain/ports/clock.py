"""Time, ids and chance come in from outside."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """The time in UTC, always with its offset."""

    def now(self) -> datetime:
        """Return this moment."""
        ...


class Ids(Protocol):
    """Ids that sort by the time they were made."""

    def new(self) -> UUID:
        """Return a UUIDv7."""
        ...


class Dice(Protocol):
    """Chance, for the jitter of a backoff."""

    def roll(self) -> float:
        """Return a number from 0 up to, but not including, 1."""
        ...
