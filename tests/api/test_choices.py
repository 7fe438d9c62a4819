"""What QuickBooks has to choose from."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient

from domain.model.api_keys import Scope
from domain.model.outcomes import Evidence, Held, HoldReason
from domain.model.questions import LedgerList
from tests.api.house import ApiHouse
from tests.api.story import submit_contact
from tests.fakes.ledger import LOST

DISCONNECTED = Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence())


async def listed(client: AsyncClient, of: str = "items", **params: Any) -> list[str]:
    answer = await client.get(f"/quickbooks/{of}", params=params)
    assert answer.status_code == 200, answer.text
    return [choice["name"] for choice in answer.json()["items"]]


async def test_a_choice_says_what_it_is(house: ApiHouse, client: AsyncClient) -> None:
    item = house.ledger.books.add_item("Membership:Gold")
    answer = await client.get("/quickbooks/items")
    assert answer.json() == {
        "items": [{"id": item.ref.id, "name": "Membership:Gold", "detail": "Service", "active": True}],
        "next": None,
    }


@pytest.mark.parametrize("of", LedgerList)
async def test_every_list_can_be_read(house: ApiHouse, client: AsyncClient, of: LedgerList) -> None:
    books = house.ledger.books
    books.add_item("Dues")
    books.add_account("Discounts given")
    books.add_account("Checking", "Bank")
    books.add_customer("Acme Bakery")
    books.add_payment_method("Check")
    books.add_tax_code("California")
    expected = {
        LedgerList.ITEMS: ["Dues"],
        LedgerList.ACCOUNTS: ["Discounts given"],
        LedgerList.CUSTOMERS: ["Acme Bakery"],
        LedgerList.PAYMENT_METHODS: ["Check"],
        LedgerList.TAX_CODES: ["California"],
    }
    assert await listed(client, of) == expected[of]


async def test_a_member_is_listed_without_their_address(house: ApiHouse, client: AsyncClient) -> None:
    await submit_contact(client)
    await house.drain()
    answer = await client.get("/quickbooks/customers")
    assert [choice["name"] for choice in answer.json()["items"]] == ["Acme Bakery"]
    assert "@" not in answer.text


async def test_a_list_goes_by_name_in_pages(house: ApiHouse, client: AsyncClient) -> None:
    for name in ("gala", "Ball", "Über", "Ämter 50 %"):
        house.ledger.books.add_item(name)
    first = await client.get("/quickbooks/items", params={"limit": 3})
    second = await client.get(first.links["next"]["url"])
    assert len(first.json()["items"]) == 3
    assert second.json()["next"] is None
    found = [choice["name"] for page in (first, second) for choice in page.json()["items"]]
    assert found == sorted(found, key=str.casefold)


async def test_words_narrow_a_list_and_its_pages(house: ApiHouse, client: AsyncClient) -> None:
    for name in ("Gold Dues", "Golden Gala", "Silver Dues"):
        house.ledger.books.add_item(name)
    assert await listed(client, q="GOLD") == ["Gold Dues", "Golden Gala"]
    assert await listed(client, q="du, gold") == ["Gold Dues"]
    first = await client.get("/quickbooks/items", params={"q": "gold", "limit": 1})
    rest = await client.get(first.links["next"]["url"])
    assert [choice["name"] for choice in rest.json()["items"]] == ["Golden Gala"]
    stolen = await client.get("/quickbooks/items", params={"cursor": first.json()["next"]})
    assert (stolen.status_code, stolen.json()["code"]) == (400, "cursor_invalid")


async def test_a_cursor_survives_the_longest_name(house: ApiHouse, client: AsyncClient) -> None:
    for letter in "ab":
        house.ledger.books.add_item(letter + "\U0001d518東" * 250)
    first = await client.get("/quickbooks/items", params={"limit": 1})
    assert (await client.get(first.links["next"]["url"])).status_code == 200


async def test_a_refresh_tells_what_it_fetched_and_when(house: ApiHouse, client: AsyncClient) -> None:
    item = house.ledger.books.add_item("Gala")
    assert await listed(client) == ["Gala"]
    house.ledger.books.change(item, name="Ball")
    assert await listed(client) == ["Gala"]
    answer = await client.post("/quickbooks/refresh")
    assert answer.status_code == 200
    now = house.clock.now().isoformat().replace("+00:00", "Z")
    assert answer.json()["lists"][0] == {"list": "items", "fetched_at": now, "choices": 1}
    assert [each["list"] for each in answer.json()["lists"]] == list(LedgerList)
    assert await listed(client) == ["Ball"]


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        pytest.param(LOST, 503, "quickbooks_unavailable", id="no answer"),
        pytest.param(DISCONNECTED, 409, "connection_required", id="not connected"),
    ],
)
async def test_books_that_do_not_answer_show_nothing(
    house: ApiHouse, client: AsyncClient, answer: Any, status: int, code: str
) -> None:
    house.ledger.unreadable = answer
    for refused in (await client.get("/quickbooks/items"), await client.post("/quickbooks/refresh")):
        assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_a_refresh_needs_a_key_that_may_write(house: ApiHouse) -> None:
    key = await house.new_key(Scope.MAPPINGS_READ)
    async with house.client(key) as reader:
        assert (await reader.get("/quickbooks/items")).status_code == 200
        refused = await reader.post("/quickbooks/refresh")
    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")


@pytest.mark.parametrize("name", ["vendors", "refreshed"])
async def test_only_known_lists_are_read(client: AsyncClient, name: str) -> None:
    answer = await client.get(f"/quickbooks/{name}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/path/list")


async def test_a_refresh_is_no_list(client: AsyncClient) -> None:
    answer = await client.get("/quickbooks/refresh")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert (await client.post("/quickbooks/items")).headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("q", ["x", "  ", "%%", "a" * 201])
async def test_words_must_be_words(client: AsyncClient, q: str) -> None:
    answer = await client.get("/quickbooks/items", params={"q": q})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/q")
