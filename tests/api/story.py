"""Short ways to the states that tests begin with."""

from __future__ import annotations

from typing import Any, cast

from httpx import AsyncClient

from api.example_bodies import CONTACT, INVOICE, PAYMENT
from tests.api.house import ApiHouse

Json = dict[str, Any]


async def submit_contact(client: AsyncClient, ref: str = "c-17", **fields: Any) -> Json:
    answer = await client.put(f"/contacts/{ref}", json={**CONTACT, **fields})
    return cast("Json", answer.json()["log"])


async def submit_invoice(client: AsyncClient, ref: str = "inv-1001", **fields: Any) -> Json:
    answer = await client.put(f"/invoices/{ref}", json={**INVOICE, **fields})
    return cast("Json", answer.json()["log"])


async def submit_payment(client: AsyncClient, ref: str = "pay-77", **fields: Any) -> Json:
    answer = await client.put(f"/payments/{ref}", json={**PAYMENT, **fields})
    return cast("Json", answer.json()["log"])


async def fail_invoice(house: ApiHouse, client: AsyncClient, ref: str = "inv-1001", **fields: Any) -> Json:
    """An invoice whose contact is in the books and whose fee item is not mapped."""
    await submit_contact(client)
    entry = await submit_invoice(client, ref, **fields)
    await house.drain()
    return await entry_of(client, entry["id"])


async def map_fee_item(house: ApiHouse, client: AsyncClient, key: str = "dues-gold") -> None:
    item = house.ledger.books.add_item()
    answer = await client.put(f"/mappings/fee_item/{key}", json={"quickbooks_id": item.ref.id})
    assert answer.is_success


async def entry_of(client: AsyncClient, entry_id: str) -> Json:
    return cast("Json", (await client.get(f"/logs/{entry_id}")).json())


async def listed(client: AsyncClient, **filters: Any) -> list[str]:
    """The references of the records in the list, newest entry first."""
    answer = await client.get("/logs", params=filters)
    assert answer.status_code == 200, answer.text
    return [entry["record"]["external_ref"] for entry in answer.json()["items"]]
