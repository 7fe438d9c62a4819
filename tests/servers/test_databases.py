"""The databases of the tests: migrated, empty, and each test's own."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine


@pytest.mark.parametrize("round_", ["first", "second"])
async def test_each_test_has_a_migrated_and_empty_database(database_url: str, round_: str) -> None:
    engine = create_async_engine(database_url)
    async with engine.begin() as connection:
        revisions = (await connection.execute(text("SELECT version_num FROM alembic_version"))).all()
        assert len(revisions) == 1, round_
        await connection.execute(text("CREATE TABLE left_by_a_test (id int)"))
    await engine.dispose()


async def test_a_database_without_tables_can_be_had_too(empty_database_url: str) -> None:
    engine = create_async_engine(empty_database_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE alembic_version (id int)"))
    await engine.dispose()


def test_the_urls_name_asynchronous_drivers(database_url: str) -> None:
    assert make_url(database_url).drivername in {"sqlite+aiosqlite", "postgresql+psycopg"}
