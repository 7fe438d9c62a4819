"""What browsers find at the service's public address: a proxy, which can be closed for a while."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from tests.servers.sandbox import NO_TLS

PASSED_ON = ("Content-Type", "Content-Security-Policy", "Location")


class Gate(ThreadingHTTPServer):
    """While it is `closed`, whoever comes sees that, and in the address bar where they wanted to go."""

    daemon_threads = True

    def __init__(self, service_url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        self.client = httpx.Client(base_url=service_url, trust_env=False, verify=NO_TLS, timeout=60)
        self.is_closed = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @contextmanager
    def closed(self) -> Iterator[None]:
        self.is_closed = True
        try:
            yield
        finally:
            self.is_closed = False


class _Passage(BaseHTTPRequestHandler):
    server: Gate

    def do_GET(self) -> None:
        if self.server.is_closed:
            self._answer(503, {"Content-Type": "text/html"}, b"<h1>Closed for a moment</h1>")
            return
        headers = {"Accept": self.headers.get("Accept", "*/*")}
        answer = self.server.client.get(self.path, headers=headers)
        told = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
        self._answer(answer.status_code, told, answer.content)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def gate_to(service_url: str) -> Iterator[Gate]:
    """Stand in front of the service for a while."""
    with Gate(service_url) as gate:
        thread = threading.Thread(target=gate.serve_forever, name="gate", daemon=True)
        thread.start()
        yield gate
        gate.shutdown()
        thread.join(10)
        gate.client.close()
