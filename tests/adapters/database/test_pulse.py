"""Whether the database is there is asked of both databases."""

from __future__ import annotations

from adapters.database.engine import open_engine
from adapters.database.pulse import DatabasePulse


async def test_a_database_that_answers_is_there(database_url: str) -> None:
    engine = open_engine(database_url)
    assert await DatabasePulse(engine).beats()
    await engine.dispose()


async def test_one_that_cannot_be_reached_is_not() -> None:
    engine = open_engine("postgresql://127.0.0.1:1/nobody")
    assert not await DatabasePulse(engine).beats()
    await engine.dispose()
