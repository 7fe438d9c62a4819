"""It is in QuickBooks already: an entry is synced by saying as what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import AsyncClient

from domain.model.books import LedgerCustomer, LedgerInvoice
from domain.model.outcomes import RefusalReason
from tests.api.house import ApiHouse
from tests.api.story import entry_of, map_fee_item, submit_contact, submit_invoice, submit_payment
from tests.fakes.books import refusal
from tests.fakes.ledger import LOST

Json = dict[str, Any]


async def fail_payment(house: ApiHouse, client: AsyncClient, **theirs: Any) -> Json:
    """A payment of an invoice in the books, where a person has entered one under its reference."""
    await map_fee_item(house, client)
    await submit_contact(client)
    await submit_invoice(client)
    await house.drain()
    held = house.ledger.books.objects.values()
    customer = next(each for each in held if isinstance(each, LedgerCustomer))
    invoice = next(each for each in held if isinstance(each, LedgerInvoice))
    house.ledger.books.add_payment("CHK 5521", **{"of": customer, "on": invoice, **theirs})
    entry = await submit_payment(client)
    await house.drain()
    return await entry_of(client, entry["id"])


def adoption_of(entry: Json) -> Json:
    (remedy,) = (each for each in entry["remedies"] if each["action"] == "adopt")
    return dict(remedy)


async def test_the_remedy_is_the_call_that_adopts(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_payment(house, client)
    assert entry["error"]["code"] == "payment_already_exists"
    remedy = adoption_of(entry)
    assert (remedy["operation_id"], remedy["method"]) == ("adopt_log_entry", "POST")
    assert remedy["body"] == {"quickbooks_id": entry["error"]["context"]["candidate"]}
    writes = len(house.ledger.writes)
    answer = await client.post(remedy["path"], json=remedy["body"])
    assert answer.status_code == 200
    after = answer.json()
    assert (after["status"], after["error"], after["remedies"]) == ("synced", None, [])
    assert after["quickbooks"]["id"] == remedy["body"]["quickbooks_id"]
    assert after == await entry_of(client, entry["id"])
    assert len(house.ledger.writes) == writes
    again = await client.post(remedy["path"], json=remedy["body"])
    assert (again.status_code, again.json()["code"]) == (409, "already_synced")


async def test_what_differs_is_told_with_both_values(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_payment(house, client, total="300.00")
    remedy = adoption_of(entry)
    answer = await client.post(remedy["path"], json=remedy["body"])
    assert (answer.status_code, answer.json()["code"]) == (409, "not_the_same")
    context = answer.json()["context"]
    assert context["fields"] == "total, applied_to"
    assert (context["total"], context["total_in_quickbooks"]) == ("350.00", "300.00")
    assert (await entry_of(client, entry["id"])) == entry


async def test_what_is_not_there_is_refused(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_payment(house, client)
    answer = await client.post(f"/logs/{entry['id']}/adopt", json={"quickbooks_id": "999"})
    assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid")
    assert answer.json()["errors"][0]["pointer"] == "/body/quickbooks_id"


@pytest.mark.parametrize("body", [{}, {"quickbooks_id": ""}, {"quickbooks_id": "x"}, {"quickbooks_id": 145}])
async def test_an_id_of_quickbooks_is_digits(client: AsyncClient, body: Json) -> None:
    entry = await submit_contact(client)
    answer = await client.post(f"/logs/{entry['id']}/adopt", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body/quickbooks_id"


async def test_books_that_cannot_be_read_are_asked_again_later(house: ApiHouse, client: AsyncClient) -> None:
    entry = await submit_contact(client)
    house.ledger.unreadable = LOST
    answer = await client.post(f"/logs/{entry['id']}/adopt", json={"quickbooks_id": "1"})
    assert (answer.status_code, answer.json()["code"]) == (503, "quickbooks_unavailable")


async def queued(_: ApiHouse, client: AsyncClient) -> Json:
    return await submit_contact(client)


async def waiting(house: ApiHouse, client: AsyncClient) -> Json:
    await map_fee_item(house, client)
    entry = await submit_invoice(client)
    await house.drain()
    return entry


async def failed(house: ApiHouse, client: AsyncClient) -> Json:
    await submit_contact(client)
    entry = await submit_invoice(client)
    await house.drain()
    return entry


async def uncertain(house: ApiHouse, client: AsyncClient) -> Json:
    async def down() -> None:
        house.ledger.unreadable = refusal(RefusalReason.UNAVAILABLE)

    house.ledger.answer_next(LOST)
    entry = await submit_contact(client)
    write = house.ledger.write

    async def write_and_break(writes: Any) -> Any:
        await down()
        return await write(writes)

    house.ledger.write = write_and_break  # type: ignore[method-assign]  # the line goes down behind it
    await house.drain()
    house.ledger.unreadable = None
    return entry


async def synced(house: ApiHouse, client: AsyncClient) -> Json:
    entry = await submit_contact(client)
    await house.drain()
    return entry


async def superseded(_: ApiHouse, client: AsyncClient) -> Json:
    entry = await submit_contact(client)
    await submit_contact(client, source_version=4)
    return entry


@pytest.mark.parametrize(
    ("story", "status", "code"),
    [
        (queued, "queued", None),
        (waiting, "waiting", None),
        (failed, "failed", None),
        (uncertain, "uncertain", "in_progress"),
        (synced, "synced", "already_synced"),
        (superseded, "superseded", "superseded"),
    ],
    ids=lambda value: value.__name__ if callable(value) else None,
)
async def test_the_actions_agree_with_what_the_endpoint_accepts(
    house: ApiHouse,
    client: AsyncClient,
    story: Callable[[ApiHouse, AsyncClient], Awaitable[Json]],
    status: str,
    code: str | None,
) -> None:
    entry = await entry_of(client, (await story(house, client))["id"])
    assert entry["status"] == status
    assert ("adopt" in entry["available_actions"]) == (code is None)
    answer = await client.post(f"/logs/{entry['id']}/adopt", json={"quickbooks_id": "999"})
    assert answer.json()["code"] == (code or "quickbooks_reference_invalid")
