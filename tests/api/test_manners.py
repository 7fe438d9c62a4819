"""What every answer has in common, and what HTTP itself refuses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient
from structlog.testing import capture_logs

from api.example_bodies import CONTACT
from tests.api.house import SETTINGS, ApiHouse

ENTRY = "/logs/019b8d62-3f40-7000-8000-000000000002"


@pytest.mark.parametrize("path", ["/logs", "/nowhere", "/health/live", "/docs", "/openapi.json"])
async def test_every_answer_has_its_id_and_is_kept_by_nobody(client: AsyncClient, path: str) -> None:
    first, second = await client.get(path), await client.get(path)
    assert first.headers["Request-Id"] != second.headers["Request-Id"]
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in first.headers["Content-Security-Policy"]


async def test_a_problem_names_the_request(client: AsyncClient) -> None:
    answer = await client.get("/nowhere")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:problem:synclog:not_found",
        "title": "There is nothing at this address.",
        "status": 404,
        "detail": "There is nothing at this address.",
        "instance": f"urn:uuid:{answer.headers['Request-Id']}",
        "code": "not_found",
        "retryable": False,
    }


@pytest.mark.parametrize("path", ["/logs/", "/contacts/c-17/", "/contacts/", "/LOGS", "//logs"])
async def test_another_address_is_not_redirected(client: AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/contacts/c-17", "GET, HEAD, PUT"),
        ("GET", "/record-batches", "POST"),
        ("HEAD", "/record-batches", "POST"),
        ("PATCH", f"{ENTRY}/exclude", "DELETE, POST"),
        ("POST", "/mappings/fee_item/unmapped", "GET, HEAD"),
        ("POST", "/mappings/fee_item/dues", "DELETE, GET, HEAD, PUT"),
        ("OPTIONS", "/logs", "GET, HEAD"),
        ("TRACE", "/subscriptions", "GET, HEAD, POST"),
    ],
)
async def test_another_method_is_told_which_there_are(
    client: AsyncClient, method: str, path: str, allow: str
) -> None:
    answer = await client.request(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allow)
    assert method == "HEAD" or answer.json()["code"] == "method_not_allowed"


async def test_head_is_get_without_the_body(client: AsyncClient) -> None:
    got, head = await client.get("/error-codes"), await client.head("/error-codes")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (None, 401),
        ("", 401),
        ("Bearer", 401),
        ("Bearer ", 401),
        ("Bearer wrong", 401),
        ("Bearer " + "x" * 5000, 401),
        ("Basic dXNlcjpwYXNz", 401),
        ("Bearer \udcff", 401),
    ],
)
async def test_nobody_comes_in_without_a_key(house: ApiHouse, authorization: str | None, status: int) -> None:
    async with house.client() as client:
        del client.headers["Authorization"]
        given = (
            {} if authorization is None else {b"Authorization": authorization.encode("latin-1", "replace")}
        )
        answer = await client.get("/logs", headers=given)
    assert (answer.status_code, answer.json()["code"]) == (status, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_the_scheme_is_written_in_any_case(house: ApiHouse) -> None:
    async with house.client(Authorization=f"bearer {house.key}") as client:
        assert (await client.get("/logs")).status_code == 200


async def test_the_key_is_asked_for_before_the_body_is_read(house: ApiHouse) -> None:
    async def never_ending() -> AsyncIterator[bytes]:
        raise AssertionError("The body was read.")
        yield b""

    async with house.client("wrong") as client:
        answer = await client.put("/contacts/c-17", content=never_ending())
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("application/*;q=0.5", 200),
        ("text/html, application/json;q=0.1", 200),
        ("application/json; q=0", 406),
        ("application/json;q=0, */*", 406),
        ("text/html", 406),
        ("application/json;q=nonsense", 406),
        ("", 200),
    ],
)
async def test_who_takes_no_json_is_told(client: AsyncClient, accept: str, status: int) -> None:
    answer = await client.get("/health/live", headers={"Accept": accept})
    assert answer.status_code == status
    assert status == 200 or answer.json()["code"] == "not_acceptable"


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 202),
        ("application/json; charset=UTF-8", 202),
        ("Application/JSON", 202),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("application/merge-patch+json", 415),
        ("", 415),
    ],
)
async def test_a_body_is_json(client: AsyncClient, content_type: str, status: int) -> None:
    answer = await client.put(
        "/contacts/c-17", content=json.dumps(CONTACT), headers={"Content-Type": content_type}
    )
    assert answer.status_code == status
    assert status == 202 or answer.json()["code"] == "unsupported_media_type"


async def test_a_body_that_says_it_is_too_large_is_not_read(client: AsyncClient) -> None:
    async def never_ending() -> AsyncIterator[bytes]:
        raise AssertionError("The body was read.")
        yield b""

    answer = await client.put(
        "/contacts/c-17", content=never_ending(), headers={"Content-Length": str(SETTINGS.body_limit + 1)}
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "content_too_large")
    assert answer.json()["context"] == {"limit": SETTINGS.body_limit}


async def test_a_body_that_grows_too_large_is_read_no_further(client: AsyncClient) -> None:
    sent = 0

    async def growing() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 100_000
            yield b" " * 100_000

    answer = await client.put(
        "/contacts/c-17", content=growing(), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413
    assert sent <= SETTINGS.body_limit + 200_000


async def test_a_batch_may_be_larger(client: AsyncClient) -> None:
    body = json.dumps({"records": []}) + " " * SETTINGS.body_limit
    headers = {"Content-Type": "application/json", "Idempotency-Key": "large"}
    assert (await client.post("/record-batches", content=body, headers=headers)).status_code == 422
    larger = body + " " * SETTINGS.batch_body_limit
    assert (await client.post("/record-batches", content=larger, headers=headers)).status_code == 413


async def test_what_has_not_changed_is_not_sent_again(client: AsyncClient) -> None:
    await client.put("/contacts/c-17", json=CONTACT)
    first = await client.get("/contacts/c-17")
    etag = first.headers["ETag"]
    for known in (etag, f'"other", W/{etag}', "*"):
        again = await client.get("/contacts/c-17", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    other = await client.get("/contacts/c-17", headers={"If-None-Match": '"other"'})
    assert other.json() == first.json()


async def test_an_origin_is_exact(client: AsyncClient) -> None:
    ours = await client.get("/error-codes", headers={"Origin": "https://log.example.org"})
    assert ours.headers["Access-Control-Allow-Origin"] == "https://log.example.org"
    assert "Request-Id" in ours.headers["Access-Control-Expose-Headers"]
    other = await client.get("/error-codes", headers={"Origin": "https://evil.log.example.org"})
    assert "Access-Control-Allow-Origin" not in other.headers


async def test_a_bug_tells_its_request_id_and_nothing_else(house: ApiHouse, client: AsyncClient) -> None:
    house.app.state.use_cases = "no use cases at all"
    with capture_logs() as logged:
        answer = await client.get("/logs")
    assert answer.status_code == 500
    assert [each["event"] for each in logged if each["log_level"] == "error"] == ["request_crashed"]
    assert answer.json()["code"] == "internal_error"
    assert answer.json()["instance"].endswith(answer.headers["Request-Id"])
    assert "use cases" not in answer.text


async def test_the_log_tells_the_route_and_not_the_reference(client: AsyncClient) -> None:
    with capture_logs() as logged:
        answer = await client.get("/contacts/maria%2Flopez")
    (line,) = logged
    assert (line["route"], line["status"]) == ("/contacts/{external_ref}", answer.status_code)
    assert "maria" not in str(logged)
