"""API keys over the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import Engine, event

from domain.model.api_keys import Scope
from domain.rules.key_secrets import hash_secret, is_well_formed, write_secret
from tests.api.house import ApiHouse
from tests.fakes.clock import NOON

Json = dict[str, Any]
BODY: Json = {"name": "Log screen", "scopes": ["logs:read", "logs:write"]}
TOMORROW = "2026-01-16T12:00:00Z"


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Whatever any database is told, also that a transaction begins."""
    told: list[str] = []

    def note(*execution: object) -> None:
        told.append(str(execution[2]))

    def begin(_: object) -> None:
        told.append("BEGIN")

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "begin", begin)
    yield told
    event.remove(Engine, "before_cursor_execute", note)
    event.remove(Engine, "begin", begin)


async def make(client: AsyncClient, **fields: object) -> Json:
    made = await client.post("/api-keys", json={**BODY, **fields})
    assert made.status_code == 201, made.text
    answer: Json = made.json()
    return answer


async def try_out(house: ApiHouse, secret: str) -> Response:
    async with house.client(secret) as client:
        return await client.get("/logs")


async def own_id(client: AsyncClient) -> str:
    """The id of the key that a test calls with, which is the first one."""
    id_: str = (await client.get("/api-keys")).json()["items"][0]["id"]
    return id_


async def test_a_key_is_made_shown_once_and_opens_the_api(house: ApiHouse, client: AsyncClient) -> None:
    made = await client.post("/api-keys", json={**BODY, "expires_at": "2026-01-16T13:00:00+01:00"})
    key = made.json()
    secret = key.pop("secret")
    assert (made.status_code, made.headers["Location"], made.headers["ETag"]) == (
        201,
        f"/api-keys/{key['id']}",
        '"1"',
    )
    assert is_well_formed(secret)
    assert key == {
        "id": key["id"],
        **BODY,
        "created_at": "2026-01-15T12:00:00Z",
        "created_by": "billing",
        "expires_at": TOMORROW,
        "revoked_at": None,
        "last_used_at": None,
        "replaced_by": None,
        "version": 1,
    }
    read = await client.get(made.headers["Location"])
    assert (read.json(), read.headers["ETag"]) == (key, '"1"')
    listed = await client.get("/api-keys")
    assert listed.json()["items"][-1] == key
    for answer in (read, listed):
        assert secret not in answer.text
        assert hash_secret(secret) not in answer.text
    assert (await try_out(house, secret)).status_code == 200
    assert (await client.get(made.headers["Location"])).json()["last_used_at"] == "2026-01-15T12:00:00Z"


async def test_a_key_may_be_given_what_its_maker_lacks(house: ApiHouse) -> None:
    async with house.client(await house.new_key(Scope.KEYS_ADMIN)) as admin:
        made = await make(admin, scopes=["records:write"])
        assert (await admin.get("/logs")).status_code == 403
    assert made["scopes"] == ["records:write"]
    assert made["created_by"] == "other"


async def test_an_idempotency_key_does_not_keep_a_secret(client: AsyncClient) -> None:
    headers = {"Idempotency-Key": "k-1"}
    first, second = [(await client.post("/api-keys", json=BODY, headers=headers)) for _ in range(2)]
    assert "Idempotent-Replayed" not in second.headers
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"name": " "}, "/body/name", "pattern"),
        ({"name": "x" * 101}, "/body/name", "too_long"),
        ({"scopes": []}, "/body/scopes", "too_short"),
        ({"scopes": ["logs:read", "logs:read"]}, "/body/scopes", "not_distinct"),
        ({"scopes": ["logs:burn"]}, "/body/scopes/0", "not_allowed"),
        ({"scopes": "logs:read"}, "/body/scopes", "wrong_type"),
        ({"expires_at": "2026-01-15T12:00:00Z"}, "/body/expires_at", "expiry_invalid"),
        ({"expires_at": "2036-01-17T12:00:00Z"}, "/body/expires_at", "expiry_invalid"),
        ({"expires_at": "2027-01-15"}, "/body/expires_at", "date_time_invalid"),
        ({"expires_at": "9999-12-31T23:59:59-14:00"}, "/body/expires_at", "date_time_invalid"),
        ({"secret": "mine"}, "/body/secret", "unknown"),
    ],
)
async def test_a_key_that_makes_no_sense_is_refused(
    client: AsyncClient, fields: Json, pointer: str, code: str
) -> None:
    refused = await client.post("/api-keys", json={**BODY, **fields})
    problem = refused.json()
    assert refused.status_code == 422, problem
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [(pointer, code)]
    assert len((await client.get("/api-keys")).json()["items"]) == 1


