"""What every rate limiter promises."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from uuid import UUID

import pytest

from domain.model.rates import Rate
from domain.ports.rate_limiter import RateLimiter

ONE, OTHER = UUID(int=1), UUID(int=2)
RATE = Rate(limit=5)


class RateLimiterContract(ABC):
    """A subclass gives a limiter of `RATE` that has counted nothing yet."""

    @pytest.fixture
    @abstractmethod
    def limiter(self) -> RateLimiter: ...

    async def test_calls_are_allowed_up_to_the_limit_and_told_what_is_left(
        self, limiter: RateLimiter
    ) -> None:
        allowances = [await limiter.count(ONE) for _ in range(RATE.limit + 2)]
        said = [(each.allowed, each.remaining) for each in allowances if each]
        assert said == [(True, left) for left in (4, 3, 2, 1, 0)] + [(False, 0)] * 2
        assert {each.rate for each in allowances if each} == {RATE}
        assert all(0 < each.seconds <= RATE.seconds for each in allowances if each)

    async def test_each_caller_has_a_count_of_its_own(self, limiter: RateLimiter) -> None:
        for _ in range(RATE.limit):
            await limiter.count(ONE)
        other = await limiter.count(OTHER)
        assert other is not None
        assert (other.allowed, other.remaining) == (True, RATE.limit - 1)

    async def test_calls_at_the_same_time_are_each_counted(self, limiter: RateLimiter) -> None:
        allowances = await asyncio.gather(*(limiter.count(ONE) for _ in range(20)))
        assert sum(1 for each in allowances if each and each.allowed) == RATE.limit
