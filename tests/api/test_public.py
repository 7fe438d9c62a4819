"""What needs no key: the catalogue, signs of life, and the contract to read."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient

from domain.catalogue import CATALOGUE
from tests.api.house import ApiHouse


@pytest.fixture
async def anybody(house: ApiHouse) -> AsyncIterator[AsyncClient]:
    async with house.client() as client:
        del client.headers["Authorization"]
        yield client


async def test_the_catalogue_has_every_code(anybody: AsyncClient) -> None:
    items = (await anybody.get("/error-codes")).json()["items"]
    assert [item["code"] for item in items] == list(CATALOGUE)
    for item in items:
        assert (await anybody.get(f"/error-codes/{item['code']}")).json() == item


async def test_an_unknown_code_is_not_found(anybody: AsyncClient) -> None:
    answer = await anybody.get("/error-codes/no_such_code")
    assert (answer.status_code, answer.json()["code"]) == (404, "error_code_not_found")


async def test_a_process_that_answers_is_alive(anybody: AsyncClient) -> None:
    assert (await anybody.get("/health/live")).json() == {"status": "ok"}


async def test_without_the_queue_it_is_ready_but_slower(house: ApiHouse, anybody: AsyncClient) -> None:
    assert (await anybody.get("/health/ready")).json() == {"status": "ok", "database": True, "queue": True}
    house.queue.alive = False
    degraded = await anybody.get("/health/ready")
    assert (degraded.status_code, degraded.json()["status"]) == (200, "degraded")


async def test_without_the_database_it_is_not_ready(house: ApiHouse, anybody: AsyncClient) -> None:
    house.database.alive = False
    answer = await anybody.get("/health/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    assert answer.headers["Retry-After"]


async def test_the_docs_need_nothing_from_elsewhere(anybody: AsyncClient) -> None:
    page = await anybody.get("/docs")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "http" not in page.text
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon.png"):
        assert f"docs/{asset}" in page.text
        assert (await anybody.get(f"/docs/{asset}")).status_code == 200
    assert (await anybody.get("/docs/other.js")).status_code == 404
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


async def test_the_contract_is_served(anybody: AsyncClient) -> None:
    contract = (await anybody.get("/openapi.json")).json()
    assert contract["openapi"].startswith("3.1")
    assert contract["info"]["title"] == "Synclog"
