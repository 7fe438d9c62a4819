"""The service on Postgres and Redis, with a QuickBooks company and a mail server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installation import Installation, installed, settings_for
from tests.servers.sandbox import Realm
from tests.servers.smtp import SmtpServer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole billing runs, at QuickBooks' own pace, take longer than other tests may."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(400))


@pytest.fixture
def installation(
    postgres_url: str, redis_url: str, realm: Realm, smtp_server: SmtpServer, tmp_path: Path
) -> Iterator[Installation]:
    env = settings_for(realm, smtp_server, database_url=postgres_url, redis_url=redis_url)
    with installed(env, realm, tmp_path) as running:
        yield running
