"""Who did what, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from api.schemas.audit import ACTIONS
from domain.model.audit import AuditAction
from tests.api.house import ApiHouse, open_api
from tests.api.story import Json, fail_invoice, map_fee_item

NOBODY = "019b8d62-3f40-7000-8000-000000000002"


async def trail(client: AsyncClient, **filters: Any) -> list[Json]:
    answer = await client.get("/audit", params=filters)
    assert answer.status_code == 200, answer.text
    items: list[Json] = answer.json()["items"]
    return items


async def actions(client: AsyncClient, **filters: Any) -> list[str]:
    return [event["action"] for event in await trail(client, **filters)]


async def a_days_work(house: ApiHouse, client: AsyncClient) -> Json:
    """Exclude, include, map and resync: each a minute after the other."""
    entry = await fail_invoice(house, client)
    for act in ("POST exclude", "DELETE exclude"):
        house.clock.set(house.clock.now() + timedelta(minutes=1))
        method, _, what = act.partition(" ")
        assert (await client.request(method, f"/logs/{entry['id']}/{what}")).status_code == 200
    house.clock.set(house.clock.now() + timedelta(minutes=1))
    await map_fee_item(house, client)
    house.clock.set(house.clock.now() + timedelta(minutes=1))
    assert (await client.post("/resync-failures")).status_code == 202
    return entry


async def test_an_event_says_who_did_what_to_what_and_in_which_call(
    house: ApiHouse, client: AsyncClient
) -> None:
    entry = await fail_invoice(house, client)
    done = await client.post(f"/logs/{entry['id']}/exclude", json={"reason": "Entered by hand"})
    event, *before = await trail(client)
    assert str(UUID(event["id"])) == event.pop("id")
    assert str(UUID(event["actor"]["key_id"])) == event["actor"].pop("key_id")
    assert event == {
        "at": house.clock.now().isoformat().replace("+00:00", "Z"),
        "action": "excluded",
        "actor": {"name": "billing"},
        "subject": {"kind": "log_entry", "id": entry["id"]},
        "details": {"reason": "Entered by hand"},
        "request_id": done.headers["Request-Id"],
    }
    assert [each["action"] for each in before] == ["key_created", "company_created"]
    assert {(each["actor"]["key_id"], each["actor"]["name"]) for each in before} == {(None, "operator")}
    assert {each["request_id"] for each in before} == {None}


async def test_what_changed_nothing_is_not_told_again(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    for _ in range(2):
        await client.post(f"/logs/{entry['id']}/exclude", json={"reason": "Entered by hand"})
    assert await actions(client, subject_id=entry["id"]) == ["excluded"]


async def test_a_call_that_is_repeated_under_its_key_was_done_once(
    house: ApiHouse, client: AsyncClient
) -> None:
    await fail_invoice(house, client)
    for _ in range(2):
        await client.post("/resync-failures", headers={"Idempotency-Key": "k-1"})
    assert await actions(client, action="failures_resynced") == ["failures_resynced"]


async def test_the_newest_come_first_in_pages(house: ApiHouse, client: AsyncClient) -> None:
    await a_days_work(house, client)
    first = await client.get("/audit", params={"limit": 3})
    second = await client.get(first.links["next"]["url"])
    assert [event["action"] for page in (first, second) for event in page.json()["items"]] == [
        "failures_resynced",
        "mapped",
        "included",
        "excluded",
        "key_created",
        "company_created",
    ]
    assert second.json()["next"] is None


async def test_the_trail_is_filtered(house: ApiHouse, client: AsyncClient) -> None:
    entry = await a_days_work(house, client)
    key = (await trail(client, limit=1))[0]["actor"]["key_id"]
    by_key = ["failures_resynced", "mapped", "included", "excluded"]
    assert await actions(client, actor=key) == by_key
    assert await actions(client, actor=NOBODY) == []
    assert await actions(client, action=["mapped", "excluded"]) == ["mapped", "excluded"]
    assert await actions(client, subject_kind="log_entry") == ["included", "excluded"]
    assert await actions(client, subject_id=entry["id"], action="included") == ["included"]
    assert await actions(client, subject_kind="mapping", subject_id="fee_item/dues-gold") == ["mapped"]
    mapped_at = (await trail(client, action="mapped"))[0]["at"]
    assert await actions(client, **{"from": mapped_at}) == ["failures_resynced", "mapped"]
    assert await actions(client, actor=key, to=mapped_at) == ["included", "excluded"]


async def test_a_day_is_a_day_of_the_companys_time_zone(sqlite_url: str) -> None:
    async with open_api(sqlite_url, time_zone="America/Los_Angeles") as house, house.client() as client:
        house.clock.set(datetime(2026, 3, 2, 7, 59, tzinfo=UTC))  # still the first there
        entry = await fail_invoice(house, client)
        await client.post(f"/logs/{entry['id']}/exclude")
        house.clock.set(datetime(2026, 3, 2, 8, 1, tzinfo=UTC))
        await client.delete(f"/logs/{entry['id']}/exclude")
        assert await actions(client, **{"from": "2026-03-01", "to": "2026-03-01"}) == ["excluded"]
        assert await actions(client, **{"from": "2026-03-02", "to": "2026-03-02"}) == ["included"]


@pytest.mark.parametrize(
    ("parameters", "pointer"),
    [
        ({"acton": "mapped"}, "/query/acton"),
        ({"action": "burnt"}, "/query/action/0"),
        ({"from": "2026-01-05T12:00:00"}, "/query/from"),
        ({"to": "yesterday"}, "/query/to"),
        ({"actor": "billing"}, "/query/actor"),
        ({"actor": [NOBODY, NOBODY]}, "/query/actor"),
        ({"subject_kind": "Log entry"}, "/query/subject_kind"),
        ({"subject_id": " "}, "/query/subject_id"),
        ({"limit": "0"}, "/query/limit"),
    ],
)
async def test_a_filter_that_breaks_a_rule_is_named(
    client: AsyncClient, parameters: dict[str, Any], pointer: str
) -> None:
    answer = await client.get("/audit", params=parameters)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_cursor_is_of_its_list_and_filter(house: ApiHouse, client: AsyncClient) -> None:
    await a_days_work(house, client)
    cursor = (await client.get("/audit", params={"limit": 1})).json()["next"]
    other = await client.get("/audit", params={"limit": 1, "cursor": cursor, "action": "mapped"})
    assert (other.status_code, other.json()["code"]) == (400, "cursor_invalid")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nobody_writes_it_from_outside(client: AsyncClient, method: str) -> None:
    answer = await client.request(method, "/audit")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("action", AuditAction)
def test_every_action_is_described(action: AuditAction) -> None:
    assert f"`{action}`" in ACTIONS
