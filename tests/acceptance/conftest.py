"""The service in front of a QuickBooks company, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.acceptance.town import Town, open_town
from tests.servers.sandbox import Realm


@pytest.fixture
async def town(database_url: str, realm: Realm) -> AsyncIterator[Town]:
    async with open_town(database_url, realm) as opened:
        yield opened
