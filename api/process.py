"""The API as a process serves it, alone or beside a worker in the same event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from adapters.bootstrap import House
from adapters.settings import Settings
from api.bounded_http import BoundedHttp
from api.main import create_app
from api.settings import ApiSettings

POLL = 0.01
DRAINING_SECONDS = 10


class GuestServer(uvicorn.Server):
    """A guest in its event loop: the signals are the host's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


def build_app(house: House, settings: Settings) -> ASGIApp:
    """The API over a house that is open."""
    return create_app(
        house.use_cases,
        ApiSettings(
            cursor_secret=settings.cursor_secret(),
            cors_origins=tuple(settings.cors_origins),
            quickbooks_url=settings.addresses().app,
            webhook_verifier_token=settings.webhook_verifier_token.get_secret_value().encode(),
        ),
        house.rate_limiter,
    )


@asynccontextmanager
async def serving(app: ASGIApp, *, host: str, port: int) -> AsyncIterator[str]:
    """Serve until the block ends; yields the URL once connections are accepted. Port 0 takes a free one."""
    listener = socket.create_server((host, port), backlog=2048)
    config = uvicorn.Config(
        app,
        http=BoundedHttp,
        ws="none",
        # Nothing here asks where a caller is, and a header that says so may lie.
        proxy_headers=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=DRAINING_SECONDS,
    )
    server = GuestServer(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not task.done():
        await asyncio.sleep(POLL)
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listener.close()
