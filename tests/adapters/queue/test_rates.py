"""Calls are counted in one process, and by all of them together."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from arq.connections import ArqRedis
from structlog.testing import capture_logs

from adapters.queue.pool import open_pool
from adapters.queue.rates import PREFIX, LocalRateLimiter, NoLimit, RedisRateLimiter
from domain.model.rates import Rate
from tests.contracts.rate_limiter import ONE, RATE, RateLimiterContract
from tests.servers.redis import RedisServer

LARGE = Rate(limit=3000)


class TestLocalRateLimiter(RateLimiterContract):
    @pytest.fixture
    def limiter(self) -> LocalRateLimiter:
        return LocalRateLimiter(RATE)


class TestRedisRateLimiter(RateLimiterContract):
    @pytest.fixture
    def limiter(self, pool: ArqRedis) -> RedisRateLimiter:
        return RedisRateLimiter(pool, RATE)


class TestRedisRateLimiterWithoutRedis(RateLimiterContract):
    @pytest.fixture
    def limiter(self, pool: ArqRedis, redis_server: RedisServer) -> RedisRateLimiter:
        redis_server.kill()
        return RedisRateLimiter(pool, RATE)


@pytest.fixture
async def pool(redis_url: str) -> AsyncIterator[ArqRedis]:
    opened = open_pool(redis_url)
    yield opened
    await opened.aclose()


async def commands_of(pool: ArqRedis) -> int:
    """How many commands Redis was given so far."""
    told = await pool.info("stats")
    return int(told["total_commands_processed"])


async def allowed_by(limiter: LocalRateLimiter, calls: int) -> int:
    allowances = [await limiter.count(ONE) for _ in range(calls)]
    return sum(1 for each in allowances if each and each.allowed)


async def test_where_there_is_no_limit_nothing_is_said() -> None:
    assert await NoLimit().count(ONE) is None


async def test_a_window_ends_and_another_begins() -> None:
    now = 0.0
    limiter = LocalRateLimiter(RATE, now=lambda: now)
    assert await allowed_by(limiter, 9) == RATE.limit
    now += RATE.seconds
    assert await allowed_by(limiter, 9) == RATE.limit


async def test_processes_share_one_count(pool: ArqRedis) -> None:
    processes = [RedisRateLimiter(pool, RATE) for _ in range(3)]
    allowed = 0
    for number in range(12):
        allowance = await processes[number % 3].count(ONE)
        assert allowance is not None
        allowed += allowance.allowed
    assert allowed == RATE.limit


async def test_the_common_window_ends_by_the_clock_of_redis(pool: ArqRedis) -> None:
    now = 0.0
    limiter = RedisRateLimiter(pool, RATE, now=lambda: now)
    assert await allowed_by(limiter, 9) == RATE.limit
    assert 0 < await pool.ttl(f"{PREFIX}{ONE}") <= RATE.seconds
    await pool.delete(f"{PREFIX}{ONE}")
    now += RATE.seconds
    assert await allowed_by(limiter, 9) == RATE.limit


async def test_a_hundred_calls_ask_redis_four_times(pool: ArqRedis) -> None:
    limiter = RedisRateLimiter(pool, LARGE)
    before = await commands_of(pool)
    assert await allowed_by(limiter, 100) == 100
    in_each_question = 5  # MULTI, INCRBY, EXPIRE, PTTL, EXEC: sent together
    assert await commands_of(pool) - before - 1 <= 4 * in_each_question


async def test_who_used_everything_up_costs_redis_nothing_more(pool: ArqRedis) -> None:
    limiter = RedisRateLimiter(pool, RATE)
    await allowed_by(limiter, RATE.limit)
    before = await commands_of(pool)
    assert await allowed_by(limiter, 1000) == 0
    assert await commands_of(pool) - before <= 1


async def test_without_redis_a_process_counts_alone_and_says_so_once_a_window(
    pool: ArqRedis, redis_server: RedisServer
) -> None:
    redis_server.kill()
    limiter = RedisRateLimiter(pool, RATE)
    with capture_logs() as logged:
        assert await allowed_by(limiter, 9) == RATE.limit
    assert [line["event"] for line in logged] == ["calls_counted_alone"]
