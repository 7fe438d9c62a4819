"""Which contact is which customer, said by hand; and who it may be."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient

from domain.model.api_keys import Scope
from domain.model.companies import Company
from domain.model.outcomes import Evidence, Held, HoldReason
from tests.api.house import ApiHouse
from tests.api.story import entry_of, submit_contact
from tests.fakes.ledger import LOST

ADDRESS = "/contacts/c-17/link"
CANDIDATES = "/contacts/c-17/candidates"
LOGGED_OUT = Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence())


@pytest.fixture
async def entry(house: ApiHouse, client: AsyncClient) -> dict[str, Any]:
    """The contact's entry, failed for a vendor of its name."""
    house.ledger.books.add_other("Vendor", "Acme Bakery")
    submitted = await submit_contact(client)
    await house.drain()
    return await entry_of(client, submitted["id"])


def body(house: ApiHouse, **customer: Any) -> dict[str, str]:
    """The body that links to a new customer of the books."""
    made = house.ledger.books.add_customer("Acme Bakery (member)", **customer)
    return {"quickbooks_customer_id": made.ref.id}


async def test_a_failed_contact_says_how_to_link_it(entry: dict[str, Any]) -> None:
    assert entry["error"]["code"] == "name_already_exists"
    remedies = {remedy["action"]: remedy for remedy in entry["remedies"]}
    assert remedies["link_contact"] == {
        "action": "link_contact",
        "title": "Link the contact to a customer by hand",
        "operation_id": "put_contact_link",
        "method": "PUT",
        "path": ADDRESS,
        "body": {"quickbooks_customer_id": None},
        "if_match": None,
    }
    see = remedies["see_candidates"]
    assert (see["operation_id"], see["method"], see["path"], see["body"]) == (
        "get_contact_candidates",
        "GET",
        CANDIDATES,
        None,
    )


@pytest.mark.usefixtures("entry")
async def test_a_contact_is_linked_and_read_again(house: ApiHouse, client: AsyncClient) -> None:
    wanted = body(house)
    made = await client.put(ADDRESS, json=wanted)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    read = await client.get(ADDRESS)
    assert (read.json(), read.headers["ETag"]) == (made.json(), '"1"')
    assert (read.json()["by_hand"], read.json()["version"]) == (True, 1)
    assert read.json()["quickbooks"]["id"] == wanted["quickbooks_customer_id"]
    assert (await client.get(ADDRESS, headers={"If-None-Match": '"1"'})).status_code == 304


