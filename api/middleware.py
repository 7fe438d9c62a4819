"""What every answer has in common; pure ASGI, since BaseHTTPMiddleware halves the throughput."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import PROBLEM_JSON, problem_of
from api.refusals import InternalError
from domain.model.rates import Allowance

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

HEADERS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class RequestIds:
    """Gives each request an id, on the answer and in everything that is logged meanwhile."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with `Request-Id`, and log one line for the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, method = str(uuid4()), scope["method"]
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["Request-Id"] = request_id
            await send(message)

        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._app(scope, receive, send_with_id)
            seconds = round(time.perf_counter() - started, 4)
            log.info("request_answered", method=method, route=_route(scope), status=status, seconds=seconds)


def _route(scope: Scope) -> str:
    """The template of the path, never the path: references may be names of people."""
    return getattr(scope.get("route"), "path_format", None) or "unknown"


class CommonHeaders:
    """Sets what every answer carries, unless the answer has set it itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add to the headers of the answer."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.update(_rate_limit(scope))
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _rate_limit(scope: Scope) -> Mapping[str, str]:
    """What is left to the caller, where it is counted."""
    allowance: Allowance | None = scope.get("state", {}).get("allowance")
    if allowance is None:
        return {}
    rate = allowance.rate
    return {
        "RateLimit": f'"key";r={allowance.remaining};t={allowance.seconds}',
        "RateLimit-Policy": f'"key";q={rate.limit};w={rate.seconds}',
    }


class HeadAsGet:
    """HEAD where GET is: the same answer without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for GET, and drop the body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"] = "GET"
        await self._app(scope, receive, send_head)


class NotModified:
    """Answers 304 where `If-None-Match` names the ETag of the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Replace the answer, once its ETag is known."""
        known = Headers(scope=scope).get("if-none-match") if scope["type"] == "http" else None
        if known is None or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        unchanged = False

        async def send_changed(message: Message) -> None:
            nonlocal unchanged
            if message["type"] == "http.response.start" and message["status"] == 200:  # noqa: PLR2004  # OK
                headers = MutableHeaders(scope=message)
                unchanged = "etag" in headers and bool(tags & {headers["etag"], "*"})
                if unchanged:
                    del headers["content-length"], headers["content-type"]
                    message = {**message, "status": 304}
            elif unchanged:
                message = {**message, "body": b""}
            await send(message)

        await self._app(scope, receive, send_changed)


class Crashes:
    """Turns a bug into a problem that tells its request id and nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Log the exception, and answer 500 unless an answer has begun."""
        begun = False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except ClientDisconnect:
            log.info("client_disconnected", route=_route(scope))
        except Exception:
            log.exception("request_crashed", route=_route(scope))
            if begun:
                raise
            await _send_crash(scope, send)


async def _send_crash(scope: Scope, send: Send) -> None:
    problem = problem_of(InternalError(), request_id=scope["state"]["request_id"])
    body = problem.model_dump_json(exclude_none=True).encode()
    headers = [(b"content-type", PROBLEM_JSON.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
