"""Units of work on SQLite and on Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import FernetVault, new_key


@pytest.fixture
async def units(database_url: str) -> AsyncIterator[SqlUnitsOfWork]:
    """The same tests on both databases."""
    engine = open_engine(database_url)
    yield SqlUnitsOfWork(engine, FernetVault([new_key()]))
    await engine.dispose()


@pytest.fixture
async def postgres_units(postgres_url: str) -> AsyncIterator[SqlUnitsOfWork]:
    """For what only several connections can do."""
    engine = open_engine(postgres_url)
    yield SqlUnitsOfWork(engine, FernetVault([new_key()]))
    await engine.dispose()
