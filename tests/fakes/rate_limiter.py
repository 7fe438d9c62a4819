"""A rate limiter that allows so many calls, and says what it was told to."""

from __future__ import annotations

from uuid import UUID

from domain.model.rates import Allowance, Rate


class FakeRateLimiter:
    """Counts in `counted`; a window never ends by itself."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self.counted: dict[UUID, int] = {}

    async def count(self, caller: UUID) -> Allowance | None:
        number = self.counted[caller] = self.counted.get(caller, 0) + 1
        return Allowance(
            rate=self.rate,
            allowed=number <= self.rate.limit,
            remaining=max(0, self.rate.limit - number),
            seconds=self.rate.seconds,
        )
