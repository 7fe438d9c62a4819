"""Time, ids and chance that a test decides about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


class FakeIds:
    """UUIDv7s that count: the first one ends in 1, and each sorts behind the one before."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def new(self) -> UUID:
        milliseconds = int(NOON.timestamp() * 1000)
        return UUID(int=milliseconds << 80 | 0x7 << 76 | 0x2 << 62 | next(self._numbers))


class FakeDice:
    """Rolls the same number until it is set to another."""

    def __init__(self, number: float = 0.5) -> None:
        self.number = number

    def roll(self) -> float:
        return self.number
