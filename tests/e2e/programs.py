"""The service as its users start it: `synclog` commands as processes, on leashes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.servers.child import Child

ROOT = Path(__file__).parents[2]
SYNCLOG = (sys.executable, str(ROOT / "cli.py"))
OPEN = ("queued", "syncing", "retrying", "uncertain")


class Program(Child):
    """One `synclog` command that goes on until it is told to end."""

    def __init__(self, *arguments: str, log: Path, env: Mapping[str, str] | None = None) -> None:
        settings = [f"{name}={value}" for name, value in (env or {}).items()]
        command = ["/usr/bin/env", "-C", str(log.parent), *settings, *SYNCLOG, *arguments]
        super().__init__(command, log=log)
        self._out = log

    def says(self) -> str:
        """All that it printed so far."""
        return self._out.read_text()

    def ready(self) -> dict[str, Any]:
        """Wait for its line of JSON."""
        self.wait_until(lambda: self._line() is not None, seconds=240)
        line = self._line()
        assert line is not None
        place: dict[str, Any] = json.loads(line)
        return place

    def kill_hard(self) -> None:
        """What kill -9 does; nothing is tidied up."""
        os.kill(self.pid, signal.SIGKILL)
        self._process.wait()

    def terminate(self) -> int:
        """What a supervisor does; return the exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return self._process.wait(60)

    def _line(self) -> str | None:
        lines = (line for line in self.says().splitlines(keepends=True) if line.startswith("{"))
        return next((line for line in lines if line.endswith("\n")), None)


@contextmanager
def program(*arguments: str, log: Path, env: Mapping[str, str] | None = None) -> Iterator[Program]:
    """Start it, and see to its end."""
    started = Program(*arguments, log=log, env=env)
    try:
        yield started
    finally:
        started.kill()


def command(*arguments: str, env: Mapping[str, str]) -> str:
    """Run one command to its end and return what it printed."""
    done = subprocess.run(  # noqa: S603 - our own program
        [*SYNCLOG, *arguments],
        env={**os.environ, **env},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Api:
    """The API as a client sees it."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, path: str, **params: Any) -> Any:
        return self._body(self.client.get(path, params=params))

    def put(self, path: str, body: Mapping[str, Any]) -> Any:
        return self._body(self.client.put(path, json=body))

    def post(self, path: str, body: Mapping[str, Any] | None = None, **headers: str) -> Any:
        return self._body(self.client.post(path, json=body or {}, headers=headers))

    def entries(self, **wanted: Any) -> list[dict[str, Any]]:
        """Every log entry that matches, through all pages."""
        page = self.get("/logs", limit=200, **wanted)
        entries: list[dict[str, Any]] = page["items"]
        while page["next"]:
            page = self.get("/logs", limit=200, cursor=page["next"], **wanted)
            entries += page["items"]
        return entries

    def settled(self, *, seconds: float = 240) -> None:
        """Wait until no worker has anything to do."""
        eventually(lambda: not self.get("/logs", limit=1, status=OPEN)["items"], seconds=seconds)

    @staticmethod
    def _body(answer: httpx.Response) -> Any:
        assert answer.is_success, f"{answer.request.url.path}: {answer.status_code} {answer.text}"
        return answer.json()


@contextmanager
def api_at(url: str, key: str) -> Iterator[Api]:
    """Talk to the API with a key."""
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=30) as client:
        yield Api(client)


def eventually(holds: Callable[[], object], *, seconds: float = 120) -> None:
    """Wait for a condition of the outside world."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def made_by_us(ledger: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What the service made in the books, by entity and the name people know it by."""
    names = {"Customer": "DisplayName", "Invoice": "DocNumber", "Payment": "PaymentRefNum"}
    return sorted(
        (row["entity"], row["object"][names[row["entity"]]])
        for row in ledger
        if row["operation"] == "create" and row["entity"] in names and row["request_id"]
    )
