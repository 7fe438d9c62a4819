"""The use cases, on a database of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.use_cases.house import House, open_house


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    async with open_house(sqlite_url) as opened:
        yield opened
