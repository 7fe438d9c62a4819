"""What a company sets, over the API."""

from __future__ import annotations

import pytest
from httpx import AsyncClient, Response

from domain.model.api_keys import Scope
from domain.model.records import RecordKind
from tests.api.house import ApiHouse, open_api

DEFAULTS = {
    "time_zone": "UTC",
    "start_date": None,
    "kinds": ["contact", "invoice", "payment", "credit", "write_off"],
    "paused": False,
    "alert_cap": 100,
    "version": 1,
}


async def change(client: AsyncClient, body: object, version: int = 1) -> Response:
    return await client.patch("/settings", json=body, headers={"If-Match": f'"{version}"'})


async def refused_at(client: AsyncClient, body: object) -> tuple[int, str]:
    answer = await change(client, body)
    return answer.status_code, answer.json()["errors"][0]["pointer"]


async def test_who_never_set_anything_has_the_defaults(client: AsyncClient) -> None:
    answer = await client.get("/settings")
    assert (answer.status_code, answer.headers["ETag"], answer.json()) == (200, '"1"', DEFAULTS)
    again = await client.get("/settings", headers={"If-None-Match": '"1"'})
    assert again.status_code == 304


async def test_a_change_is_a_merge_of_what_is_given(client: AsyncClient) -> None:
    first = await change(client, {"start_date": "2026-01-01", "kinds": ["invoice", "contact"]})
    assert (first.status_code, first.headers["ETag"]) == (200, '"2"')
    expected = {**DEFAULTS, "start_date": "2026-01-01", "kinds": ["contact", "invoice"], "version": 2}
    assert first.json() == expected
    second = await change(client, {"paused": True, "alert_cap": 1.0}, version=2)
    assert second.json() == {**expected, "paused": True, "alert_cap": 1, "version": 3}
    third = await change(client, {"start_date": None, "time_zone": "Europe/Vienna", "kinds": []}, version=3)
    assert third.json() == {
        **DEFAULTS, "time_zone": "Europe/Vienna", "kinds": [], "paused": True, "alert_cap": 1, "version": 4,
    }  # fmt: skip
    assert (await client.get("/settings")).json() == third.json()


async def test_a_change_of_nothing_keeps_the_version(client: AsyncClient) -> None:
    for body in ({}, {"paused": False, "start_date": None}):
        answer = await change(client, body)
        assert (answer.status_code, answer.headers["ETag"], answer.json()) == (200, '"1"', DEFAULTS)


async def test_a_change_says_what_it_changes(client: AsyncClient) -> None:
    blind = await client.patch("/settings", json={"paused": True})
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
    stale = await change(client, {"paused": True}, version=2)
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert (await client.get("/settings")).json() == DEFAULTS


@pytest.mark.parametrize("field", ["time_zone", "kinds", "paused", "alert_cap"])
async def test_null_is_no_value_of_what_cannot_be_absent(client: AsyncClient, field: str) -> None:
    assert await refused_at(client, {field: None}) == (422, f"/body/{field}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "UTC\n"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", 1),
        ("start_date", "2026-02-30"),
        ("start_date", "2026-01-01T00:00:00Z"),
        ("start_date", 20260101),
        ("kinds", "invoice"),
        ("paused", "true"),
        ("paused", 1),
        ("alert_cap", 0),
        ("alert_cap", 1001),
        ("alert_cap", -1),
        ("alert_cap", 1.5),
        ("alert_cap", "5"),
        ("alert_cap", True),
        ("kind", ["invoice"]),
        ("version", 2),
    ],
)
async def test_what_no_setting_can_be_is_refused_by_its_name(
    client: AsyncClient, field: str, value: object
) -> None:
    answer = await change(client, {field: value})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"]) == (422, f"/body/{field}")
    assert "Olympus" not in answer.text


@pytest.mark.parametrize("kinds", [["invoice", "invoice"], ["refund"], list(RecordKind) * 2])
async def test_kinds_are_known_and_named_once(client: AsyncClient, kinds: list[str]) -> None:
    status, pointer = await refused_at(client, {"kinds": kinds})
    assert (status, pointer.startswith("/body/kinds")) == (422, True)


async def test_reading_and_changing_have_scopes_of_their_own(house: ApiHouse) -> None:
    async with house.client(await house.new_key(Scope.SETTINGS_READ)) as reader:
        assert (await reader.get("/settings")).status_code == 200
        assert (await change(reader, {"paused": True})).json()["code"] == "insufficient_scope"
    async with house.client(await house.new_key(Scope.SETTINGS_WRITE)) as writer:
        assert (await writer.get("/settings")).status_code == 403
        assert (await change(writer, {"paused": True})).status_code == 200


async def test_each_company_has_its_own(house: ApiHouse, client: AsyncClient) -> None:
    other = await house.new_company(time_zone="Asia/Tokyo")
    key = await house.new_key(Scope.SETTINGS_READ, Scope.SETTINGS_WRITE, company=other.id)
    async with house.client(key) as stranger:
        assert (await stranger.get("/settings")).json() == {**DEFAULTS, "time_zone": "Asia/Tokyo"}
        await change(stranger, {"paused": True})
    assert (await client.get("/settings")).json() == DEFAULTS


async def test_what_is_skipped_says_why_and_offers_no_resync(house: ApiHouse, client: AsyncClient) -> None:
    await change(client, {"kinds": []})
    body = {"source_version": 1, "organisation": "Acme Bakery", "currency": "USD"}
    entry = (await client.put("/contacts/c-1", json=body)).json()["log"]
    await house.drain()
    shown = (await client.get("/logs", params={"status": "skipped"})).json()["items"]
    assert [each["id"] for each in shown] == [entry["id"]]
    assert shown[0]["message"] == "Contacts are switched off in the settings"
    assert shown[0]["available_actions"] == ["exclude", "adopt"]
    refused = await client.post(f"/logs/{entry['id']}/resync")
    assert (refused.status_code, refused.json()["code"]) == (409, "skipped_by_settings")
    preview = (await client.get(f"/logs/{entry['id']}/preview")).json()
    assert (preview["verdict"], preview["message"]) == ("skip", "Contacts are switched off in the settings")


async def test_a_days_filter_goes_by_the_time_zone_that_is_set(sqlite_url: str) -> None:
    async with open_api(sqlite_url) as house, house.client() as client:
        body = {"source_version": 1, "organisation": "Acme Bakery", "currency": "USD"}
        await client.put("/contacts/c-1", json=body)
        today = house.clock.now().date().isoformat()  # noon in UTC

        async def found() -> int:
            return len((await client.get("/logs", params={"from": today, "to": today})).json()["items"])

        assert await found() == 1
        await change(client, {"time_zone": "Pacific/Kiritimati"})
        assert await found() == 0, "14 hours ahead: it is tomorrow there"
