"""The filters and pages of the log, over one small billing run that no test changes."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from httpx import AsyncClient

from domain.model.api_keys import Scope
from tests.api.house import ApiHouse, open_api
from tests.api.story import listed, submit_contact, submit_invoice, submit_payment

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def billed(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ApiHouse]:
    """A contact in the books, two failed invoices, a waiting payment; one hour apart, from midnight on."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("billed") / "synclog.db")
    async with open_api(f"sqlite+aiosqlite:///{path}") as house, house.client() as client:
        for hour in range(4):
            house.clock.set(datetime(2026, 3, 29, hour, tzinfo=UTC))
            await _submit(client, hour)
            await house.drain()
        yield house


async def _submit(client: AsyncClient, hour: int) -> None:
    match hour:
        case 0:
            await submit_contact(client)
        case 1 | 2:
            await submit_invoice(client, f"inv-{hour}", number=f"10{hour}")
        case _:
            await submit_payment(client, contact="c-unknown", applied_to=[])


@pytest_asyncio.fixture(loop_scope="module")
async def client(billed: ApiHouse) -> AsyncIterator[AsyncClient]:
    async with billed.client() as opened:
        yield opened


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["pay-77", "inv-2", "inv-1", "c-17"]),
        ({"status": "failed"}, ["inv-2", "inv-1"]),
        ({"status": ["failed", "synced"]}, ["inv-2", "inv-1", "c-17"]),
        ({"status": "failed", "kind": "payment"}, []),
        ({"kind": ["payment", "contact"]}, ["pay-77", "c-17"]),
        ({"error_code": "fee_item_not_mapped"}, ["inv-2", "inv-1"]),
        ({"error_code": "payment_already_exists"}, []),
        ({"excluded": "true"}, []),
        ({"excluded": "false"}, ["pay-77", "inv-2", "inv-1", "c-17"]),
        ({"needs_attention": "true"}, ["inv-2", "inv-1"]),
        ({"needs_attention": "false"}, ["pay-77", "inv-2", "inv-1", "c-17"]),
        ({"external_ref": "inv-2"}, ["inv-2"]),
        ({"external_ref": "inv"}, []),
        ({"contact": "c-17"}, ["inv-2", "inv-1", "c-17"]),
        ({"contact": "c-unknown", "kind": "payment"}, ["pay-77"]),
        ({"reference": "102"}, ["inv-2"]),
        ({"reference": "10"}, []),
        ({"quickbooks_id": "999"}, []),
        ({"cause_id": str(UUID(int=7))}, []),
        ({"q": "acme"}, ["inv-2", "inv-1", "c-17"]),
        ({"q": "ACME bak"}, ["inv-2", "inv-1", "c-17"]),
        ({"q": "5521"}, ["pay-77"]),
        ({"q": "acme 5521"}, []),
        ({"from": "2026-03-29T02:00:00Z"}, ["pay-77", "inv-2"]),
        ({"to": "2026-03-29T02:00:00Z"}, ["inv-1", "c-17"]),
        ({"from": "2026-03-29T04:00:00+02:00", "to": "2026-03-29T02:00:01Z"}, ["inv-2"]),
        ({"from": "2026-03-29", "to": "2026-03-29"}, ["pay-77", "inv-2", "inv-1", "c-17"]),
        ({"from": "2026-03-30"}, []),
        ({"to": "2026-03-28"}, []),
        ({"from": "0001-01-01", "to": "9999-12-31"}, ["pay-77", "inv-2", "inv-1", "c-17"]),
        ({"from": "9999-12-31T23:59:59-23:00"}, []),
        ({"date_field": "txn_date", "from": "2026-01-06"}, ["pay-77"]),
        ({"date_field": "txn_date", "to": "2026-01-05"}, ["inv-2", "inv-1"]),
        ({"date_field": "txn_date", "from": "2026-01-05T00:00:01Z"}, ["pay-77"]),
        ({"date_field": "last_attempt_at", "from": "2026-03-29"}, ["c-17"]),
    ],
    ids=lambda each: "&".join(f"{k}={v}" for k, v in each.items()) if isinstance(each, dict) else "",
)
async def test_the_log_is_filtered(client: AsyncClient, filters: dict[str, Any], expected: list[str]) -> None:
    assert await listed(client, **filters) == expected


async def test_the_log_shows_what_one_cause_made_fail_and_what_one_object_is(client: AsyncClient) -> None:
    entries = (await client.get("/logs")).json()["items"]
    causes = {each["cause_id"] for each in entries if each["status"] == "failed"}
    objects = {each["quickbooks"]["id"] for each in entries if each["status"] == "synced"}
    assert [await listed(client, cause_id=cause) for cause in causes] == [["inv-2", "inv-1"]]
    assert [await listed(client, quickbooks_id=one) for one in objects] == [["c-17"]]


async def test_pages_lead_from_one_to_the_next(client: AsyncClient) -> None:
    seen, address = [], "/logs?limit=1&kind=invoice&kind=contact"
    while address:
        page = await client.get(address)
        seen += [entry["record"]["external_ref"] for entry in page.json()["items"]]
        link = page.links.get("next")
        assert (page.json()["next"] is None) == (link is None)
        address = link["url"] if link else ""
    assert seen == ["inv-2", "inv-1", "c-17"]


async def test_a_cursor_is_of_use_for_its_own_list_alone(billed: ApiHouse, client: AsyncClient) -> None:
    cursor = (await client.get("/logs", params={"limit": 1, "kind": "invoice"})).json()["next"]
    other = await billed.new_company()
    key = await billed.new_key(Scope.LOGS_READ, Scope.MAPPINGS_READ, company=other.id)
    same = {"kind": "invoice", "cursor": cursor}
    assert (await client.get("/logs", params={**same, "limit": 7})).status_code == 200
    async with billed.client(key) as stranger:
        refused = [
            await client.get("/logs", params={"cursor": cursor}),
            await client.get("/logs", params={**same, "kind": "contact"}),
            await client.get(
                "/logs", params={**same, "cursor": cursor[:-1] + ("A" if cursor[-1] != "A" else "B")}
            ),
            await client.get("/logs", params={**same, "cursor": "A" + cursor}),
            await client.get("/logs", params={**same, "cursor": "x"}),
            await client.get("/subscriptions", params={"cursor": cursor}),
            await stranger.get("/logs", params=same),
        ]
    assert [(each.status_code, each.json()["code"]) for each in refused] == [(400, "cursor_invalid")] * 7
