"""The billing run: submitted over HTTP as any billing system would, with the classic failures in it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from demo.company import SandboxRealm
from demo.options import Place

RUN = json.loads((Path(__file__).parent / "billing_run.json").read_text(encoding="utf-8"))

UNMAPPED_KEY = "sponsorship-gala"
UNMAPPED_ITEM = "Sponsorship"

WEB_PAGE = {
    "match": {"entity": "Invoice", "operation": "create"},
    "skip": 7,
    "times": 1,
    "action": {"kind": "html", "after": "commit"},
}
THROTTLED_MINUTE = {
    "match": {"entity": "Payment", "operation": "create"},
    "skip": 12,
    "times": 2,
    "action": {"kind": "throttle", "retry_after": 2},
}

OPEN = ("queued", "syncing", "retrying", "uncertain")
PATIENCE = 180.0
POLL = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What became of the run; `entries` are log entries as the API gives them.

    `cured` are those that are in QuickBooks though the answer to a sending was lost.
    """

    entries: Sequence[dict[str, Any]]
    cured: Sequence[dict[str, Any]]
    seconds: float


async def submit_run(place: Place, realm: SandboxRealm) -> RunReport:
    """Prepare the books, submit every record in one batch, and wait until the log has settled."""
    headers = {"Authorization": f"Bearer {place.api_key}"}
    async with httpx.AsyncClient(base_url=place.api_url, headers=headers, trust_env=False) as client:
        await _prepare(client, realm)
        began = time.monotonic()
        await _submit(client)
        await _settled(client)
        seconds = time.monotonic() - began
        entries = await all_entries(client)
        synced = [entry for entry in entries if entry["status"] == "synced"]
        cured = [entry for entry in synced if await _had_a_lost_answer(client, entry)]
    return RunReport(entries=entries, cured=cured, seconds=seconds)


async def mail_written(folder: Path) -> None:
    """Wait for the mail, which goes out when the worker has nothing left to do."""
    async with asyncio.timeout(PATIENCE):
        while not any(folder.glob("*.eml")):  # noqa: ASYNC240 - a folder of one file
            await asyncio.sleep(POLL)


async def all_entries(client: httpx.AsyncClient, **wanted: str | list[str]) -> list[dict[str, Any]]:
    """Every log entry that matches, page by page."""
    page = await _get(client, "/logs", params={"limit": "200", **wanted})
    entries: list[dict[str, Any]] = page["items"]
    while page["next"]:
        page = await _get(client, "/logs", params={"limit": "200", "cursor": page["next"], **wanted})
        entries += page["items"]
    return entries


async def _prepare(client: httpx.AsyncClient, realm: SandboxRealm) -> None:
    for entered in RUN["already_in_quickbooks"]:
        await realm.post_by_hand(entered["customer"], entered["payment"])
    items = await realm.item_ids()
    for key, name in RUN["fee_items"].items():
        answer = await client.put(f"/mappings/fee_item/{key}", json={"quickbooks_id": items[name]})
        answer.raise_for_status()
    answer = await client.post("/subscriptions", json={"kind": "sync_error", "email": "clerk@example.com"})
    answer.raise_for_status()
    for fault in (WEB_PAGE, THROTTLED_MINUTE):
        await realm.order_fault(fault)


async def _submit(client: httpx.AsyncClient) -> None:
    records = [*RUN["contacts"], *RUN["invoices"], *RUN["payments"]]
    answer = await client.post(
        "/record-batches", json={"records": records}, headers={"Idempotency-Key": "year-end-run"}
    )
    answer.raise_for_status()


async def _settled(client: httpx.AsyncClient) -> None:
    """Wait until no worker has anything to do."""
    async with asyncio.timeout(PATIENCE):
        while (await _get(client, "/logs", params={"limit": "1", "status": OPEN}))["items"]:
            await asyncio.sleep(POLL)


async def _had_a_lost_answer(client: httpx.AsyncClient, entry: dict[str, Any]) -> bool:
    attempts = await _get(client, f"/logs/{entry['id']}/attempts", params={})
    return any(attempt["outcome"] == "uncertain" for attempt in attempts["items"])


async def _get(client: httpx.AsyncClient, path: str, *, params: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(path, params=params)
    answer.raise_for_status()
    body: dict[str, Any] = answer.json()
    return body
