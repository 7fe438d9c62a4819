"""Every operation asks for a scope, but those that are public by intent; and the scope is what opens it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Route

from api.security import scopes_of
from domain.model.api_keys import Scope
from tests.api.house import ApiHouse, assembled

PUBLIC = {
    "GET /connection/callback",  # Intuit sends a browser there; it is known by its state
    "GET /docs",
    "GET /docs/start.js",
    "GET /docs/{name}",
    "GET /error-codes",
    "GET /error-codes/{code}",
    "GET /health/live",
    "GET /health/ready",
    "GET /openapi.json",
    "POST /webhooks/intuit",  # Intuit signs what it says
}
"""What needs no key."""

PLACEHOLDERS = {"kind": "fee_item", "list": "items", "external_ref": "c-17", "source_key": "dues-gold"}
SOMETHING = str(UUID(int=7))


def operations() -> Iterator[tuple[str, frozenset[Scope] | None]]:
    """Each method and path that the app answers, and the scopes that it asks for."""
    for context in iter_route_contexts(assembled().routes):
        route = context.original_route
        assert isinstance(route, Route | APIRoute), f"{route} is neither of the API nor of its docs."
        scopes = scopes_of(route.dependant) if isinstance(route, APIRoute) else None
        for method in (route.methods or set()) - {"HEAD"}:
            yield f"{method} {route.path}", scopes


OPERATIONS = dict(operations())
GUARDED = {operation: scopes for operation, scopes in OPERATIONS.items() if scopes is not None}


def test_whatever_is_not_public_by_intent_asks_for_one_scope() -> None:
    assert {operation for operation, scopes in OPERATIONS.items() if scopes is None} <= PUBLIC
    assert not PUBLIC & GUARDED.keys()
    assert all(len(scopes) == 1 for scopes in GUARDED.values())
    assert len(GUARDED) > 40


def test_a_scope_that_reads_changes_nothing_and_one_that_writes_is_for_changes() -> None:
    for operation, scopes in GUARDED.items():
        (scope,) = scopes
        reads = scope.value.endswith((":read", ":export"))
        assert reads is operation.startswith("GET ") or scope is Scope.KEYS_ADMIN, operation


@pytest.mark.parametrize("operation", GUARDED)
async def test_the_scope_of_an_operation_opens_it_and_no_other_does(house: ApiHouse, operation: str) -> None:
    (scope,) = GUARDED[operation]
    method, path = operation.split(" ")
    address = re.sub(r"{(\w+)}", lambda name: PLACEHOLDERS.get(name[1], SOMETHING), path)

    every_other = await house.new_key(*(each for each in Scope if each is not scope))
    async with house.client(every_other) as client:
        answer = await client.request(method, address)
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
    assert answer.json()["context"] == {"scope": scope}
    assert f'scope="{scope}"' in answer.headers["WWW-Authenticate"]

    async with house.client(await house.new_key(scope)) as client:
        assert (await client.request(method, address)).status_code not in {401, 403, 405}
