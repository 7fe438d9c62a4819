"""So many calls a minute for each key, and every answer says what is left of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain.model.api_keys import Scope
from domain.model.rates import Rate
from tests.api.house import ApiHouse
from tests.fakes.rate_limiter import FakeRateLimiter


@pytest.fixture
def limiter(house: ApiHouse) -> FakeRateLimiter:
    """Three calls a minute."""
    limiter = house.app.state.rate_limiter = FakeRateLimiter(Rate(limit=3))
    return limiter


@pytest.mark.usefixtures("limiter")
async def test_an_answer_says_how_many_calls_are_left_and_how_long_that_holds(house: ApiHouse) -> None:
    async with house.client() as client:
        first, second = await client.get("/logs"), await client.get("/subscriptions")
    assert first.headers["RateLimit-Policy"] == second.headers["RateLimit-Policy"] == '"key";q=3;w=60'
    assert (first.headers["RateLimit"], second.headers["RateLimit"]) == ('"key";r=2;t=60', '"key";r=1;t=60')


@pytest.mark.usefixtures("limiter")
async def test_who_calls_too_often_is_told_when_to_come_again(house: ApiHouse) -> None:
    async with house.client() as client:
        for _ in range(3):
            assert (await client.get("/logs")).status_code == 200
        answer = await client.get("/logs")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (429, "too_many_calls")
    assert (problem["retryable"], problem["retry_after_seconds"]) == (True, 60)
    assert answer.headers["Retry-After"] == "60"
    assert answer.headers["RateLimit"] == '"key";r=0;t=60'
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("limiter")
async def test_what_is_refused_counts_as_well(house: ApiHouse) -> None:
    async with house.client(await house.new_key(Scope.LOGS_READ)) as client:
        lacking = await client.get("/subscriptions")
        invalid = await client.get("/logs", params={"limit": "no number"})
    assert (lacking.status_code, lacking.headers["RateLimit"]) == (403, '"key";r=2;t=60')
    assert (invalid.status_code, invalid.headers["RateLimit"]) == (422, '"key";r=1;t=60')


@pytest.mark.usefixtures("limiter")
async def test_the_calls_of_one_key_are_not_those_of_another(house: ApiHouse) -> None:
    async with house.client() as client:
        for _ in range(4):
            await client.get("/logs")
    async with house.client(await house.new_key(Scope.LOGS_READ)) as other:
        assert (await other.get("/logs")).status_code == 200


async def test_who_is_nobody_is_not_counted(house: ApiHouse, limiter: FakeRateLimiter) -> None:
    async with house.client("wrong") as client:
        answers = [await client.get(path) for path in ("/logs", "/error-codes", "/nowhere")]
    assert [answer.status_code for answer in answers] == [401, 200, 404]
    assert not any("RateLimit" in answer.headers for answer in answers)
    assert limiter.counted == {}


@pytest.mark.usefixtures("limiter")
async def test_the_body_of_one_call_too_many_is_not_read(house: ApiHouse) -> None:
    async def never_ending() -> AsyncIterator[bytes]:
        raise AssertionError("The body was read.")
        yield b""

    async with house.client() as client:
        for _ in range(3):
            await client.get("/logs")
        answer = await client.put("/contacts/c-17", content=never_ending())
    assert answer.status_code == 429
