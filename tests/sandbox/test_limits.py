"""QBO's limits, at a clock that the test turns: nothing here waits for time to pass."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.types import Message, Scope

from sandbox.main import create_app
from sandbox.world import Sandbox
from tests.sandbox.company import JSON, Body, ref

PAYMENT = {"CustomerRef": ref("1"), "TotalAmt": 1}


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Door:
    """A company in this process, and its clock."""

    http: httpx.AsyncClient
    clock: Clock
    tokens: list[str] = field(default_factory=list)
    realm_id: str = ""

    async def limited(self, **limits: object) -> None:
        await self.settings(limits={"enforce": True, **limits})

    async def settings(self, **changes: object) -> None:
        answer = await self.http.patch(f"/_sandbox/realms/{self.realm_id}/settings", json=changes)
        assert answer.status_code == 200, answer.text

    async def open(self, **asked: object) -> None:
        opened = (await self.http.post("/_sandbox/realms", json=asked)).json()
        self.realm_id = opened["realm_id"]
        self.tokens.append(opened["access_token"])

    async def status(self, method: str, path: str, body: Body | None = None, *, application: int = 0) -> int:
        headers = {**JSON, "Authorization": f"Bearer {self.tokens[application]}"}
        url = f"/v3/company/{self.realm_id}/{path}"
        answer = await self.http.request(method, url, json=body, headers=headers)
        if answer.status_code == 429:
            assert answer.headers["content-type"].startswith("application/xml")
            assert "errorCode=003001; statusCode=429" in answer.text
        return answer.status_code

    async def reads(self, times: int, *, application: int = 0) -> list[int]:
        return [await self.status("GET", "customer/1", application=application) for _ in range(times)]

    async def batches(self, times: int) -> list[int]:
        item = {"bId": "1", "operation": "create", "Payment": PAYMENT}
        return [await self.status("POST", "batch", {"BatchItemRequest": [item]}) for _ in range(times)]


@asynccontextmanager
async def opened() -> AsyncIterator[Door]:
    clock = Clock()
    transport = httpx.ASGITransport(create_app(Sandbox(monotonic=clock)))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as http:
        door = Door(http, clock)
        await door.open()
        yield door


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with opened() as made:
        yield made


async def test_without_enforcement_there_is_no_limit(door: Door) -> None:
    assert set(await door.reads(600)) == {200}


async def test_ten_calls_a_second_are_let_in(door: Door) -> None:
    await door.limited()
    assert await door.reads(11) == [200] * 10 + [429]


async def test_the_second_slides(door: Door) -> None:
    await door.limited()
    await door.reads(5)
    door.clock.now += 0.6
    assert await door.reads(6) == [200] * 5 + [429]
    door.clock.now += 0.4
    assert await door.reads(6) == [200] * 5 + [429]


async def test_a_refused_call_does_not_count(door: Door) -> None:
    await door.limited()
    await door.reads(10)
    door.clock.now += 0.9
    assert await door.reads(20) == [429] * 20
    door.clock.now += 0.1
    assert await door.reads(10) == [200] * 10


async def test_five_hundred_calls_a_minute_are_let_in(door: Door) -> None:
    await door.limited(per_second=1000)
    assert await door.reads(501) == [200] * 500 + [429]
    door.clock.now += 59.9
    assert await door.reads(1) == [429]
    door.clock.now += 0.1
    assert await door.reads(1) == [200]


async def test_forty_batches_a_minute_are_let_in_and_other_calls_go_on(door: Door) -> None:
    await door.limited(per_second=1000)
    assert await door.batches(41) == [200] * 40 + [429]
    assert await door.reads(1) == [200]
    door.clock.now += 60
    assert await door.batches(1) == [200]


async def test_time_can_be_scaled(door: Door) -> None:
    await door.limited(per_second=1000, scale=60)
    assert await door.batches(41) == [200] * 40 + [429]
    door.clock.now += 0.9
    assert await door.batches(1) == [429]
    door.clock.now += 0.1
    assert await door.batches(41) == [200] * 40 + [429]


async def test_applications_share_the_minute_and_not_the_second(door: Door) -> None:
    asked = {"client_id": "another", "client_secret": "s"}
    answer = await door.http.post(f"/_sandbox/realms/{door.realm_id}/tokens", json=asked)
    assert answer.status_code == 200, answer.text
    door.tokens.append(answer.json()["access_token"])
    await door.limited(per_minute=15)
    assert await door.reads(11) == [200] * 10 + [429]
    assert await door.reads(6, application=1) == [200] * 5 + [429]


async def test_a_company_takes_so_many_batches_of_all_applications(door: Door) -> None:
    await door.limited(per_second=1000, company_batches_per_minute=3)
    assert await door.batches(4) == [200] * 3 + [429]


async def test_reads_of_a_month_run_out_and_writes_go_on(door: Door) -> None:
    await door.limited(reads_per_month=3)
    assert await door.reads(4) == [200] * 3 + [429]
    assert await door.status("POST", "payment", PAYMENT) == 200
    assert await door.batches(1) == [200]
    door.clock.now += 86_400
    assert await door.reads(1) == [429]


async def test_a_new_month_brings_new_reads(door: Door) -> None:
    await door.settings(access_token_lifetime=1e9)
    await door.open(settings={"access_token_lifetime": 1e9})
    door.tokens.reverse()
    await door.limited(reads_per_month=1, per_second=1000)
    assert await door.reads(2) == [200, 429]
    await door.settings(clock_offset=32 * 86_400)
    assert await door.reads(2) == [200, 429]


async def test_only_ten_calls_are_in_flight_at_once(door: Door) -> None:
    """Ten clients do not take their answers: they are in flight until they do."""
    await door.limited(per_second=1000)
    taken = asyncio.Event()
    waiting = [asyncio.Event() for _ in range(10)]
    calls = [asyncio.create_task(_held(door, each, taken)) for each in waiting]
    for each in waiting:
        await each.wait()
    assert await door.reads(1) == [429]
    taken.set()
    assert await asyncio.gather(*calls) == [200] * 10
    assert await door.reads(1) == [200]


async def _held(door: Door, answered: asyncio.Event, taken: asyncio.Event) -> int:
    """A call whose client takes its answer only when it may."""
    token = f"Bearer {door.tokens[0]}".encode()
    path = f"/v3/company/{door.realm_id}/customer/1"
    scope: Scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(b"authorization", token)], "scheme": "http", "root_path": "", "extensions": {},
    }  # fmt: skip
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        statuses.append(message.get("status", 0))
        answered.set()
        await taken.wait()

    transport = door.http._transport  # noqa: SLF001 - the application itself is called
    assert isinstance(transport, httpx.ASGITransport)
    await transport.app(scope, receive, send)
    return statuses[0]


async def test_a_throttled_call_may_be_told_when_to_come_back(door: Door) -> None:
    await door.limited(per_second=1, retry_after=60)
    await door.reads(1)
    headers = {**JSON, "Authorization": f"Bearer {door.tokens[0]}"}
    answer = await door.http.get(f"/v3/company/{door.realm_id}/customer/1", headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
