"""The sync log: entries, filters, pages and attempts."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from httpx import AsyncClient

from domain.model.api_keys import Scope
from tests.api.house import ApiHouse, open_api
from tests.api.story import (
    entry_of,
    fail_invoice,
    listed,
    map_fee_item,
    submit_contact,
)
from tests.fakes.ledger import LOST


async def test_a_failed_entry_says_what_happened_and_what_to_do(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    assert entry["status"] == "failed"
    assert entry["message"] == "No fee item mapped for line item: invoice 1001, price 350.00, quantity 1"
    assert entry["error"]["code"] == "fee_item_not_mapped"
    assert entry["error"]["correction"]
    assert entry["error"]["who"] == "billing"
    assert entry["available_actions"] == ["resync", "exclude", "adopt"]
    assert (entry["amount"], entry["currency"], entry["reference"]) == ("350.00", "USD", "1001")
    assert entry["contact"] == {"external_ref": "c-17", "name": "Acme Bakery"}
    assert entry["max_attempts"] == 10
    assert entry["quickbooks"] is None


async def test_each_remedy_is_an_operation_of_the_contract(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    contract = (await client.get("/openapi.json")).json()
    operations = {
        operation["operationId"]: (method.upper(), path)
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
    }
    assert [remedy["action"] for remedy in entry["remedies"]] == ["map_fee_item", "resync", "exclude"]
    for remedy in entry["remedies"]:
        method, path = operations[remedy["operation_id"]]
        assert remedy["method"] == method
        assert len(remedy["path"].split("/")) == len(path.split("/"))
    assert entry["remedies"][0]["path"] == "/mappings/fee_item/dues-gold"
    assert entry["remedies"][0]["body"] == {"quickbooks_id": None}


async def test_a_remedy_quotes_what_it_puts_into_an_address(house: ApiHouse, client: AsyncClient) -> None:
    line = {"fee_item": "dues/gold 50%", "quantity": "1", "unit_price": "1.00"}
    entry = await fail_invoice(house, client, lines=[line], total=None)
    remedy = entry["remedies"][0]
    assert remedy["path"] == "/mappings/fee_item/dues%2Fgold%2050%25"
    item = house.ledger.books.add_item()
    mapped = await client.put(remedy["path"], json={"quickbooks_id": item.ref.id})
    assert mapped.json()["source_key"] == "dues/gold 50%"


async def test_a_synced_entry_tells_where_it_is(house: ApiHouse, client: AsyncClient) -> None:
    await map_fee_item(house, client)
    entry = await fail_invoice(house, client)
    assert entry["status"] == "synced"
    assert entry["quickbooks"]["entity"] == "Invoice"
    assert entry["quickbooks"]["doc_number"] == "1001"
    assert (
        entry["quickbooks"]["url"]
        == f"https://app.qbo.intuit.com/app/invoice?txnId={entry['quickbooks']['id']}"
    )
    assert entry["available_actions"] == []


async def test_the_actions_agree_with_what_the_endpoints_accept(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    for status in ("failed", "excluded", "synced"):
        if status == "excluded":
            await client.post(f"/logs/{entry['id']}/exclude")
        if status == "synced":
            await map_fee_item(house, client)
            await client.post(f"/logs/{entry['id']}/resync")
            await house.drain()
        offered = set((await entry_of(client, entry["id"]))["available_actions"])
        assert ("resync" in offered) == (status != "synced")
    answer = await client.post(f"/logs/{entry['id']}/resync")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_synced")


async def test_a_day_is_a_day_where_the_company_is(sqlite_url: str) -> None:
    async with open_api(sqlite_url, time_zone="Europe/Vienna") as house, house.client() as client:
        # That night the clocks go forward: the day begins at 23:00Z and has 23 hours.
        for hour in (22, 23):
            house.clock.set(datetime(2026, 3, 28, hour, tzinfo=UTC))
            await submit_contact(client, f"c-28-{hour}")
            house.clock.set(datetime(2026, 3, 29, hour - 1, tzinfo=UTC))
            await submit_contact(client, f"c-29-{hour - 1}")
        same_day = await listed(client, **{"from": "2026-03-29", "to": "2026-03-29"})
    assert same_day == ["c-29-21", "c-28-23"]


async def test_an_entry_has_an_etag_that_changes_with_it(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    address = f"/logs/{entry['id']}"
    before = (await client.get(address)).headers["ETag"]
    assert (await client.get(address)).headers["ETag"] == before
    await client.post(f"{address}/exclude")
    assert (await client.get(address)).headers["ETag"] != before


async def test_attempts_show_what_was_sent_without_naming_anybody(
    house: ApiHouse, client: AsyncClient
) -> None:
    house.ledger.answer_next(LOST)
    entry = await submit_contact(client)
    await house.drain()
    items = (await client.get(f"/logs/{entry['id']}/attempts")).json()["items"]
    assert [(item["number"], item["outcome"]) for item in items] == [(1, "uncertain"), (2, "applied")]
    assert items[0]["request_id"] == items[1]["request_id"]
    assert "Acme" not in json.dumps(items)


@pytest.mark.parametrize("path", ["", "/attempts"])
async def test_another_companys_entry_does_not_exist(house: ApiHouse, client: AsyncClient, path: str) -> None:
    entry = await submit_contact(client)
    other = await house.new_company()
    async with house.client(await house.new_key(Scope.LOGS_READ, company=other.id)) as stranger:
        answer = await stranger.get(f"/logs/{entry['id']}{path}")
        assert (await stranger.get("/logs")).json()["items"] == []
    assert (answer.status_code, answer.json()["code"]) == (404, "log_entry_not_found")
