"""A worker at work, and the use cases it finds there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from arq.connections import ArqRedis

from domain.model.companies import DrainLease
from workers.main import run_worker
from workers.settings import WorkerSettings

ONE, OTHER = UUID(int=1), UUID(int=2)
LEASE = DrainLease(company_id=ONE, epoch=7)
QUICK = WorkerSettings(poll=0.01, sweep=60, reconnect=0.01, patience=5)


class RecordingServices:
    """Puts each call into a queue; drains end while `may_end` is set, the first ones with `failures`."""

    def __init__(self) -> None:
        self.begun: asyncio.Queue[UUID] = asyncio.Queue()
        self.drained: asyncio.Queue[UUID] = asyncio.Queue()
        self.swept: asyncio.Queue[str] = asyncio.Queue()
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.failures: list[Exception] = []

    async def drain(self, company_id: UUID) -> None:
        self.begun.put_nowait(company_id)
        await self.may_end.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.drained.put_nowait(company_id)

    async def sweep(self) -> None:
        self.swept.put_nowait("swept")


@asynccontextmanager
async def working(
    services: RecordingServices, pool: ArqRedis, settings: WorkerSettings = QUICK
) -> AsyncIterator[asyncio.Event]:
    """A worker for the length of the block; gives the event that stops it."""
    stop = asyncio.Event()
    worker = asyncio.create_task(run_worker(services, pool, settings, stop=stop))
    try:
        yield stop
    finally:
        stop.set()
        await worker


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # what is waited for sets no event
            await asyncio.sleep(0.005)


async def until_forgotten(pool: ArqRedis) -> None:
    """Wait until arq has put away every drain."""
    async with asyncio.timeout(10):
        while await pool.keys("arq:job:drain:*"):  # nor does Redis
            await asyncio.sleep(0.005)
