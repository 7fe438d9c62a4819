"""Sandbox, API and worker, in one process and one event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from adapters.bootstrap import House, open_house
from adapters.clock import SystemClock
from adapters.database.migrations import upgrade
from adapters.quickbooks.addresses import Environment
from adapters.settings import Settings
from adapters.vault import new_key
from api.fetched_records import read_record
from api.process import build_app, serving
from demo.company import SandboxRealm, open_realm
from demo.options import DemoOptions, Place
from domain.model.api_keys import Scope
from domain.model.companies import Company, Tokens
from domain.use_cases import UseCases
from sandbox.server import serve as serve_sandbox
from workers.main import run_worker
from workers.settings import WorkerSettings

HOST = "127.0.0.1"


@asynccontextmanager
async def serve_demo(options: DemoOptions) -> AsyncIterator[tuple[Place, SandboxRealm]]:
    """Everything is ready when the block begins, and ends with it."""
    options = replace(options, api_port=options.api_port or _free_port())
    async with AsyncExitStack() as stack:
        sandbox_url = await stack.enter_async_context(serve_sandbox(HOST, options.sandbox_port))
        realm = await open_realm(sandbox_url)
        settings = demo_settings(options, realm)
        await asyncio.to_thread(upgrade, settings.database_url)
        house = await stack.enter_async_context(open_house(settings, read_record))
        api = serving(build_app(house, settings), host=HOST, port=options.api_port)
        api_url = await stack.enter_async_context(api)
        await stack.enter_async_context(_working(house))
        company, secret = await _make_company(house.use_cases, realm)
        place = Place(
            api_url=api_url,
            api_key=secret,
            company_id=str(company.id),
            realm_id=realm.realm_id,
            sandbox_url=sandbox_url,
        )
        yield place, realm


def demo_settings(options: DemoOptions, realm: SandboxRealm) -> Settings:
    """The embedded form, on the sandbox, with a machine's patience cut to a demo's.

    A browser that comes back from the sandbox's consent page ends at the documentation.
    """
    public_url = f"http://{HOST}:{options.api_port}"
    return Settings(
        _env_file=None,
        public_url=public_url,
        return_urls=[public_url, f"{public_url}/docs"],
        database_url=options.database_url or _fresh_database(options.state),
        redis_url=options.redis_url or "memory://",
        secret_keys=[SecretStr(new_key())],
        quickbooks_environment=Environment.LOCAL,
        quickbooks_local_url=realm.url,
        quickbooks_client_id=realm.client_id,
        quickbooks_client_secret=SecretStr(realm.client_secret),
        mail_folder=options.mail_folder,
        retry_base=1,
    )


def _free_port() -> int:
    """The address of the callback has to be known before anything is served."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _fresh_database(state: Path) -> str:
    """The sandbox begins with empty books, so the log has to begin empty too."""
    state.mkdir(parents=True, exist_ok=True)
    for old in (*state.glob("demo.db*"), *state.glob("mail/*.eml")):
        old.unlink()
    return f"sqlite:///{state.resolve() / 'demo.db'}"


async def _make_company(use_cases: UseCases, realm: SandboxRealm) -> tuple[Company, str]:
    expires_at = SystemClock().now() + timedelta(seconds=realm.expires_in)
    tokens = Tokens(access_token=realm.access_token, refresh_token=realm.refresh_token, expires_at=expires_at)
    company = await use_cases.setup.create_company(
        "Bayside Chamber of Commerce",
        realm_id=realm.realm_id,
        time_zone="America/Los_Angeles",
        tokens=tokens,
    )
    made = await use_cases.setup.create_key(company.id, "demo", frozenset(Scope))
    return company, made.secret


@asynccontextmanager
async def _working(house: House) -> AsyncIterator[None]:
    """A worker beside us; it ends what it has in hand before the block is left."""
    stop = asyncio.Event()
    settings = WorkerSettings(sweep=1)
    worker = asyncio.create_task(run_worker(house.use_cases, house.pool, settings, stop=stop))
    try:
        yield
    finally:
        stop.set()
        await worker
