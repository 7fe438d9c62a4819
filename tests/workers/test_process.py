"""A worker as a process of its own: what signals do to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from arq.connections import ArqRedis

from adapters.queue.doorbell import ArqDoorbell
from domain.model.companies import DrainLease
from tests.workers.bench import LEASE, ONE, RecordingServices, working

ROOT = Path(__file__).parents[2]
PROGRAM = textwrap.dedent("""
    import asyncio, sys
    from adapters.queue.pool import open_pool
    from workers.main import run_worker
    from workers.settings import WorkerSettings

    class Services:
        async def drain(self, company_id):
            await pool.rpush("told", "begun")
            await pool.blpop("go")
            await pool.rpush("told", "ended")

        async def sweep(self):
            await pool.rpush("told", "swept")

    async def main():
        global pool
        pool = open_pool(sys.argv[1])
        await run_worker(Services(), pool, WorkerSettings(poll=0.01))
        await pool.aclose()

    asyncio.run(main())
""")

pytestmark = [pytest.mark.timeout(30), pytest.mark.parametrize("pool", ["redis"], indirect=True)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_an_idle_worker_ends_with_0(pool: ArqRedis, redis_url: str, number: signal.Signals) -> None:
    with process(redis_url) as worker:
        assert await told(pool) == "swept"
        worker.send_signal(number)
        assert worker.wait(10) == 0


async def test_a_busy_worker_ends_its_job_and_then_with_0(
    pool: ArqRedis, doorbell: ArqDoorbell, redis_url: str
) -> None:
    with process(redis_url) as worker:
        assert await told(pool) == "swept"
        await doorbell.ring(LEASE)
        assert await told(pool) == "begun"
        worker.terminate()
        until_said(worker, "worker_stopping")
        await cast("Awaitable[int]", pool.rpush("go", "on"))
        assert worker.wait(10) == 0
    assert await told(pool) == "ended"
    assert await pool.keys("arq:*drain*") == []


async def test_the_job_of_a_killed_worker_does_not_swallow_the_ring_after_the_next_lease(
    pool: ArqRedis, doorbell: ArqDoorbell, redis_url: str, services: RecordingServices
) -> None:
    with process(redis_url) as worker:
        assert await told(pool) == "swept"
        await doorbell.ring(LEASE)
        assert await told(pool) == "begun"
        worker.kill()
    async with working(services, pool):
        await doorbell.ring(DrainLease(company_id=ONE, epoch=LEASE.epoch + 1))
        assert await services.drained.get() == ONE


@contextmanager
def process(redis_url: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PROGRAM, redis_url]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 - the program above
        command, stdout=subprocess.PIPE, text=True, env=environment
    ) as worker:
        try:
            yield worker
        finally:
            worker.kill()


async def told(pool: ArqRedis) -> str:
    """The next thing that the worker's use cases told."""
    _, word = await cast("Awaitable[tuple[bytes, bytes]]", pool.blpop(["told"], timeout=20))
    return str(word.decode())


def until_said(worker: subprocess.Popen[str], event: str) -> None:
    assert worker.stdout is not None
    assert any(event in line for line in worker.stdout), f"it ended without {event}"
