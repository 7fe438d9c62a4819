"""Every row of the mission, from the API down to the books, on both databases; `make rows` prints them.

What each error code says is walked by `test_every_code`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.acceptance.rows import connection, kinds, log, matching, staff
from tests.acceptance.rows.row import Row
from tests.acceptance.town import Town

ROWS = [*log.ROWS, *staff.ROWS, *kinds.ROWS, *matching.ROWS, *connection.ROWS]


@contextmanager
def told(row: Row, database: str) -> Iterator[None]:
    """Print how the row ended."""
    end = "FAILED"
    try:
        yield
        end = "ok"
    finally:
        sys.stdout.write(f"{row.id + ' ':.<48} {end:<6} ({database}): {row.sentence}\n")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
async def test_a_row_of_the_mission_holds(row: Row, town: Town, request: pytest.FixtureRequest) -> None:
    with told(row, request.node.callspec.params["database_url"]):
        await row.walk(town)
        assert town.books_balance()


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)
