"""Runs arq's worker: drains when the bell rings, sweeps by the clock, and ends gracefully."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from typing import Any

import structlog
from arq.connections import ArqRedis
from arq.worker import Worker
from redis.exceptions import RedisError

from adapters.signals import set_by_signals
from workers.assembly import build_worker
from workers.services import Services
from workers.settings import WorkerSettings

log = structlog.get_logger(__name__)


async def run_worker(
    services: Services, pool: ArqRedis, settings: WorkerSettings, *, stop: asyncio.Event | None = None
) -> None:
    """Work until `stop` is set or, without one, until SIGTERM or SIGINT.

    Jobs in hand may end for `settings.patience` seconds, then they are cancelled; the database
    knows what they left undone. A lost Redis is waited for. The pool stays open.
    """
    with nullcontext(stop) if stop else set_by_signals() as told:
        worker = build_worker(services, pool, settings)
        log.info("worker_started", worker=worker.health_check_key)
        try:
            while not await _work(worker, told, settings):
                worker = await _successor(worker, build_worker(services, pool, settings))
        finally:
            await _leave(worker)
            log.info("worker_stopped", worker=worker.health_check_key)


async def _work(worker: Worker, stop: asyncio.Event, settings: WorkerSettings) -> bool:
    """Pick jobs until told to stop, then let those in hand end; False when Redis was lost."""
    picking = asyncio.create_task(worker.main())
    telling = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({picking, telling}, return_when=asyncio.FIRST_COMPLETED)
        if telling.done():
            log.info("worker_stopping", jobs_in_hand=sum(not job.done() for job in worker.tasks.values()))
            _pick_no_more(worker)
            await asyncio.wait({picking}, timeout=settings.patience)
    finally:
        await _cancel([picking, telling])
    return await _is_told(picking, stop, settings)


def _pick_no_more(worker: Worker) -> None:
    """Make it a burst that has had all its jobs: arq ends the round it is in, and the jobs in hand.

    To cancel it instead may leave a job marked as begun that nobody has, for minutes.
    """
    worker.burst, worker.max_burst_jobs = True, 0


async def _is_told(picking: asyncio.Task[None], stop: asyncio.Event, settings: WorkerSettings) -> bool:
    """Say whether it ended because it was told to; if not, pause before the next one."""
    if picking.cancelled() or (error := picking.exception()) is None:
        return True
    if not isinstance(error, RedisError | OSError):
        raise error
    log.warning("queue_lost", error=type(error).__name__)
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), settings.reconnect)
    return stop.is_set()


async def _successor(worker: Worker, successor: Worker) -> Worker:
    """Hand over the jobs in hand; the worker itself miscounts its free places after a failure."""
    successor.tasks.update({key: job for key, job in worker.tasks.items() if not job.done()})
    failed_with_it = [job for job in worker.tasks.values() if job.done()]
    await asyncio.gather(*failed_with_it, return_exceptions=True)
    return successor


async def _leave(worker: Worker) -> None:
    """Cancel what is still in hand, and count as alive no more."""
    await _cancel(worker.tasks.values())
    with suppress(RedisError, OSError):
        async with asyncio.timeout(1):
            await worker.pool.delete(worker.health_check_key)


async def _cancel(running: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait for their end; those that have ended stay as they are."""
    tasks = list(running)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
