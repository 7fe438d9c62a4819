"""A QuickBooks company to talk to: `python -m sandbox` as a child, and fresh realms in it."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.servers.child import ServerNotStarted

ROOT = Path(__file__).parents[2]
# It speaks plain HTTP, and to read all authorities of this machine takes longer than most calls.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
# JSON of the control side; tests look into it by hand.
Json = dict[str, Any]


@contextmanager
def sandbox() -> Iterator[str]:
    """Give the URL of a sandbox; it says itself when it is ready and where it listens."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--json", "--die-with-parent"]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
            start_new_session=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
        with process:
            try:
                yield url_of(process, log.fileno())
            finally:
                process.terminate()
                process.wait(10)


def url_of(process: subprocess.Popen[str], log: int) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        return str(json.loads(line)["url"])
    except (ValueError, KeyError) as nothing:
        process.kill()
        process.wait()
        tail = os.pread(log, 1 << 20, 0).decode(errors="replace")[-3000:]
        raise ServerNotStarted(f"The sandbox said {line!r} instead of its URL, and:\n{tail}") from nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Realm:
    """One company of the sandbox, with what is needed to be its client and its judge."""

    url: str
    realm_id: str
    client_id: str
    client_secret: str
    access_token: str
    refresh_token: str

    def ledger(self, *, after: int = 0) -> list[Json]:
        """Everything that was executed, oldest first."""
        return self._list(f"/realms/{self.realm_id}/ledger", "entries", after)

    def calls(self, *, after: int = 0) -> list[Json]:
        """Every HTTP call as it was received, oldest first."""
        return self._list(f"/realms/{self.realm_id}/calls", "calls", after)

    def add_fault(self, rule: Mapping[str, Any]) -> str:
        """Add a fault rule for this realm alone, and return its id."""
        return str(self._control("POST", "/faults", {"realm": self.realm_id, **rule})["id"])

    def remove_fault(self, rule_id: str) -> None:
        """Let a fault rule strike no more."""
        self._control("DELETE", f"/faults/{rule_id}")

    def settings(self, patch: Mapping[str, Any]) -> None:
        """Change how the realm behaves."""
        self._control("PATCH", f"/realms/{self.realm_id}/settings", patch)

    def _list(self, path: str, key: str, after: int) -> list[Json]:
        """Turn the pages until all is read; numbers have no gaps."""
        found: list[Json] = []
        while True:
            page = self._control("GET", f"{path}?after={after + len(found)}")
            found += page[key]
            if after + len(found) >= page["last"]:
                return found

    def _control(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Json:
        return control(self.url, method, path, body)


@contextmanager
def realm_of(url: str) -> Iterator[Realm]:
    """Make a company for a while."""
    made = new_realm(url)
    yield made
    control(url, "DELETE", f"/realms/{made.realm_id}")


def new_realm(url: str, **wanted: object) -> Realm:
    """Make a company; `wanted` is what the control side takes: name, seed, preferences, …"""
    made = control(url, "POST", "/realms", wanted)
    names = ("realm_id", "client_id", "client_secret", "access_token", "refresh_token")
    return Realm(url=url, **{name: str(made[name]) for name in names})


def control(url: str, method: str, path: str, body: Mapping[str, Any] | None = None) -> Json:
    answer = httpx.request(
        method, f"{url}/_sandbox{path}", json=body, timeout=10, verify=NO_TLS, trust_env=False
    )
    assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
    content: Json = answer.json() if answer.content else {}
    return content
