"""The worker does what rings ask for, and ends well."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

import pytest
from arq.connections import ArqRedis
from structlog.testing import capture_logs
from structlog.typing import EventDict

from adapters.queue.doorbell import ArqDoorbell
from adapters.queue.pool import open_pool
from adapters.queue.settings import QueueSettings
from domain.model.companies import DrainLease
from tests.servers.redis import RedisServer
from tests.workers.bench import LEASE, ONE, OTHER, QUICK, RecordingServices, until, until_forgotten, working
from workers.main import run_worker

pytestmark = pytest.mark.timeout(30)
on_both = pytest.mark.parametrize("pool", ["redis", "memory"], indirect=True)
on_redis = pytest.mark.parametrize("pool", ["redis"], indirect=True)
in_memory = pytest.mark.parametrize("pool", ["memory"], indirect=True)


@on_both
async def test_a_ring_is_answered_with_a_drain(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    async with working(services, pool):
        await doorbell.ring(LEASE)
        assert await services.drained.get() == ONE


@on_both
async def test_a_ring_after_the_drain_is_answered_again(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    async with working(services, pool):
        await doorbell.ring(LEASE)
        await services.drained.get()
        await until_forgotten(pool)
        await doorbell.ring(LEASE)
        assert await services.drained.get() == ONE


@on_both
async def test_a_ring_after_a_drain_that_failed_is_answered_again(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    services.failures = [RuntimeError("no books")]
    async with working(services, pool):
        await doorbell.ring(LEASE)
        await services.begun.get()
        await until_forgotten(pool)
        await doorbell.ring(LEASE)
        assert await services.drained.get() == ONE


@on_both
async def test_companies_are_drained_side_by_side(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    services.may_end.clear()
    async with working(services, pool):
        await doorbell.ring(LEASE)
        await doorbell.ring(replace(LEASE, company_id=OTHER))
        assert {await services.begun.get(), await services.begun.get()} == {ONE, OTHER}
        services.may_end.set()


@on_both
async def test_two_workers_share_a_queue(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    companies = [UUID(int=number) for number in range(1, 101)]
    async with working(services, pool), working(services, pool):
        for company_id in companies:
            await doorbell.ring(DrainLease(company_id=company_id, epoch=1))
        drained = [await services.drained.get() for _ in companies]
        await until_forgotten(pool)
    assert sorted(drained) == companies
    assert services.drained.empty()


@in_memory
async def test_a_worker_sweeps_when_it_starts(services: RecordingServices, pool: ArqRedis) -> None:
    async with working(services, pool):
        assert await services.swept.get() == "swept"


@in_memory
async def test_a_worker_sweeps_by_the_clock(services: RecordingServices, pool: ArqRedis) -> None:
    async with working(services, pool, replace(QUICK, sweep=1)):
        for _ in range(3):
            await services.swept.get()


@in_memory
async def test_a_failure_is_logged_without_its_words(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell, caplog: pytest.LogCaptureFixture
) -> None:
    services.failures = [ValueError("Anna Meier owes 12.50")]
    with capture_logs() as logs:
        async with working(services, pool):
            await doorbell.ring(LEASE)
            await services.begun.get()
            await until_forgotten(pool)
    [failure] = [line for line in logs if line["event"] == "task_failed"]
    assert (failure["task"], failure["company_id"]) == ("drain", str(ONE))
    assert "Meier" not in caplog.text


@on_both
async def test_a_stopped_worker_ends_the_jobs_in_hand_and_begins_no_other(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    services.may_end.clear()
    with capture_logs() as logs:
        async with working(services, pool) as stop:
            await doorbell.ring(LEASE)
            await services.begun.get()
            stop.set()
            await until(lambda: "worker_stopping" in events(logs))
            await doorbell.ring(replace(LEASE, company_id=OTHER))
            services.may_end.set()
    assert await services.drained.get() == ONE
    assert services.begun.empty()
    assert [list(job.args) for job in await pool.queued_jobs() if job.function == "drain"] == [[str(OTHER)]]


@on_both
async def test_a_job_that_outlasts_the_patience_is_left_for_the_next_worker(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    services.may_end.clear()
    async with working(services, pool, replace(QUICK, patience=0.05)) as stop:
        await doorbell.ring(LEASE)
        await services.begun.get()
        stop.set()
    assert services.drained.empty()
    services.may_end.set()
    async with working(services, pool):
        assert await services.drained.get() == ONE


@in_memory
async def test_a_cancelled_worker_leaves_nothing_running(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    services.may_end.clear()
    worker = asyncio.create_task(run_worker(services, pool, QUICK, stop=asyncio.Event()))
    await doorbell.ring(LEASE)
    await services.begun.get()
    worker.cancel()
    await asyncio.wait({worker})
    assert asyncio.all_tasks() == {asyncio.current_task()}


@in_memory
async def test_a_stopped_worker_leaves_the_pool_to_the_others(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    async with working(services, pool):
        await services.swept.get()
    await doorbell.ring(LEASE)
    assert [job.function for job in await pool.queued_jobs()] == ["drain"]


@on_redis
async def test_a_worker_is_alive_under_a_key_of_its_own_until_it_stops(
    services: RecordingServices, pool: ArqRedis
) -> None:
    async with working(services, pool):
        await services.swept.get()
        assert len(await pool.keys("arq:queue:health:*")) == 1
    assert await pool.keys("arq:queue:health:*") == []


async def test_a_worker_survives_a_restart_of_redis(
    services: RecordingServices, redis_server: RedisServer
) -> None:
    pool = open_pool(redis_server.url)
    doorbell = ArqDoorbell(pool, QueueSettings(ring_seconds=5, quiet_seconds=0))
    services.may_end.clear()
    async with working(services, pool):
        await doorbell.ring(LEASE)
        await services.begun.get()
        redis_server.kill()
        redis_server.start()
        services.may_end.set()
        assert await services.drained.get() == ONE
        await doorbell.ring(replace(LEASE, epoch=8))
        assert await services.drained.get() == ONE
    await pool.aclose()


@on_redis
async def test_a_worker_begins_again_when_redis_refused_its_commands(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    services.may_end.clear()
    async with working(services, pool):
        await doorbell.ring(LEASE)
        await services.begun.get()
        await refuse_for_a_while(pool)
        services.may_end.set()
        assert await services.drained.get() == ONE
        await doorbell.ring(replace(LEASE, company_id=OTHER))
        assert await services.drained.get() == OTHER


@on_redis
async def test_a_worker_that_began_again_still_has_its_jobs_in_hand(
    services: RecordingServices, pool: ArqRedis, doorbell: ArqDoorbell
) -> None:
    services.may_end.clear()
    async with working(services, pool, replace(QUICK, patience=0.05)):
        await doorbell.ring(LEASE)
        await services.begun.get()
        await refuse_for_a_while(pool)
        await doorbell.ring(replace(LEASE, company_id=OTHER))
        assert await services.begun.get() == OTHER
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def refuse_for_a_while(pool: ArqRedis) -> None:
    """As a replica does in a failover: no retry of a command gets around it."""
    with capture_logs() as logs:
        await pool.rename("arq:queue", "arq:queue:kept")
        await pool.set("arq:queue", "no queue any more")
        await until(lambda: "queue_lost" in events(logs))
        await pool.rename("arq:queue:kept", "arq:queue")


def events(logs: Iterable[EventDict]) -> list[str]:
    return [line["event"] for line in logs]
