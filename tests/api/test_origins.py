"""Which web pages may call the API: those of the origins that the settings name, letter by letter."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

OURS = "https://log.example.org"
HOSTILE = [
    "null", "*", "", OURS.upper(), f"{OURS}/", f"{OURS}.evil.example", f"{OURS}:443", f"{OURS}:8443",
    "http://log.example.org", "https://evil.log.example.org", "https://evillog.example.org",
    "https://log.example.org@evil.example", "https://logxexample.org", f"{OURS}, https://evil.example",
    f"{OURS} ", "https://evil.example#https://log.example.org", "https://localhost", "file://",
]  # fmt: skip


@pytest.mark.parametrize("path", ["/error-codes", "/logs", "/nowhere", "/docs"])
async def test_a_page_of_ours_may_read_every_answer(client: AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"Origin": OURS})
    assert answer.headers["Access-Control-Allow-Origin"] == OURS
    assert "Access-Control-Allow-Credentials" not in answer.headers
    for readable in ("RateLimit", "Request-Id", "Retry-After"):
        assert readable in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("origin", HOSTILE)
async def test_no_other_page_may(client: AsyncClient, origin: str) -> None:
    asked = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"}
    got = await client.get("/error-codes", headers={"Origin": origin})
    preflight = await client.options("/contacts/c-17", headers={"Origin": origin, **asked})
    for answer in (got, preflight):
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert preflight.status_code == 400


@pytest.mark.parametrize("origin", [None, OURS, "https://evil.example"])
async def test_caches_know_that_answers_differ_by_origin(client: AsyncClient, origin: str | None) -> None:
    answer = await client.get("/error-codes", headers={"Origin": origin} if origin else {})
    assert "Origin" in answer.headers["Vary"]


async def test_a_page_of_ours_may_ask_for_what_the_contract_has(client: AsyncClient) -> None:
    asked = {
        "Origin": OURS,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, content-type, idempotency-key, if-match",
    }
    answer = await client.options("/subscriptions/1", headers=asked)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, OURS)
    other = await client.options(
        "/subscriptions/1", headers={**asked, "Access-Control-Request-Method": "TRACE"}
    )
    assert other.status_code == 400
