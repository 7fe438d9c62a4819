"""The servers that tests talk to. Each starts when the first test asks for it, and ends with the run.

A server that does not start fails the tests that need it, with the reason: nothing is skipped.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from redis import Redis

from tests.servers.migrate import migrated
from tests.servers.postgres import Databases, postgres
from tests.servers.redis import RedisServer, own_redis
from tests.servers.sandbox import Realm, realm_of, sandbox
from tests.servers.smtp import SmtpServer, smtp


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a Postgres on which databases can be made."""
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator[Databases]:
    with closing(Databases(postgres_server)) as databases:
        yield databases


@pytest.fixture(scope="session")
def postgres_template(postgres_databases: Databases) -> Iterator[str]:
    with postgres_databases.fresh() as url:
        yield migrated(url)


@pytest.fixture
def empty_postgres_url(postgres_databases: Databases) -> Iterator[str]:
    """A database without tables, for the tests of the migrations."""
    with postgres_databases.fresh() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_databases: Databases, postgres_template: str) -> Iterator[str]:
    """A database of its own, migrated and empty."""
    with postgres_databases.fresh(like=postgres_template) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrated(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """A database without tables, for the tests of the migrations."""
    return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database of its own, migrated and empty."""
    return f"sqlite+aiosqlite:///{shutil.copy(sqlite_template, tmp_path / 'synclog.db')}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases, without tables."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture(scope="session")
def redis_server_of_the_run() -> Iterator[RedisServer]:
    with own_redis() as server:
        yield server


@pytest.fixture
def redis_server(redis_server_of_the_run: RedisServer) -> Iterator[RedisServer]:
    """A Redis to kill and start, empty; whatever the test did to it, it runs again afterwards."""
    redis_server_of_the_run.flush()
    yield redis_server_of_the_run
    redis_server_of_the_run.start()


@pytest.fixture
def redis_url(request: pytest.FixtureRequest) -> str:
    """An empty Redis; the database that TEST_REDIS_URL names is emptied."""
    if url := os.environ.get("TEST_REDIS_URL"):
        with Redis.from_url(url) as client:
            client.flushdb()
        return url
    server: RedisServer = request.getfixturevalue("redis_server")
    return server.url


@pytest.fixture(scope="session")
def smtp_server_of_the_run() -> Iterator[SmtpServer]:
    with smtp() as server:
        yield server


@pytest.fixture
def smtp_server(smtp_server_of_the_run: SmtpServer) -> SmtpServer:
    """A mail server with no mail in it."""
    smtp_server_of_the_run.clear()
    return smtp_server_of_the_run


@pytest.fixture(scope="session")
def sandbox_url() -> Iterator[str]:
    """The URL of the sandbox."""
    with sandbox() as url:
        yield url


@pytest.fixture
def realm(sandbox_url: str) -> Iterator[Realm]:
    """A QuickBooks company of its own."""
    with realm_of(sandbox_url) as made:
        yield made
