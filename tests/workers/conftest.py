"""What the workers' tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from arq.connections import ArqRedis

from adapters.queue.doorbell import ArqDoorbell
from adapters.queue.pool import open_pool
from adapters.queue.settings import QueueSettings
from tests.workers.bench import RecordingServices


@pytest.fixture
def services() -> RecordingServices:
    return RecordingServices()


@pytest.fixture
async def pool(request: pytest.FixtureRequest) -> AsyncIterator[ArqRedis]:
    """An empty queue, on a real Redis or on the one inside the process."""
    url = "memory://" if request.param == "memory" else request.getfixturevalue("redis_url")
    pool = open_pool(url)
    yield pool
    await pool.aclose()


@pytest.fixture
def doorbell(pool: ArqRedis) -> ArqDoorbell:
    return ArqDoorbell(pool, QueueSettings())
