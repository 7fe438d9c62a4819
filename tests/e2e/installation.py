"""The form on Postgres and Redis, as an operator sets it up."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.e2e.programs import Api, Program, api_at, command, program
from tests.servers.child import free_port
from tests.servers.sandbox import Realm
from tests.servers.smtp import SmtpServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Its settings, its API and where the logs go."""

    env: dict[str, str]
    api: Api
    logs: Path
    ends: ExitStack

    def worker(self, name: str) -> Program:
        """Start one more worker; it ends with the installation at the latest."""
        started = program("worker", log=self.logs / f"{name}.log", env=self.env)
        return self.ends.enter_context(started)


@contextmanager
def installed(env: dict[str, str], realm: Realm, logs: Path) -> Iterator[Installation]:
    """Serve the API; meanwhile register the company and a key by the operator's commands."""
    port = free_port()
    with program("serve", "--port", str(port), log=logs / "api.log", env=env) as server, ExitStack() as ends:
        company = command(
            "companies", "create", "Bayside Chamber", "--realm-id", realm.realm_id,
            "--access-token", realm.access_token, "--refresh-token", realm.refresh_token, env=env,
        )  # fmt: skip
        key = command("keys", "create", "--company", company, "--name", "billing", env=env)
        api = ends.enter_context(api_at(f"http://127.0.0.1:{port}", key))
        server.wait_until(lambda: _is_up(api))
        yield Installation(env=env, api=api, logs=logs, ends=ends)


def settings_for(realm: Realm, smtp: SmtpServer, *, database_url: str, redis_url: str) -> dict[str, str]:
    """What stands in the environment; leases and pauses are short, so that a test is."""
    return {
        "SYNCLOG_DATABASE_URL": database_url,
        "SYNCLOG_REDIS_URL": redis_url,
        "SYNCLOG_SECRET_KEYS": base64.urlsafe_b64encode(b"s" * 32).decode(),
        "SYNCLOG_QUICKBOOKS_ENVIRONMENT": "local",
        "SYNCLOG_QUICKBOOKS_LOCAL_URL": realm.url,
        "SYNCLOG_QUICKBOOKS_CLIENT_ID": realm.client_id,
        "SYNCLOG_QUICKBOOKS_CLIENT_SECRET": realm.client_secret,
        "SYNCLOG_MAIL_HOST": smtp.host,
        "SYNCLOG_MAIL_PORT": str(smtp.port),
        "SYNCLOG_LEASE": "3",
        "SYNCLOG_RETRY_BASE": "0.5",
    }


def _is_up(api: Api) -> bool:
    try:
        return api.client.get("/health/ready").is_success
    except httpx.TransportError:
        return False
