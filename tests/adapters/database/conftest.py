"""Units of work on SQLite and on Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from adapters.database.engine import open_engine
from adapters.database.rows import Row
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from tests.servers.postgres import Databases


@pytest.fixture
async def units(database_url: str) -> AsyncIterator[SqlUnitsOfWork]:
    """The same tests on both databases."""
    engine = open_engine(database_url)
    yield SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    await engine.dispose()


@pytest.fixture
async def postgres_units(postgres_url: str) -> AsyncIterator[SqlUnitsOfWork]:
    """For what only several connections can do."""
    engine = open_engine(postgres_url)
    yield SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    await engine.dispose()


@pytest.fixture
def postgres_url(shared_postgres: Connection) -> Iterator[str]:
    """A database that is emptied after each test: hundreds of clones would take a minute."""
    yield shared_postgres.engine.url.render_as_string(hide_password=False)
    shared_postgres.execute(text("TRUNCATE audit_events"))  # which takes no DELETE
    for table in reversed(Row.metadata.sorted_tables):
        if table.name != "audit_events":
            shared_postgres.execute(table.delete())


@pytest.fixture(scope="session")
def shared_postgres(postgres_databases: Databases, postgres_template: str) -> Iterator[Connection]:
    with postgres_databases.fresh(like=postgres_template) as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text("SET lock_timeout = '5s'"))
            yield connection
