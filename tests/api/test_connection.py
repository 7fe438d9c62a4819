"""The connection over HTTP: what is answered, and what is refused."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import AsyncClient, Response

from domain.model.api_keys import Scope
from tests.api.house import RETURN_URL, ApiHouse
from tests.fakes.connector import state_in

PATH = "/connection/authorizations"
CALLBACK = "/connection/callback"


async def begun(client: AsyncClient) -> dict[str, str]:
    answer = await client.post(PATH, json={"return_url": RETURN_URL})
    assert answer.status_code == 201, answer.text
    made: dict[str, str] = answer.json()
    return made


async def back(house: ApiHouse, client: AsyncClient, realm_id: str, **more: str) -> Response:
    """Come back from Intuit as a browser does: without a key."""
    state = state_in((await begun(client))["authorize_url"])
    query = {"state": state, "code": house.connector.consent(realm_id), "realmId": realm_id, **more}
    return await client.get(CALLBACK, params=query, headers={"Authorization": ""})


async def test_a_company_is_connected_by_way_of_a_browser(house: ApiHouse, client: AsyncClient) -> None:
    await client.delete("/connection")
    went = await back(house, client, "1")
    assert went.status_code == 303
    told = parse_qs(urlsplit(went.headers["Location"]).query)
    assert went.headers["Location"].startswith("https://log.example.org/settings?tab=quickbooks&connection=")
    assert told["connection"] == ["connected"]
    shown = (await client.get("/connection")).json()
    assert (shown["status"], shown["books"]) == ("connected", {"realm_id": "1", "name": "Chamber"})
    assert shown["grant_expires_at"] > shown["refresh_expires_at"] > shown["access_expires_at"]


async def test_parameters_that_intuit_adds_some_day_do_no_harm(house: ApiHouse, client: AsyncClient) -> None:
    assert (await back(house, client, "1", iss="https://intuit.example")).status_code == 303


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"state": ""},
        {"state": "s" * 201},
        {"state": "é"},
        {"state": "s", "code": "c" * 1001},
        {"state": "s", "realmId": "1/../2"},
        {"state": "s", "realmId": "1" * 21},
        {"state": "s", "error": "e" * 201},
    ],
)
async def test_what_a_browser_brings_is_bounded_and_not_repeated(
    client: AsyncClient, query: dict[str, str]
) -> None:
    answer = await client.get(CALLBACK, params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert not [value for value in query.values() if len(value) > 5 and value in answer.text]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("application/json", "application/problem+json"),
        ("*/*", "application/problem+json"),
    ],
)
async def test_a_state_that_is_good_for_nothing_is_told_to_browsers_and_to_programs(
    client: AsyncClient, accept: str, kind: str
) -> None:
    answer = await client.get(CALLBACK, params={"state": "made-up"}, headers={"Accept": accept})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith(kind)
    assert "Location" not in answer.headers
    assert "made-up" not in answer.text


@pytest.mark.parametrize(
    "url",
    [
        RETURN_URL + "&a=b",
        RETURN_URL.removesuffix("#top"),
        "https://evil.example/settings",
        "http://log.example.org/settings?tab=quickbooks#top",
    ],
)
async def test_a_return_url_that_nobody_listed_is_refused(client: AsyncClient, url: str) -> None:
    answer = await client.post(PATH, json={"return_url": url})
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["pointer"]) == (422, "/body/return_url")
    assert error["code"] == "return_url_not_allowed"
    assert url not in answer.text


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "//evil.example", "https://a b", "https://\n", 7])
async def test_a_return_url_is_an_address_of_the_web(client: AsyncClient, url: object) -> None:
    answer = await client.post(PATH, json={"return_url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_the_address_for_the_browser_is_shown_once(client: AsyncClient) -> None:
    made = await begun(client)
    again = await client.get(f"{PATH}/{made['id']}")
    assert state_in(made["authorize_url"]) not in again.text
    assert again.json()["status"] == "pending"


async def test_other_books_are_confirmed_or_rejected(house: ApiHouse, client: AsyncClient) -> None:
    went = await back(house, client, "2")
    (id_,) = parse_qs(urlsplit(went.headers["Location"]).query)["authorization"]
    asked = (await client.get(f"{PATH}/{id_}")).json()
    assert (asked["status"], asked["books"]["name"]) == ("confirmation_required", "Other books")
    done = await client.post(f"{PATH}/{id_}/confirm")
    assert (done.status_code, done.json()["status"]) == (200, "connected")
    again = await client.delete(f"{PATH}/{id_}")
    assert (again.status_code, again.json()["code"]) == (409, "authorization_not_waiting")


async def test_no_token_is_in_any_answer(house: ApiHouse, client: AsyncClient) -> None:
    went = await back(house, client, "2")
    (id_,) = parse_qs(urlsplit(went.headers["Location"]).query)["authorization"]
    texts = [(await client.get(path)).text for path in ("/connection", f"{PATH}/{id_}")]
    assert not [text for text in texts if "access-" in text or "refresh-" in text]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/connection"),
        ("DELETE", "/connection"),
        ("POST", "/connection/test"),
        ("GET", f"{PATH}/019b8d62-3f40-7000-8000-000000000020"),
        ("POST", f"{PATH}/019b8d62-3f40-7000-8000-000000000020/confirm"),
        ("DELETE", f"{PATH}/019b8d62-3f40-7000-8000-000000000020"),
    ],
)
async def test_a_scope_of_its_own_is_asked_for(house: ApiHouse, method: str, path: str) -> None:
    needed = Scope.CONNECTION_READ if method == "GET" else Scope.CONNECTION_WRITE
    async with house.client(await house.new_key(*(set(Scope) - {needed}))) as other:
        assert (await other.request(method, path)).status_code == 403
    async with house.client(await house.new_key(needed)) as other:
        assert (await other.request(method, path)).status_code in {200, 204, 404}
