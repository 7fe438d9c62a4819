"""The service in front of a QuickBooks company, on both databases.

One database of each kind serves the whole run: a town is a company of its own in it, as it is a
realm of its own in the sandbox.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.acceptance.town import Town, open_town
from tests.servers.postgres import Databases
from tests.servers.sandbox import Realm

pytest.register_assert_rewrite("tests.acceptance.rows")


@pytest.fixture(scope="session")
def sqlite_of_the_run(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("acceptance") / "synclog.db"
    return f"sqlite+aiosqlite:///{shutil.copy(sqlite_template, path)}"


@pytest.fixture(scope="session")
def postgres_of_the_run(postgres_databases: Databases, postgres_template: str) -> Iterator[str]:
    with postgres_databases.fresh(like=postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on both databases; `ON_SQLITE` leaves out the second."""
    url: str = request.getfixturevalue(f"{request.param}_of_the_run")
    return url


@pytest.fixture
async def town(database_url: str, realm: Realm) -> AsyncIterator[Town]:
    async with open_town(database_url, realm) as opened:
        yield opened
