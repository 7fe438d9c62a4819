"""The service on Postgres and Redis, with a QuickBooks company and a mail server of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installation import Installation, installed, settings_for
from tests.servers.sandbox import Realm
from tests.servers.smtp import SmtpServer


@pytest.fixture
def installation(
    postgres_url: str, redis_url: str, realm: Realm, smtp_server: SmtpServer, tmp_path: Path
) -> Iterator[Installation]:
    env = settings_for(realm, smtp_server, database_url=postgres_url, redis_url=redis_url)
    with installed(env, realm, tmp_path) as running:
        yield running