async def test_the_list_goes_by_age_in_pages_with_those_that_have_ended(client: AsyncClient) -> None:
    made = [await make(client, name=name) for name in "abc"]
    await client.delete(f"/api-keys/{made[1]['id']}")
    first = await client.get("/api-keys", params={"limit": 2})
    second = await client.get(first.links["next"]["url"])
    shown = [(each["name"], each["revoked_at"]) for page in (first, second) for each in page.json()["items"]]
    assert shown == [("billing", None), ("a", None), ("b", "2026-01-15T12:00:00Z"), ("c", None)]


# changed


async def test_a_change_is_of_what_it_names_and_holds_at_once(house: ApiHouse, client: AsyncClient) -> None:
    made = await make(client, expires_at=TOMORROW)
    address = f"/api-keys/{made['id']}"
    renamed = await client.patch(address, json={"name": "Screen"}, headers={"If-Match": '"1"'})
    assert (renamed.status_code, renamed.headers["ETag"]) == (200, '"2"')
    assert renamed.json() == (await client.get(address)).json()
    assert (renamed.json()["scopes"], renamed.json()["expires_at"]) == (made["scopes"], TOMORROW)
    body = {"scopes": ["mappings:read"], "expires_at": None}
    changed = (await client.patch(address, json=body, headers={"If-Match": '"2"'})).json()
    assert (changed["name"], changed["scopes"], changed["expires_at"]) == ("Screen", ["mappings:read"], None)
    assert (await try_out(house, made["secret"])).status_code == 403


