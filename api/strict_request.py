"""A request whose address decodes, and whose body is read once, within a limit, and strictly."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi import Request
from starlette.types import Receive, Scope

from api.json_body import MalformedJson, read_json
from api.media_types import accepts_json, is_json
from api.refusals import (
    BodyTooSlow,
    ContentTooLarge,
    MalformedBody,
    MalformedUrl,
    NotAcceptable,
    UnsupportedMediaType,
)


class StrictRequest(Request):
    """What FastAPI gets to see of a request."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        super().__init__(scope, receive)
        self._value: Any = None

    def check_head(self) -> None:
        """Raise MalformedUrl where two addresses would decode to one, or NotAcceptable."""
        for encoded in (self.scope.get("raw_path") or b"", self.scope["query_string"]):
            try:
                unquote_to_bytes(encoded).decode("utf-8")
            except UnicodeDecodeError:
                raise MalformedUrl from None
        if not accepts_json(self.headers.getlist("accept")):
            raise NotAcceptable

    async def load(self, limit: int, seconds: float) -> None:
        """Read the body, of so many bytes, in so many seconds.

        Raises BodyTooSlow, ContentTooLarge, UnsupportedMediaType or MalformedBody.
        """
        self._body = await self.read(limit, seconds)
        if not self._body:
            return
        if not is_json(self.headers.get("content-type", "")):
            raise UnsupportedMediaType
        try:
            self._value = read_json(self._body)
        except MalformedJson as error:
            raise MalformedBody(str(error)) from None

    async def read(self, limit: int, seconds: float) -> bytes:
        """Return the body, byte for byte. Raises BodyTooSlow or ContentTooLarge."""
        announced = self.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced) > limit:
            raise ContentTooLarge(limit=limit)
        body = bytearray()
        try:
            async with asyncio.timeout(seconds):
                async for chunk in self.stream():
                    body += chunk
                    if len(body) > limit:
                        raise ContentTooLarge(limit=limit)
        except TimeoutError:
            raise BodyTooSlow from None
        return bytes(body)

    async def json(self) -> Any:  # noqa: ANN401  # JSON is any of its types
        """Return what `load` has read."""
        return self._value
