"""Tenants never cross: B calls every operation of the contract with A's ids, and finds nothing.

Nothing of A's is in an answer, nothing of A's changes, and no statement names A or forgets to name B.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import pytest_asyncio
from fastapi.routing import APIRoute, iter_route_contexts
from httpx import Response

from tests.api.house import assembled
from tests.api.neighbours import (
    CANARIES,
    IDEMPOTENCY_KEY,
    OPERATIONS,
    UUIDS,
    Neighbours,
    addressed,
    is_unbound,
    names,
    open_neighbours,
    parameters,
    watched,
)
from tests.api.story import Json
from tests.api.trespasses import TRESPASSES, Trespass
from tests.servers.postgres import Databases

pytestmark = pytest.mark.asyncio(loop_scope="module")

COMMON = {"kind", "list", "code"}
"""What a path may name that is nobody's."""


@contextmanager
def a_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("sqlite_template"), folder / "synclog.db")
        yield f"sqlite+aiosqlite:///{path}"
        return
    databases: Databases = request.getfixturevalue("postgres_databases")
    with databases.fresh(like=request.getfixturevalue("postgres_template")) as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgres"])
async def neighbours(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Neighbours]:
    """One pair for all: whatever B does, A stays as it is."""
    with a_database(request, tmp_path_factory.mktemp("tenants")) as url:
        async with open_neighbours(url) as opened:
            yield opened


def trespasses(name: str) -> tuple[Trespass, ...]:
    """The rows of an operation, or what goes for one without."""
    method, path, _ = OPERATIONS[name]
    if name in TRESPASSES:
        return TRESPASSES[name]
    if set(re.findall(r"{(\w+)}", path)) - COMMON:
        return (Trespass(says="A's ids", status=HTTPStatus.NOT_FOUND),)
    if method == "get":
        return (Trespass(says="its own", status=HTTPStatus.OK),)
    pytest.fail(f"Say in tests/api/trespasses.py what B may ask {name} ({method.upper()} {path}).")


def makes(name: str, place: int) -> bool:
    return name in TRESPASSES and TRESPASSES[name][place].makes


# What B makes under A's words comes last: no list before it may show such a word.
CASES = sorted(
    ((name, place) for name in OPERATIONS for place in range(len(TRESPASSES.get(name, "1")))),
    key=lambda case: makes(*case),
)


async def test_every_route_is_in_the_contract() -> None:
    """A route that the contract leaves out would not be tried here."""
    routes = {
        (method.lower(), context.path_format)
        for context in iter_route_contexts(assembled().routes)
        if isinstance(context.original_route, APIRoute)
        for method in context.methods or ()
    }
    told = {(method, path) for method, path, _ in OPERATIONS.values()}
    assert {(method, re.sub(r":\w+}", "}", str(path))) for method, path in routes} == told


async def test_every_row_is_of_an_operation() -> None:
    assert TRESPASSES.keys() <= OPERATIONS.keys()


@pytest.mark.parametrize(("name", "place"), CASES, ids=[f"{name}-{place}" for name, place in CASES])
async def test_b_finds_nothing_of_a(neighbours: Neighbours, name: str, place: int) -> None:
    asked = trespasses(name)[place]
    with watched() as statements:
        answer = await trespass(neighbours, name, asked)
    assert answer.status_code == asked.status, answer.text
    if asked.counts:
        assert {**answer.json(), **asked.counts} == answer.json(), asked.says
    assert "Idempotent-Replayed" not in answer.headers
    assert_nothing_crossed(neighbours, answer, statements)
    assert await neighbours.dump() == neighbours.dumped


async def test_a_cursor_of_a_leads_b_nowhere(neighbours: Neighbours) -> None:
    assert len(neighbours.cursors) > 5
    async with neighbours.client() as client:
        for path, cursor in neighbours.cursors.items():
            answer = await client.get(path, params={"limit": 1, "cursor": cursor})
            assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid"), path


async def trespass(neighbours: Neighbours, name: str, asked: Trespass) -> Response:
    """Ask it as B, with all that A may have asked it with."""
    method, path, operation = OPERATIONS[name]
    house = neighbours.house
    house.app.state.use_cases = house.use_cases  # other modules' tests share the app
    wanted = {"If-Match": asked.if_match, "Idempotency-Key": IDEMPOTENCY_KEY if asked.keyed else None}
    known = {**neighbours.ids, **neighbours.own}
    async with neighbours.client() as client:
        return await client.request(
            method,
            addressed(path, {**neighbours.ids, **filled(asked.path, known)}),
            params=filled(asked.query, known),
            json=filled(asked.body, known) if asked.body else example_of(operation),
            headers={each: value for each in parameters(operation, "header") if (value := wanted.get(each))},
        )


def filled(value: Any, ids: Mapping[str, str]) -> Any:
    """Put ids in the place of their names."""
    match value:
        case Mapping():
            return {name: filled(each, ids) for name, each in value.items()}
        case list():
            return [filled(each, ids) for each in value]
        case str():
            return value.format_map(ids)
        case _:
            return value


def example_of(operation: Json) -> Json | None:
    """The first body that the contract shows."""
    for body in operation.get("requestBody", {}).get("content", {}).values():
        for example in body["examples"].values():
            shown: Json = example["value"]
            return shown
    return None


def assert_nothing_crossed(
    neighbours: Neighbours, answer: Response, statements: list[tuple[str, str]]
) -> None:
    request = answer.request
    sent = unquote(str(request.url)) + request.content.decode()
    told = answer.text + str(answer.headers)
    words = {word for word in CANARIES.findall(told) if word not in sent}
    ids = {each for each in UUIDS.findall(told) if each in neighbours.secrets and each not in sent}
    assert not (words | ids), "Something of A's is in the answer."
    assert not [each for each in statements if names(neighbours.a, each[1])], "A statement names A."
    assert not [text for text, _ in statements if is_unbound(text)], "A statement names no company."
