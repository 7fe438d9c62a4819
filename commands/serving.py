"""The processes that go on until they are told to stop: the API and the worker."""

from __future__ import annotations

from adapters.bootstrap import open_house
from adapters.queue.pool import MEMORY
from adapters.settings import Settings
from adapters.signals import set_by_signals
from api.fetched_records import read_record
from api.process import build_app, serving
from workers.main import run_worker
from workers.settings import WorkerSettings


async def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the API; without a Redis, drain in the same process."""
    with set_by_signals() as stop:
        async with (
            open_house(settings, read_record) as house,
            serving(build_app(house, settings), host=host, port=port),
        ):
            if settings.redis_url == MEMORY:
                await run_worker(house.use_cases, house.pool, WorkerSettings(), stop=stop)
            else:
                await stop.wait()


async def work(settings: Settings) -> None:
    """Drain companies when the bell rings, and sweep by the clock."""
    async with open_house(settings, read_record) as house:
        await run_worker(house.use_cases, house.pool, WorkerSettings())