async def test_a_change_says_what_it_changes(client: AsyncClient) -> None:
    address = f"/api-keys/{(await make(client))['id']}"
    blind = await client.patch(address, json={"name": "Screen"})
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
    stale = await client.patch(address, json={"name": "Screen"}, headers={"If-Match": '"2"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")


@pytest.mark.parametrize("body", [{"name": None}, {"scopes": None}, {"scopes": []}, {"secret": "mine"}])
async def test_what_may_be_left_out_may_not_be_null(client: AsyncClient, body: Json) -> None:
    address = f"/api-keys/{(await make(client))['id']}"
    assert (await client.patch(address, json=body, headers={"If-Match": '"1"'})).status_code == 422
    same = await client.patch(address, json={}, headers={"If-Match": '"1"'})
    assert (same.status_code, same.headers["ETag"]) == (200, '"1"')


async def test_a_key_that_has_ended_is_changed_no_more(house: ApiHouse, client: AsyncClient) -> None:
    made = await make(client, expires_at=TOMORROW)
    address = f"/api-keys/{made['id']}"
    house.clock.set(NOON + timedelta(days=1))
    for answer in (
        await client.patch(address, json={"expires_at": None}, headers={"If-Match": '"1"'}),
        await client.post(f"{address}/rotate"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "api_key_ended")


# rotated


async def test_a_rotated_key_and_its_successor_are_both_good_for_a_day(
    house: ApiHouse, client: AsyncClient
) -> None:
    old = await make(client)
    answer = await client.post(f"/api-keys/{old['id']}/rotate")
    new = answer.json()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api-keys/{new['id']}")
    assert (new["replaces"], new["old_expires_at"]) == (old["id"], TOMORROW)
    assert (new["name"], new["scopes"], new["expires_at"]) == (old["name"], old["scopes"], None)
    after = (await client.get(f"/api-keys/{old['id']}")).json()
    assert (after["replaced_by"], after["expires_at"], after["version"]) == (new["id"], TOMORROW, 2)
    for seconds, good in ((86_399, [200, 200]), (1, [401, 200])):
        house.clock.advance(seconds)
        assert [(await try_out(house, key["secret"])).status_code for key in (old, new)] == good


async def test_the_overlap_and_the_next_end_can_be_chosen(client: AsyncClient) -> None:
    old = await make(client, expires_at=TOMORROW)
    body = {"overlap_seconds": 60, "expires_at": None}
    new = (await client.post(f"/api-keys/{old['id']}/rotate", json=body)).json()
    assert (new["old_expires_at"], new["expires_at"]) == ("2026-01-15T12:01:00Z", None)


async def test_without_a_choice_the_successor_lasts_as_long_as_the_old_one_was_to_last(
    house: ApiHouse, client: AsyncClient
) -> None:
    old = await make(client, expires_at=TOMORROW)
    house.clock.advance(3600)
    new = (await client.post(f"/api-keys/{old['id']}/rotate", json={})).json()
    assert new["expires_at"] == "2026-01-16T13:00:00Z"
    assert new["old_expires_at"] == TOMORROW


@pytest.mark.parametrize("overlap", [-1, 604_801, 0.5, "60", None, True])
async def test_an_overlap_is_from_nothing_to_a_week(client: AsyncClient, overlap: object) -> None:
    old = await make(client)
    refused = await client.post(f"/api-keys/{old['id']}/rotate", json={"overlap_seconds": overlap})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body/overlap_seconds")


async def test_a_key_is_rotated_once_until_its_successor_is_revoked(client: AsyncClient) -> None:
    old = await make(client)
    lost = (await client.post(f"/api-keys/{old['id']}/rotate")).json()
    again = await client.post(f"/api-keys/{old['id']}/rotate")
    assert (again.status_code, again.json()["code"]) == (409, "api_key_replaced")
    assert again.json()["context"] == {"replaced_by": lost["id"]}
    await client.delete(f"/api-keys/{lost['id']}")
    assert (await client.post(f"/api-keys/{old['id']}/rotate")).status_code == 201


# revoked


async def test_a_revoked_key_opens_nothing_from_the_next_call_on(
    house: ApiHouse, client: AsyncClient
) -> None:
    made = await make(client)
    assert (await try_out(house, made["secret"])).status_code == 200
    for _ in range(2):
        gone = await client.delete(f"/api-keys/{made['id']}")
        assert (gone.status_code, gone.content) == (204, b"")
    assert (await try_out(house, made["secret"])).status_code == 401
    assert (await client.get(f"/api-keys/{made['id']}")).json()["revoked_at"] == "2026-01-15T12:00:00Z"


async def test_the_last_key_that_may_make_others_stays(client: AsyncClient) -> None:
    own = f"/api-keys/{await own_id(client)}"
    kept = await client.delete(own)
    assert (kept.status_code, kept.json()["code"]) == (409, "last_keys_admin")
    version = (await client.get(own)).headers["ETag"]
    kept = await client.patch(own, json={"scopes": ["logs:read"]}, headers={"If-Match": version})
    assert (kept.status_code, kept.json()["code"]) == (409, "last_keys_admin")
    await make(client, scopes=["keys:admin"])
    assert (await client.delete(own)).status_code == 204
    assert (await client.get(own)).status_code == 401


@pytest.mark.parametrize("call", ["GET ", "PATCH ", "DELETE ", "POST /rotate"])
async def test_another_companys_key_does_not_exist(house: ApiHouse, client: AsyncClient, call: str) -> None:
    method, _, rest = call.partition(" ")
    address = f"/api-keys/{(await make(client))['id']}"
    other = await house.new_company()
    async with house.client(await house.new_key(Scope.KEYS_ADMIN, company=other.id)) as stranger:
        body = {"name": "Mine"} if method == "PATCH" else None
        answer = await stranger.request(method, address + rest, json=body, headers={"If-Match": '"1"'})
        assert (answer.status_code, answer.json()["code"]) == (404, "api_key_not_found")
        assert [each["name"] for each in (await stranger.get("/api-keys")).json()["items"]] == ["other"]


# who is let in


async def test_nobody_learns_why_a_key_opens_nothing(house: ApiHouse, client: AsyncClient) -> None:
    expired, revoked = await make(client, expires_at=TOMORROW), await make(client)
    await client.delete(f"/api-keys/{revoked['id']}")
    house.clock.set(NOON + timedelta(days=1))
    never, typo = write_secret(bytes(32)), house.key[:-1]
    answers = [await try_out(house, key) for key in (never, typo, expired["secret"], revoked["secret"])]
    for answer in answers:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert {**answer.json(), "instance": ""} == {**answers[0].json(), "instance": ""}
        assert answer.json()["code"] == "unauthenticated"


@pytest.mark.parametrize("token", ["synclog_guess", "Zm9yZWlnbg.dG9rZW4", write_secret(bytes(32))[:-1] + "z"])
async def test_a_typo_or_a_foreign_token_never_reaches_the_database(
    house: ApiHouse, statements: list[str], token: str
) -> None:
    assert (await try_out(house, token)).status_code == 401
    assert statements == []
    assert (await try_out(house, house.key)).status_code == 200
    assert statements, "the database was watched"


async def test_the_last_use_costs_a_write_once_a_minute(
    house: ApiHouse, client: AsyncClient, statements: list[str]
) -> None:
    for _ in range(5):
        await client.get("/logs")
        house.clock.advance(20)
    assert len([each for each in statements if each.startswith("UPDATE api_keys")]) == 2
