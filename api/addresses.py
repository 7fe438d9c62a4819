"""Addresses whose parts may hold a slash, and the methods that each address takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.types import ASGIApp, Receive, Scope, Send

_KEPT_BYTES = re.compile(rb"%(2[fF]|25)")
_KEPT = re.compile(r"%(2[fF]|25)")


class KeepEncodedSlashes:
    """Routes by the address as it was sent: `/invoices/INV%2F7` has two parts, not three.

    Servers decode the whole path before anybody may look at it. Here %2F, and for its sake
    %25, stay encoded until `unescaped` decodes them in the parts they belong to.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the path with its slashes still encoded."""
        if scope["type"] == "http":
            raw = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
            if b"%" in raw:
                path, _, _ = raw.partition(b"?")
                scope["path"] = unquote(_KEPT_BYTES.sub(rb"%25\1", path).decode("latin-1"))
        await self._app(scope, receive, send)


def unescaped(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Decode what `KeepEncodedSlashes` has kept."""
    return {name: _KEPT.sub(lambda kept: unquote(kept[0]), part) for name, part in parts.items()}


class Methods:
    """Which methods an address takes, over all routes of its template."""

    def __init__(self, app: FastAPI) -> None:
        self._templates: dict[str, tuple[re.Pattern[str], set[str]]] = {}
        for context in iter_route_contexts(app.routes):
            _, methods = self._templates.setdefault(str(context.path_format), (context.path_regex, set()))
            methods |= context.methods or set()

    def at(self, path: str) -> list[str]:
        """In alphabetical order; HEAD wherever GET is. The first template that fits is the one."""
        fitting = (methods for shape, methods in self._templates.values() if shape.match(path))
        found = next(fitting, set())
        return sorted(found | {"HEAD"} if "GET" in found else found)
