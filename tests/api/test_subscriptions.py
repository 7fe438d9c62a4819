"""Who of the staff gets which mail."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from domain.model.api_keys import Scope
from tests.api.house import ApiHouse

BODY = {"kind": "sync_error", "email": "billing@example.com"}


async def test_a_subscription_is_made_read_changed_and_ended(client: AsyncClient) -> None:
    made = await client.post("/subscriptions", json=BODY)
    address = made.headers["Location"]
    assert (made.status_code, made.headers["ETag"], address) == (
        201,
        '"1"',
        f"/subscriptions/{made.json()['id']}",
    )
    assert (await client.get(address)).json() == made.json()
    assert (await client.get("/subscriptions")).json()["items"] == [made.json()]

    changed = await client.patch(address, json={"email": "office@example.com"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert changed.json()["email"] == "office@example.com"

    gone = await client.delete(address, headers={"If-Match": '"2"'})
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await client.get(address)).json()["code"] == "subscription_not_found"


async def test_nobody_is_subscribed_twice(client: AsyncClient) -> None:
    await client.post("/subscriptions", json=BODY)
    again = await client.post("/subscriptions", json=BODY)
    assert (again.status_code, again.json()["code"]) == (409, "already_subscribed")
    other = await client.post("/subscriptions", json={**BODY, "email": "office@example.com"})
    taken = await client.patch(
        other.headers["Location"], json={"email": BODY["email"]}, headers={"If-Match": '"1"'}
    )
    assert (taken.status_code, taken.json()["code"]) == (409, "already_subscribed")


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_a_change_says_what_it_changes(client: AsyncClient, method: str) -> None:
    address = (await client.post("/subscriptions", json=BODY)).headers["Location"]
    body = {"email": "office@example.com"} if method == "PATCH" else None
    blind = await client.request(method, address, json=body)
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
    stale = await client.request(method, address, json=body, headers={"If-Match": '"2"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")


@pytest.mark.parametrize(
    "email",
    [
        "nobody",
        "a@b",
        "clerk@localhost",
        "clerk@office.local",
        "clerk@office.test",
        "Clerk <clerk@example.com>",
        "clerk@-example.com",
        "clerk@example.com\nBcc: all@example.com",
        ".clerk@example.com",
        "a@" + "b" * 250 + ".com",
    ],
)
async def test_mail_goes_to_addresses_on_the_internet(client: AsyncClient, email: str) -> None:
    answer = await client.post("/subscriptions", json={**BODY, "email": email})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/email")


async def test_the_list_goes_by_age_in_pages(client: AsyncClient) -> None:
    for name in "cab":
        await client.post("/subscriptions", json={**BODY, "email": f"{name}@example.com"})
    first = await client.get("/subscriptions", params={"limit": 2})
    second = await client.get(first.links["next"]["url"])
    emails = [each["email"] for page in (first, second) for each in page.json()["items"]]
    assert emails == ["c@example.com", "a@example.com", "b@example.com"]


async def test_another_companys_subscription_does_not_exist(house: ApiHouse, client: AsyncClient) -> None:
    address = (await client.post("/subscriptions", json=BODY)).headers["Location"]
    other = await house.new_company()
    async with house.client(await house.new_key(Scope.NOTIFICATIONS_READ, company=other.id)) as stranger:
        assert (await stranger.get(address)).status_code == 404
        assert (await stranger.get("/subscriptions")).json()["items"] == []


async def test_the_weekly_review_can_be_had_beside_the_failures(client: AsyncClient) -> None:
    review = {**BODY, "kind": "weekly_review"}
    assert (await client.post("/subscriptions", json=BODY)).status_code == 201
    made = await client.post("/subscriptions", json=review)
    assert (made.status_code, made.json()["kind"]) == (201, "weekly_review")
    assert (await client.get(made.headers["Location"])).json() == made.json()
    kinds = [each["kind"] for each in (await client.get("/subscriptions")).json()["items"]]
    assert kinds == ["sync_error", "weekly_review"]
    again = await client.post("/subscriptions", json=review)
    assert (again.status_code, again.json()["code"]) == (409, "already_subscribed")


async def test_who_connects_quickbooks_can_hear_of_the_connection(client: AsyncClient) -> None:
    made = await client.post("/subscriptions", json={**BODY, "kind": "connection"})
    assert (made.status_code, made.json()["kind"]) == (201, "connection")
    assert (await client.get(made.headers["Location"])).json() == made.json()


async def test_a_mail_that_there_is_not_cannot_be_had(client: AsyncClient) -> None:
    answer = await client.post("/subscriptions", json={**BODY, "kind": "monthly_review"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/body/kind")
