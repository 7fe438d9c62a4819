"""What comes ahead of a body, and how slowly it comes, on the wire: the server refuses before the app."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from structlog.testing import capture_logs

from api import bounded_http
from api.process import serving
from tests.api.house import SETTINGS, ApiHouse

HOST = b"Host: api\r\n"


class Wire:
    """One connection to the server, byte by byte."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def send(self, *pieces: bytes) -> tuple[int, dict[str, str], Any]:
        """Send the pieces, and read one answer: status, headers and body."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await self._write(writer, pieces)
            return await self._answer(reader)
        finally:
            writer.close()

    async def _write(self, writer: asyncio.StreamWriter, pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            writer.write(piece)
            try:
                await writer.drain()
            except ConnectionError:  # it answered and hung up meanwhile
                return

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str], Any]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await reader.readexactly(int(headers["content-length"]))
        return int(head[0].split()[1]), headers, json.loads(body)


@pytest.fixture
async def wire(house: ApiHouse) -> AsyncIterator[Wire]:
    async with serving(house.app, host="127.0.0.1", port=0) as url:
        yield Wire(int(url.rpartition(":")[2]))


def get(path: bytes, *headers: bytes) -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"".join(each + b"\r\n" for each in headers) + b"\r\n"


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        pytest.param(
            get(b"/health/live?" + b"x" * 20_000), 414, "url_too_long", id="an address of 20 kB"
        ),
        pytest.param(
            get(b"/health/live", b"X: " + b"x" * 70_000), 431, "headers_too_large", id="a header of 70 kB"
        ),
        pytest.param(
            get(b"/health/live", b"X: " + b"x" * 1_000_000), 431, "headers_too_large", id="one of 1 MB"
        ),
        pytest.param(
            get(b"/health/live", *[b"X: y"] * 10_000), 431, "headers_too_large", id="10,000 headers"
        ),
        pytest.param(b"GET / HTTP/9.9\r\n\r\n", 400, "malformed_request", id="another HTTP"),
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03", 400, "malformed_request", id="TLS"),
        pytest.param(
            get(b"/health/live", b"Content-Length: 3", b"Transfer-Encoding: chunked"),
            400, "malformed_request", id="two lengths, of which proxies might take the other",
        ),
        pytest.param(
            get(b"/health/live", b"Content-Length: 3", b"Content-Length: 4"),
            400, "malformed_request", id="two lengths that differ",
        ),
        pytest.param(
            get(b"/health/live", b"Content-Length: -1"), 400, "malformed_request", id="less than nothing"
        ),
        pytest.param(
            get(b"/health/live", b" folded: header"), 400, "malformed_request", id="a folded header"
        ),
    ],
)  # fmt: skip
async def test_what_is_out_of_bounds_is_refused_with_a_problem(
    wire: Wire, request_: bytes, status: int, code: str
) -> None:
    with capture_logs() as logged:
        answered, headers, problem = await wire.send(request_)
    assert (answered, problem["status"], problem["code"]) == (status, status, code)
    assert headers["content-type"] == "application/problem+json"
    assert headers["cache-control"] == "no-store"
    assert problem["instance"] == f"urn:uuid:{headers['request-id']}"
    refused = [line for line in logged if line["event"] == "request_refused"]
    assert [(line["code"], line["request_id"]) for line in refused] == [(code, headers["request-id"])]


async def test_an_endless_header_is_refused_long_before_its_end(wire: Wire) -> None:
    pieces = (b"x" * 10_000 for _ in range(100_000))
    status, _, problem = await wire.send(b"GET / HTTP/1.1\r\nX: ", *(next(pieces) for _ in range(200)))
    assert (status, problem["code"]) == (431, "headers_too_large")


async def test_what_is_within_bounds_gets_through(wire: Wire) -> None:
    query = b"/error-codes/" + b"x" * 8000
    headers = [b"X-%d: " % number + b"x" * 500 for number in range(90)]
    status, _, problem = await wire.send(get(query, *headers))
    assert (status, problem["code"]) == (422, "invalid_request")


async def test_a_large_body_is_no_large_head(wire: Wire, house: ApiHouse) -> None:
    body = b'{"organisation": "' + b"x" * 400_000 + b'"}'
    head = (
        b"PUT /contacts/c-17 HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
        b"Authorization: Bearer " + house.key.encode() + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    status, _, problem = await wire.send(head + body)
    assert (status, problem["code"]) == (422, "invalid_request")


async def test_who_never_ends_a_head_is_hung_up_on(house: ApiHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded_http, "SECONDS_FOR_A_HEAD", 0.05)
    async with serving(house.app, host="127.0.0.1", port=0) as url:
        port = int(url.rpartition(":")[2])
        for begun in (b"", b"GET /health/live HTTP/1.1\r\nHo"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begun)
            assert await asyncio.wait_for(reader.read(), 10) == b""
            writer.close()


async def test_chunks_are_counted_whatever_they_say(wire: Wire, house: ApiHouse) -> None:
    head = (
        b"PUT /contacts/c-17 HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
        b"Authorization: Bearer " + house.key.encode() + b"\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    chunk = b"186a0\r\n" + b" " * 100_000 + b"\r\n"
    status, _, problem = await wire.send(head, *[chunk] * 20)
    assert (status, problem["code"]) == (413, "content_too_large")
    assert problem["context"] == {"limit": SETTINGS.body_limit}


async def test_a_body_that_does_not_come_is_not_waited_for(
    wire: Wire, house: ApiHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        house.app.state, "settings", type(SETTINGS)(cursor_secret=b"of the tests", body_seconds=0.05)
    )
    head = (
        b"PUT /contacts/c-17 HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
        b"Authorization: Bearer " + house.key.encode() + b"\r\nContent-Length: 100\r\n\r\n{"
    )
    status, _, problem = await wire.send(head)
    assert (status, problem["code"]) == (408, "body_too_slow")


async def test_nothing_is_upgraded(wire: Wire) -> None:
    status, _, _ = await wire.send(
        get(b"/health/live", b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Key: x")
    )
    assert status == 200
