"""The service that a front end connects a company with: `synclog serve`, in front of a sandbox."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.browser.gate import Gate, gate_to
from tests.e2e.programs import Api, api_at, command, program
from tests.servers.child import free_port
from tests.servers.sandbox import NO_TLS, Realm

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """The API as the front end calls it, and the company in QuickBooks that it is all about."""

    api: Api
    realm: Realm
    return_url: str
    gate: Gate

    def begins_to_connect(self) -> Json:
        """What the front end does when a person presses its button."""
        begun: Json = self.api.post("/connection/authorizations", {"return_url": self.return_url})
        return begun

    def authorization(self, begun: Json) -> tuple[str, str | None]:
        """How far it came, and what went wrong."""
        found = self.api.get(f"/connection/authorizations/{begun['id']}")
        return found["status"], found["problem"]

    def status(self) -> str:
        return str(self.api.get("/connection")["status"])

    def status_of(self, address: str) -> int:
        """What a browser is answered there."""
        return self.api.client.get(
            address, headers={"Accept": "text/html,*/*;q=0.8"}, follow_redirects=False
        ).status_code

    def exchanges(self) -> int:
        """How many codes and refresh tokens Intuit was given for the company."""
        return sum("/tokens/bearer" in call["path"] for call in self.realm.calls())

    def disconnects(self) -> None:
        assert self.api.client.delete("/connection").status_code == 204


@contextmanager
def embedded(folder: Path, database: Path) -> Iterator[str]:
    """Serve the API alone, on a migrated database; gives its URL."""
    url, env = _address_and_settings(folder, database)
    with _serving(url, env, folder):
        yield url


@contextmanager
def connecting(folder: Path, database: Path, realm: Realm, return_url: str) -> Iterator[Service]:
    """Serve it for one company, which is not connected yet."""
    url, env = _address_and_settings(folder, database)
    with gate_to(url) as gate:
        env |= {
            "SYNCLOG_PUBLIC_URL": gate.url,
            "SYNCLOG_RETURN_URLS": return_url,
            "SYNCLOG_QUICKBOOKS_ENVIRONMENT": "local",
            "SYNCLOG_QUICKBOOKS_LOCAL_URL": realm.url,
            "SYNCLOG_QUICKBOOKS_CLIENT_ID": realm.client_id,
            "SYNCLOG_QUICKBOOKS_CLIENT_SECRET": realm.client_secret,
        }
        company = command("companies", "create", "Bayside Chamber", env=env)
        key = command("keys", "create", "--company", company, "--name", "front end", env=env)
        with _serving(url, env, folder), api_at(url, key) as api:
            yield Service(api, realm, return_url, gate)


def _address_and_settings(folder: Path, database: Path) -> tuple[str, dict[str, str]]:
    return f"http://127.0.0.1:{free_port()}", {
        "SYNCLOG_DATABASE_URL": f"sqlite:///{database}",
        "SYNCLOG_SECRET_KEYS": base64.urlsafe_b64encode(b"s" * 32).decode(),
        "SYNCLOG_MAIL_FOLDER": str(folder / "mails"),
    }


@contextmanager
def _serving(url: str, env: dict[str, str], folder: Path) -> Iterator[None]:
    with program("serve", "--port", url.rpartition(":")[2], log=folder / "api.log", env=env) as server:
        server.wait_until(lambda: _is_up(url), seconds=120)
        yield


def _is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/ready", trust_env=False, verify=NO_TLS).is_success
    except httpx.TransportError:
        return False
