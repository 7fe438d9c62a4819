"""A company of the sandbox in this process: calls go through the whole application, without a socket."""

import json
from array import array
from collections.abc import MutableMapping
from typing import Any, NamedTuple

from sandbox.archive import Archive
from sandbox.main import create_app
from sandbox.world import Sandbox
from tests.benchmarks.instruments.figures import Figures, Stopwatch, spread

Body = dict[str, Any]


class Answered(NamedTuple):
    """What a call took, in milliseconds of CPU and of the wall, and what came back."""

    cpu: float
    wall: float
    body: bytes


class Answers:
    """What many calls took. Of what came back the last is kept: this is to weigh nothing beside a company."""

    def __init__(self) -> None:
        self.cpu, self.wall, self.last = array("d"), array("d"), b""

    def add(self, answered: Answered) -> None:
        self.cpu.append(answered.cpu)
        self.wall.append(answered.wall)
        self.last = answered.body

    def figures(self) -> Figures:
        wall = spread(self.wall)
        return {**spread(self.cpu), "wall": {key: wall[key] for key in ("p50", "p99")}}


class Company:
    """Spoken to as over HTTP, at the seam between server and application (ASGI)."""

    def __init__(self, archive: Archive | None = None) -> None:
        self.sandbox = Sandbox(archive=archive)
        self._app = create_app(self.sandbox)
        company = self.sandbox.open_realm("1").company
        _, access = self.sandbox.authorisations.connect(
            company.realm_id, self.sandbox.client_id, company.settings, company.clock
        )
        self._headers = [
            (b"authorization", f"Bearer {access.value}".encode()),
            (b"accept", b"application/json"),
            (b"content-type", b"application/json"),
        ]

    async def call(self, method: str, path: str, body: bytes = b"", query: str = "") -> Answered:
        """One call; anything but a 200 ends the benchmark."""
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "root_path": "",
            "path": f"/v3/company/1/{path}", "raw_path": b"", "query_string": query.encode(),
            "headers": self._headers, "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        answer: list[bytes] = []

        async def receive() -> Body:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                assert message["status"] == 200, message
            answer.append(message.get("body", b""))

        watch = Stopwatch()
        await self._app(scope, receive, send)
        return Answered(*watch.read(), b"".join(answer))

    async def post(self, path: str, body: Body, query: str = "") -> Answered:
        """The same with a body of JSON, whose writing is not in the time."""
        return await self.call("POST", path, json.dumps(body).encode(), query)


def invoice(number: int) -> Body:
    """Two lines on one of five customers, and a number of its own."""
    price = 50 + number % 97
    detail = {"ItemRef": {"value": str(3 + number % 3)}, "Qty": 2, "UnitPrice": price}
    line = {"Amount": 2 * price, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    return {
        "CustomerRef": {"value": str(1 + number % 5)},
        "DocNumber": f"B-{number}",
        "Line": [line, line],
        "PrivateNote": f"n{number}",
    }
