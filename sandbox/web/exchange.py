"""One HTTP exchange: the request as received, and the ways to answer it, or not to."""

import asyncio
import secrets
from typing import Final, Protocol
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from sandbox.shapes import JsonObject
from sandbox.web.answers import Answer
from sandbox.web.bodies import inflated, read_body
from sandbox.wire.formats import JSON, Format, format_of, wanted

CONNECTION: Final = "sandbox.connection"
_PIECES: Final = 20


class Connection(Protocol):
    """The client's connection, as far as a lost answer needs it."""

    def close(self) -> None:
        """Send what was written, then close."""
        ...

    def abort(self) -> None:
        """Close at once."""
        ...


class Exchange:
    """A request read whole, with its query parameters, and its `intuit_tid`."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query = bytes(scope["query_string"]).decode("latin-1")
        self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.parameters = dict(parse_qsl(self.query, keep_blank_values=True))
        self.intuit_tid = (
            self.headers.get("intuit_tid") or f"1-{secrets.token_hex(4)}-{secrets.token_hex(12)}"
        )
        self.body = b""
        self._read: dict[str, JsonObject] = {}

    def document(self, name: str) -> JsonObject:
        """The object in the body, `name` being its element in XML; read once. Raises `QboFault`."""
        if name not in self._read:
            self._read[name] = read_body(self.body, self.content_type, name)
        return self._read[name]

    @property
    def url(self) -> str:
        """Where this server is, as the client calls it."""
        host = self.headers.get("host") or "localhost"
        return f"{self._scope['scheme']}://{host}"

    @property
    def heard(self) -> Format:
        """The format of the body."""
        return format_of(self.content_type) or JSON

    @property
    def spoken(self) -> Format:
        """The format of the answer."""
        return wanted(self.headers.get("accept", ""))

    @property
    def content_type(self) -> str:
        """The format of the body, without parameters."""
        return str(self.headers.get("content-type", "")).split(";")[0].strip().lower()

    async def read(self) -> None:
        """Take the body in, inflated; raises `TooLarge` over the limit."""
        chunks, more = [], True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                break
            chunks.append(message.get("body", b""))
            more = message.get("more_body", False)
        self.body = inflated(b"".join(chunks), self.headers.get("content-encoding", ""))

    async def send(self, answer: Answer) -> None:
        """The answer, whole."""
        await self._start(answer)
        await self._send({"type": "http.response.body", "body": answer.content})

    async def send_half(self, answer: Answer) -> None:
        """Half of the answer; then the connection is closed under it."""
        await self._start(answer)
        half = answer.content[: len(answer.content) // 2]
        await self._send({"type": "http.response.body", "body": half, "more_body": True})
        self._connection.close()

    async def send_slowly(self, answer: Answer, seconds: float) -> None:
        """The answer in pieces, over that time."""
        await self._start(answer)
        step = max(1, -(-len(answer.content) // _PIECES))
        for start in range(0, len(answer.content), step):
            piece = answer.content[start : start + step]
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(seconds / _PIECES)
        await self._send({"type": "http.response.body", "body": b""})

    def drop(self) -> None:
        """No answer: the connection is closed."""
        self._connection.abort()

    @property
    def _connection(self) -> Connection:
        connection: Connection = self._scope["extensions"][CONNECTION]
        return connection

    async def _start(self, answer: Answer) -> None:
        headers = {
            "content-type": answer.content_type,
            "content-length": str(len(answer.content)),
            "intuit_tid": self.intuit_tid,
            **answer.headers,
        }
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": answer.status, "headers": raw})
