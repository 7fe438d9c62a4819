"""No body is read beyond its limit, whoever reads it."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.web.bodies import MAX_BODY, TooLarge


class Bounded:
    """Counts what a handler receives; raises `TooLarge` in it when that is too much."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, counting."""
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > MAX_BODY:
                raise TooLarge
            return message

        await self._app(scope, counted, send)


async def too_large(request: Request, error: Exception) -> Response:
    """The answer to a body that nobody read to its end."""
    del request, error
    text = f"The body is larger than {MAX_BODY} bytes"
    return PlainTextResponse(text, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers={"connection": "close"})
