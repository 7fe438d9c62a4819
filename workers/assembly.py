"""Puts arq's worker together, with what it needs to ring and nothing it could lose."""

from __future__ import annotations

import os
import socket
from datetime import UTC

import arq.worker
from arq import cron, func
from arq.connections import ArqRedis
from arq.worker import Worker

from workers import tasks
from workers.services import Services
from workers.settings import WorkerSettings

MANY_TRIES = 1_000_000
"""For arq a cancelled job was a try. How often a record is tried, the database counts."""


def build_worker(services: Services, pool: ArqRedis, settings: WorkerSettings) -> Worker:
    """Return a worker of its own health key; signals are not its business."""
    seconds = set(range(0, 60, settings.sweep))
    return Worker(
        functions=[func(tasks.drain, name="drain")],
        cron_jobs=[cron(tasks.sweep, name="sweep", second=seconds, run_at_startup=True)],
        redis_pool=pool,
        queue_name=pool.default_queue_name,
        ctx={"services": services},
        handle_signals=False,
        max_jobs=settings.jobs,
        queue_read_limit=settings.queue_read_limit,
        poll_delay=settings.poll,
        job_timeout=settings.job_limit,
        max_tries=MANY_TRIES,
        # Here and not per function, where arq overlooks it for failures: a kept result
        # swallows the next ring under the same id.
        keep_result=0,
        health_check_key=f"{pool.default_queue_name}:health:{socket.gethostname()}:{os.getpid()}",
        health_check_interval=settings.health,
        job_serializer=pool.job_serializer,
        job_deserializer=pool.job_deserializer,
        timezone=UTC,
    )


async def _say_nothing(redis: object, log_func: object) -> None:
    """Stand in for arq's report on Redis at each start.

    It asks for INFO, which the Redis in memory has not, and which hosted ones may forbid.
    """


arq.worker.log_redis_info = _say_nothing  # type: ignore[attr-defined]  # arq imports it without exporting it
