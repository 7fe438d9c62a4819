"""The API in this process, on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from tests.api.house import ApiHouse, open_api


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[ApiHouse]:
    async with open_api(sqlite_url) as opened:
        yield opened


@pytest.fixture
async def client(house: ApiHouse) -> AsyncIterator[AsyncClient]:
    """Calls with a key that may do everything in its company."""
    async with house.client() as opened:
        yield opened
