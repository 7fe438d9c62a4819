"""The doorbell on arq, and the tests' own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from arq.connections import ArqRedis
from structlog.testing import capture_logs

from adapters.queue.doorbell import ArqDoorbell
from adapters.queue.pool import open_pool
from adapters.queue.settings import QueueSettings
from domain.model.companies import DrainLease
from domain.ports.doorbell import Doorbell
from tests.contracts.doorbell import ONE, DoorbellContract
from tests.fakes.doorbell import FakeDoorbell
from tests.servers.child import free_port
from tests.servers.redis import RedisServer

IMPATIENT = QueueSettings(ring_seconds=0.2, quiet_seconds=60)
LEASE = DrainLease(company_id=ONE, epoch=7)


class TestFakeDoorbell(DoorbellContract):
    @pytest.fixture
    def doorbell(self) -> Doorbell:
        return FakeDoorbell()

    @pytest.fixture
    def broken_doorbell(self) -> Doorbell:
        return FakeDoorbell(broken=True)

    async def rung(self, doorbell: Doorbell) -> Collection[UUID]:
        assert isinstance(doorbell, FakeDoorbell)
        return [lease.company_id for lease in doorbell.rings]


@pytest.mark.parametrize("pool", ["redis", "memory"], indirect=True)
class TestArqDoorbell(DoorbellContract):
    @pytest.fixture
    def doorbell(self, pool: ArqRedis) -> Doorbell:
        return ArqDoorbell(pool, QueueSettings())

    @pytest.fixture
    def broken_doorbell(self, dead_pool: ArqRedis) -> Doorbell:
        return ArqDoorbell(dead_pool, IMPATIENT)

    @pytest.fixture(autouse=True)
    def queue(self, pool: ArqRedis) -> None:
        self._pool = pool

    async def rung(self, doorbell: Doorbell) -> Collection[UUID]:  # noqa: ARG002  # the queue knows
        return [UUID(job.args[0]) for job in await self._pool.queued_jobs()]


@pytest.mark.parametrize("pool", ["redis", "memory"], indirect=True)
class TestTheQueue:
    async def test_two_rings_of_one_lease_are_one_job(self, pool: ArqRedis) -> None:
        doorbell = ArqDoorbell(pool, QueueSettings())
        await doorbell.ring(LEASE)
        await doorbell.ring(LEASE)
        assert len(await pool.queued_jobs()) == 1

    async def test_rings_that_come_together_are_one_job(self, pool: ArqRedis) -> None:
        doorbell = ArqDoorbell(pool, QueueSettings())
        await asyncio.gather(*(doorbell.ring(LEASE) for _ in range(20)))
        assert len(await pool.queued_jobs()) == 1

    async def test_a_job_is_json_and_names_its_company(self, pool: ArqRedis) -> None:
        await ArqDoorbell(pool, QueueSettings()).ring(LEASE)
        job = json.loads(await pool.get(f"arq:job:drain:{ONE}:7"))
        assert (job["f"], job["a"], job["k"]) == ("drain", [str(ONE)], {})


async def test_a_ring_without_redis_says_so_and_waits_no_longer_than_it_may(dead_pool: ArqRedis) -> None:
    with capture_logs() as logs:
        async with asyncio.timeout(1):
            await ArqDoorbell(dead_pool, IMPATIENT).ring(LEASE)
    assert [(line["event"], line["company_id"]) for line in logs] == [("ring_lost", str(ONE))]


async def test_a_ring_at_a_frozen_redis_waits_no_longer_than_it_may() -> None:
    async with frozen_server() as url, opened(url) as pool:
        with capture_logs() as logs:
            async with asyncio.timeout(1):
                await ArqDoorbell(pool, IMPATIENT).ring(LEASE)
    assert [line["event"] for line in logs] == ["ring_lost"]


async def test_after_a_lost_ring_the_next_ones_wait_for_nothing(dead_pool: ArqRedis) -> None:
    doorbell = ArqDoorbell(dead_pool, IMPATIENT)
    await doorbell.ring(LEASE)
    with capture_logs() as logs:
        async with asyncio.timeout(IMPATIENT.ring_seconds):
            await asyncio.gather(*(doorbell.ring(LEASE) for _ in range(100)))
    assert not logs


async def test_a_doorbell_rings_again_when_redis_is_back(redis_server: RedisServer) -> None:
    async with opened(redis_server.url) as pool:
        doorbell = ArqDoorbell(pool, QueueSettings(ring_seconds=5, quiet_seconds=0))
        await doorbell.ring(LEASE)
        redis_server.kill()
        redis_server.start()
        await doorbell.ring(DrainLease(company_id=ONE, epoch=8))
        assert await pool.exists(f"arq:job:drain:{ONE}:8")


async def test_a_password_is_decoded() -> None:
    async with opened("redis://worker:p%40ss%2Fword@localhost:6379/3") as pool:
        wanted = {"username": "worker", "password": "p@ss/word", "db": 3}
        assert wanted.items() <= pool.connection_pool.connection_kwargs.items()


def test_the_settings_do_not_show_the_password() -> None:
    assert "secret" not in repr(QueueSettings(url="redis://:secret@localhost"))


@pytest.fixture
async def dead_pool() -> AsyncIterator[ArqRedis]:
    """A pool whose Redis is not there."""
    async with opened(f"redis://127.0.0.1:{free_port()}") as pool:
        yield pool


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[ArqRedis]:
    pool = open_pool(url)
    try:
        yield pool
    finally:
        await pool.aclose()


@asynccontextmanager
async def frozen_server() -> AsyncIterator[str]:
    """A server that takes connections and never says a word."""
    taken: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _reader, writer: taken.append(writer), "127.0.0.1", 0)
    async with server:
        yield f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for writer in taken:
            writer.close()
            await writer.wait_closed()
