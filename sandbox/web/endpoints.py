"""How the control side is served: JSON in, JSON out, and a reason for every no."""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.faults import QboFault
from sandbox.shapes import JsonObject
from sandbox.wire.json_wire import dumped

MOST: Final = 10_000
"""Entries of a ledger, or calls, in one answer."""

Handler = Callable[[Request, JsonObject], JsonObject]
"""Takes the request and its JSON body, and answers an object."""


class Missing(Exception):
    """No such company or rule."""


def routes(table: Iterable[tuple[str, str, Handler]]) -> list[Route]:
    """A table of method, path and handler, as Starlette takes it."""
    return [Route(path, _endpoint(handler), methods=[method]) for method, path, handler in table]


def page(request: Request) -> tuple[int, int]:
    """`after` and `limit` of the query."""
    given = [
        request.query_params.get(name, str(default)) for name, default in (("after", 0), ("limit", MOST))
    ]
    if not all(each.isascii() and each.isdigit() and len(each) <= len(str(10**15)) for each in given):
        raise ValueError("after and limit are whole numbers")
    after, limit = map(int, given)
    return after, min(limit, MOST)


def _endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return _json(200, handler(request, _object(await request.body())))
        except Missing as missing:
            return _json(404, {"error": f"There is no {missing} here"})
        except ValidationError as invalid:
            return _json(
                422, {"error": invalid.errors(include_url=False, include_context=False, include_input=False)}
            )
        except ValueError as invalid:
            return _json(422, {"error": str(invalid)})
        except QboFault as refused:
            return _json(409, {"Fault": refused.as_json()})

    return endpoint


def _object(content: bytes) -> JsonObject:
    try:
        body = json.loads(content) if content else {}
    except RecursionError:
        raise ValueError("the body is nested too deep") from None
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")  # noqa: TRY004 - a client's mistake
    return body


def _json(status: int, body: JsonObject) -> Response:
    return Response(dumped(body), status_code=status, media_type="application/json")