@pytest.mark.usefixtures("entry")
async def test_a_change_says_what_it_changes(house: ApiHouse, client: AsyncClient) -> None:
    await client.put(ADDRESS, json=body(house))
    blind = await client.put(ADDRESS, json=body(house))
    assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
    changed = await client.put(ADDRESS, json=body(house), headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = await client.put(ADDRESS, json=body(house), headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")


@pytest.mark.usefixtures("entry")
async def test_a_link_is_forgotten(house: ApiHouse, client: AsyncClient) -> None:
    await client.put(ADDRESS, json=body(house))
    assert (await client.delete(ADDRESS)).json()["code"] == "precondition_required"
    gone = await client.delete(ADDRESS, headers={"If-Match": '"1"'})
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await client.get(ADDRESS)).json()["code"] == "link_not_found"


@pytest.mark.parametrize(
    ("customer", "reason"), [({"active": False}, "inactive"), ({"currency": "CAD"}, "currency")]
)
@pytest.mark.usefixtures("entry")
async def test_a_customer_that_it_cannot_be_is_refused_with_the_reason(
    house: ApiHouse, client: AsyncClient, customer: dict[str, Any], reason: str
) -> None:
    answer = await client.put(ADDRESS, json=body(house, **customer))
    assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid")
    assert answer.json()["errors"][0]["pointer"] == "/body/quickbooks_customer_id"
    assert answer.json()["context"] == {"reason": reason}


@pytest.mark.usefixtures("entry")
async def test_a_customer_that_is_not_there_is_refused(client: AsyncClient) -> None:
    answer = await client.put(ADDRESS, json={"quickbooks_customer_id": "999"})
    assert (answer.status_code, answer.json()["context"]) == (422, {"reason": "missing"})


@pytest.mark.usefixtures("entry")
async def test_a_customer_is_one_contact(house: ApiHouse, client: AsyncClient) -> None:
    await submit_contact(client, "c-18", organisation="Other")
    wanted = body(house)
    await client.put("/contacts/c-18/link", json=wanted)
    answer = await client.put(ADDRESS, json=wanted)
    assert (answer.status_code, answer.json()["code"]) == (409, "customer_already_linked")
    assert answer.json()["context"] == {"linked_to": "c-18"}


@pytest.mark.parametrize("address", [ADDRESS, CANDIDATES])
async def test_a_contact_that_nobody_submitted_is_not_found(client: AsyncClient, address: str) -> None:
    assert (await client.get(address)).json()["code"] == "record_not_found"


async def test_another_companys_contact_is_not_found(house: ApiHouse, client: AsyncClient) -> None:
    await submit_contact(client)
    await house.drain()
    other: Company = await house.new_company()
    key = await house.new_key(Scope.MAPPINGS_READ, Scope.MAPPINGS_WRITE, company=other.id)
    async with house.client(key) as stranger:
        assert (await stranger.get(ADDRESS)).status_code == 404
        answer = await stranger.put(ADDRESS, json={"quickbooks_customer_id": "1"})
        assert answer.status_code == 404
        assert (await stranger.delete(ADDRESS, headers={"If-Match": '"1"'})).status_code == 404


async def test_a_reader_may_look_and_not_link(house: ApiHouse, client: AsyncClient) -> None:
    await submit_contact(client)
    await house.drain()
    key = await house.new_key(Scope.MAPPINGS_READ)
    async with house.client(key) as reader:
        assert (await reader.get(ADDRESS)).json()["by_hand"] is False
        assert (await reader.get(CANDIDATES)).status_code == 200
        answer = await reader.put(ADDRESS, json={"quickbooks_customer_id": "1"})
        assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")


@pytest.mark.usefixtures("entry")
async def test_candidates_come_with_their_reasons_and_without_addresses(
    house: ApiHouse, client: AsyncClient
) -> None:
    same = house.ledger.books.add_customer("Somebody", email="office@acme.example")
    similar = house.ledger.books.add_customer("Acme Bakery Inc.", currency="CAD", active=False)
    answer = await client.get(CANDIDATES)
    assert answer.status_code == 200
    assert answer.json() == {
        "items": [
            {
                "customer": {"id": same.ref.id, "name": "Somebody", "active": True, "currency": "USD"},
                "why": ["same_email"],
                "linked_to": None,
            },
            {
                "customer": {
                    "id": similar.ref.id,
                    "name": "Acme Bakery Inc.",
                    "active": False,
                    "currency": "CAD",
                },
                "why": ["similar_name"],
                "linked_to": None,
            },
        ],
        "name_holder": {"entity": "Vendor", "id": "1", "name": "Acme Bakery", "active": True},
    }
    assert "office@" not in answer.text


async def test_a_free_name_has_no_holder(client: AsyncClient) -> None:
    await submit_contact(client)
    assert (await client.get(CANDIDATES)).json() == {"items": [], "name_holder": None}


@pytest.mark.parametrize(
    ("held", "status", "code"),
    [(LOST, 503, "quickbooks_unavailable"), (LOGGED_OUT, 409, "connection_required")],
    ids=["no answer", "no connection"],
)
async def test_books_that_cannot_be_read_are_asked_again_later(
    house: ApiHouse, client: AsyncClient, held: Any, status: int, code: str
) -> None:
    await submit_contact(client)
    wanted = body(house)
    house.ledger.unreadable = held
    for answer in (await client.get(CANDIDATES), await client.put(ADDRESS, json=wanted)):
        assert (answer.status_code, answer.json()["code"]) == (status, code)
