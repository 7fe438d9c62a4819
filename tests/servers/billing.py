"""A real billing system on loopback, which gives records over HTTP, and whatever else a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "127.0.0.1"
BASE = "/api/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, as it came."""

    path: str
    headers: Mapping[str, str]


class BillingServer:
    """`answers` by path below the base; nothing there is a 404. `asked` holds every question.

    `first` are given before any other, one each; `everything` stands for all.
    While `held` is set, answers are held back until it is cleared, or the test is over.
    """

    def __init__(self) -> None:
        self.port = 0
        self.answers: dict[str, Given] = {}
        self.asked: list[Question] = []
        self.everything: Given | None = None
        self.first: list[Given] = []
        self._go = threading.Event()
        self._go.set()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}{BASE}"

    @property
    def paths(self) -> list[str]:
        return [question.path.removeprefix(BASE) for question in self.asked]

    def give(self, path: str, body: Mapping[str, Any], **headers: str) -> None:
        """Answer this path with JSON from now on."""
        headers = {"Content-Type": "application/json", **headers}
        self.answers[path] = Given(body=json.dumps(body).encode(), headers=headers)

    def hold(self) -> None:
        """Answer nobody."""
        self._go.clear()

    def clear(self) -> None:
        self.answers.clear()
        self.asked.clear()
        self.everything = None
        self.first.clear()
        self._go.set()

    def answer_to(self, path: str, headers: Mapping[str, str]) -> Given:
        self.asked.append(Question(path=path, headers=headers))
        self._go.wait(30)
        if self.first:
            return self.first.pop(0)
        return self.everything or self.answers.get(path.removeprefix(BASE), Given(status=404))


@contextmanager
def billing() -> Iterator[BillingServer]:
    """Serve until the block ends."""
    server = BillingServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = server.answer_to(self.path, {k.lower(): v for k, v in self.headers.items()})
            try:
                self.send_response(given.status)
                for name, value in given.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(given.body)))
                self.end_headers()
                self.wfile.write(given.body)
            except OSError:
                pass  # whoever asked did not wait

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the same
            """Keep quiet."""

    with ThreadingHTTPServer((HOST, 0), Handler) as listener:
        listener.daemon_threads = True
        server.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, name="billing-server", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.clear()
            listener.shutdown()
            thread.join(10)
