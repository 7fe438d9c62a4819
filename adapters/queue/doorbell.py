"""The doorbell on arq."""

from __future__ import annotations

import asyncio

import structlog
from arq.connections import ArqRedis

from adapters.queue.settings import QueueSettings
from domain.model.companies import DrainLease

DRAIN = "drain"

log = structlog.get_logger(__name__)


class ArqDoorbell:
    """Rings by enqueuing a job; many rings of one lease are one job.

    The epoch stands in the job's id: the job of a worker that was killed keeps its id taken
    for minutes, and must not swallow the rings after it.
    """

    def __init__(self, pool: ArqRedis, settings: QueueSettings) -> None:
        self._pool = pool
        self._settings = settings
        self._quiet_until = float("-inf")

    async def ring(self, lease: DrainLease) -> None:
        """Ask for a drain of the company; a ring that fails is logged and lost."""
        if self._now() < self._quiet_until:
            return
        try:
            async with asyncio.timeout(self._settings.ring_seconds):
                await self._enqueue(lease)
        except Exception as error:  # noqa: BLE001  # the port's promise: what is committed stays accepted
            self._lost(lease, error)

    async def _enqueue(self, lease: DrainLease) -> None:
        job_id = f"{DRAIN}:{lease.company_id}:{lease.epoch}"
        await self._pool.enqueue_job(DRAIN, str(lease.company_id), _job_id=job_id)

    def _lost(self, lease: DrainLease, error: Exception) -> None:
        """Spare the next callers the wait: one of them finds out whether Redis is back."""
        self._quiet_until = self._now() + self._settings.quiet_seconds
        log.warning("ring_lost", company_id=str(lease.company_id), error=type(error).__name__)

    @staticmethod
    def _now() -> float:
        """Monotonic seconds: no moment of the world, so not the clock's business."""
        return asyncio.get_running_loop().time()
