"""The HTTP protocol of the server, with bounds on what comes ahead of a body.

uvicorn's own has none: an endless header would fill the memory, and one that never ends would keep its
connection for ever. What is refused here never reaches the app, so it is answered and logged here.
"""

from __future__ import annotations

from asyncio import TimerHandle
from typing import Any, Final
from uuid import uuid4

import structlog
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.errors import PROBLEM_JSON, problem_of
from api.middleware import HEADERS
from api.refusals import HeadersTooLarge, MalformedRequest, UrlTooLong
from domain.errors import DomainError

LONGEST_URL: Final = 16_384
LARGEST_HEAD: Final = 65_536
MOST_HEADERS: Final = 100
SECONDS_FOR_A_HEAD: Final = 20.0

log = structlog.get_logger(__name__)


class BoundedHttp(HttpToolsProtocol):
    """Answers 414, 431 or 400 with a problem, and hangs up; so it does on who is too slow."""

    # Called by the parser, which turns what they raise into an error of its own: then 400 is answered.

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # uvicorn's
        super().__init__(*args, **kwargs)
        self._refusal: DomainError = MalformedRequest()
        self._in_head = True
        self._url_size = self._head_size = self._unparsed = 0
        self._deadline: TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401  # uvicorn's
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._deadline = self.loop.call_later(SECONDS_FOR_A_HEAD, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a head of which no end comes is refused, though the parser still waits."""
        super().data_received(data)
        if not self._in_head or self.transport.is_closing():
            return
        self._unparsed += len(data)
        if self._unparsed > LARGEST_HEAD + LONGEST_URL:
            self._refusal = HeadersTooLarge()
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """Count from here on."""
        super().on_message_begin()
        self._in_head = True
        self._url_size = self._head_size = self._unparsed = 0
        if self._deadline is None:
            self._deadline = self.loop.call_later(SECONDS_FOR_A_HEAD, self._give_up)

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        self._url_size += len(url)
        if self._url_size > LONGEST_URL:
            self._refuse(UrlTooLong())
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._head_size += len(name) + len(value)
        if self._head_size > LARGEST_HEAD or len(self.headers) >= MOST_HEADERS:
            self._refuse(HeadersTooLarge())
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hand the request to the app."""
        self._in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  # uvicorn's words
        """Answer with a problem instead of text, and hang up."""
        request_id = str(uuid4())
        problem = problem_of(self._refusal, request_id=request_id)
        log.info("request_refused", request_id=request_id, code=problem.code, status=problem.status)
        body = problem.model_dump_json(exclude_none=True).encode()
        headers = {
            **HEADERS,
            "Content-Type": PROBLEM_JSON,
            "Content-Length": str(len(body)),
            "Connection": "close",
            "Request-Id": request_id,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(STATUS_LINE[problem.status] + lines.encode() + b"\r\n" + body)
        self.transport.close()

    def _refuse(self, refusal: DomainError) -> None:
        self._refusal = refusal
        raise refusal

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
