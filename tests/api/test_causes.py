"""Causes over HTTP, a resync of exactly one, and the plan that comes first."""

from __future__ import annotations

from typing import Any

import pytest
from httpx import AsyncClient

from api.example_bodies import INVOICE
from domain.model.api_keys import Scope
from domain.model.outcomes import HoldReason
from tests.api.house import ApiHouse
from tests.api.story import Json, entry_of, fail_invoice, map_fee_item, submit_invoice, submit_payment
from tests.builders import a_hold

NOBODY = "019b8d62-3f40-7000-8000-000000000002"


def invoice_for(fee_item: str, number: str) -> Json:
    return {"number": number, "lines": [{**INVOICE["lines"][0], "fee_item": fee_item}]}


async def three_failures(house: ApiHouse, client: AsyncClient) -> list[Json]:
    """Two for dues-gold and one for the gala."""
    made = [
        await fail_invoice(house, client),
        await submit_invoice(client, "inv-1002", **invoice_for("dues-gold", "1002")),
        await submit_invoice(client, "inv-1003", **invoice_for("gala", "1003")),
    ]
    await house.drain()
    return [await entry_of(client, entry["id"]) for entry in made]


async def causes(client: AsyncClient, **parameters: Any) -> Json:
    answer = await client.get("/causes", params=parameters)
    assert answer.status_code == 200, answer.text
    page: Json = answer.json()
    return page


async def refused(client: AsyncClient, body: Json) -> tuple[int, str, Json]:
    answer = await client.post("/resync-failures", json=body)
    problem = answer.json()
    return answer.status_code, problem["code"], problem


async def statuses(client: AsyncClient, entries: list[Json]) -> list[str]:
    return [(await entry_of(client, entry["id"]))["status"] for entry in entries]


async def test_a_cause_says_what_it_costs_and_what_cures_it(house: ApiHouse, client: AsyncClient) -> None:
    entries = await three_failures(house, client)
    await submit_payment(client)
    await house.drain()
    largest, _ = (await causes(client))["items"]
    assert largest == {
        "id": entries[0]["cause_id"],
        "code": "fee_item_not_mapped",
        "title": "A fee item is not mapped",
        "message": "No fee item mapped for line item: invoice 1001, price 350.00, quantity 1",
        "who": "billing",
        "subject": "dues-gold",
        "entries": 2,
        "amounts": [{"currency": "USD", "amount": "700.00"}],
        "kinds": {"invoice": 2},
        "oldest_at": entries[0]["created_at"],
        "newest_at": entries[1]["created_at"],
        "example_log_id": entries[0]["id"],
        "holding_up": 1,
        "remedies": [
            {
                "action": "map_fee_item",
                "title": "Map the fee item dues-gold",
                "operation_id": "put_mapping",
                "method": "PUT",
                "path": "/mappings/fee_item/dues-gold",
                "body": {"quickbooks_id": None},
                "if_match": None,
            },
            {
                "action": "resync_cause",
                "title": "Resync all that failed for this cause",
                "operation_id": "resync_failures",
                "method": "POST",
                "path": "/resync-failures",
                "body": {"cause": entries[0]["cause_id"]},
                "if_match": None,
            },
        ],
    }
    assert (await client.get(f"/causes/{largest['id']}")).json() == largest


async def test_the_remedy_of_a_cause_resyncs_exactly_its_entries(
    house: ApiHouse, client: AsyncClient
) -> None:
    entries = await three_failures(house, client)
    await map_fee_item(house, client)
    await map_fee_item(house, client, "gala")
    (cause, _) = (await causes(client))["items"]
    remedy = cause["remedies"][-1]
    answer = await client.request(remedy["method"], remedy["path"], json=remedy["body"])
    assert (answer.status_code, answer.json()["progress"]["total"]) == (202, 2)
    await house.drain()
    assert await statuses(client, entries) == ["synced", "synced", "failed"]
    assert (await client.get(f"/causes/{cause['id']}")).json()["code"] == "cause_not_found"


async def test_causes_come_in_pages(house: ApiHouse, client: AsyncClient) -> None:
    await three_failures(house, client)
    first = await causes(client, limit=1)
    second = await causes(client, limit=1, cursor=first["next"])
    assert [page["items"][0]["entries"] for page in (first, second)] == [2, 1]
    assert second["next"] is None
    other = await client.get("/logs", params={"cursor": first["next"]})
    assert (other.status_code, other.json()["code"]) == (400, "cursor_invalid")


async def test_another_companys_cause_does_not_exist(house: ApiHouse, client: AsyncClient) -> None:
    await three_failures(house, client)
    cause = (await causes(client))["items"][0]
    other = await house.new_company()
    async with house.client(await house.new_key(Scope.LOGS_READ, company=other.id)) as stranger:
        assert (await causes(stranger))["items"] == []
        answer = await stranger.get(f"/causes/{cause['id']}")
        assert (answer.status_code, answer.json()["code"]) == (404, "cause_not_found")


@pytest.mark.parametrize("path", ["/causes", f"/causes/{NOBODY}"])
async def test_causes_are_for_who_may_read_the_log(house: ApiHouse, path: str) -> None:
    async with house.client(await house.new_key(Scope.LOGS_WRITE)) as writer:
        answer = await writer.get(path)
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")


async def test_a_plan_says_what_would_happen_and_nothing_does(house: ApiHouse, client: AsyncClient) -> None:
    entries = await three_failures(house, client)
    await map_fee_item(house, client)
    answer = await client.post("/resync-failures", json={"dry_run": True, "expected_count": 3})
    assert answer.status_code == 200
    assert answer.json() == {
        "entries": 3,
        "by_code": {"fee_item_not_mapped": 3},
        "by_kind": {"invoice": 3},
        "amounts": [{"currency": "USD", "amount": "1050.00"}],
        "would_fail_again": [
            {"code": "fee_item_not_mapped", "message": entries[2]["message"], "entries": 1},
        ],
        "would_wait": 0,
        "would_be_skipped": 0,
        "quickbooks_calls": {"reads": 1, "writes": 2},
        "minutes": 1,
        "basis": "books",
    }
    assert await statuses(client, entries) == ["failed"] * 3


async def test_a_plan_uses_up_no_idempotency_key(house: ApiHouse, client: AsyncClient) -> None:
    await three_failures(house, client)
    headers = {"Idempotency-Key": "press-1"}
    for _ in range(2):
        plan = await client.post("/resync-failures", json={"dry_run": True}, headers=headers)
        assert (plan.status_code, "Idempotent-Replayed" in plan.headers) == (200, False)
    started = await client.post("/resync-failures", json={}, headers=headers)
    assert (started.status_code, "Idempotent-Replayed" in started.headers) == (202, False)


async def test_a_plan_needs_no_connection_and_waits_for_no_operation(
    house: ApiHouse, client: AsyncClient
) -> None:
    await three_failures(house, client)
    await client.post("/resync-failures", json={"cause": (await causes(client))["items"][0]["id"]})
    async with house.units_of_work() as uow:
        await uow.connections.hold(house.company.id, a_hold(HoldReason.NEEDS_RECONNECT))
        await uow.commit()
    plan = (await client.post("/resync-failures", json={"dry_run": True})).json()
    assert (plan["entries"], plan["basis"]) == (1, "own_data")


@pytest.mark.parametrize("dry_run", [True, False])
async def test_another_count_than_expected_starts_nothing(
    house: ApiHouse,
    client: AsyncClient,
    dry_run: bool,  # noqa: FBT001 - a column of the table
) -> None:
    entries = await three_failures(house, client)
    status, code, problem = await refused(client, {"expected_count": 2, "dry_run": dry_run})
    assert (status, code, problem["context"]) == (409, "count_changed", {"count": 3})
    assert problem["errors"][0]["pointer"] == "/body/expected_count"
    assert await statuses(client, entries) == ["failed"] * 3
    assert (await client.post("/resync-failures", json={"expected_count": 3})).status_code == 202


async def test_a_filter_and_some_entries_choose(house: ApiHouse, client: AsyncClient) -> None:
    entries = await three_failures(house, client)

    async def count(**choice: Any) -> int:
        answer = await client.post("/resync-failures", json={**choice, "dry_run": True})
        assert answer.status_code == 200, answer.text
        return int(answer.json()["entries"])

    assert await count(filter={"q": "1002"}) == 1
    assert await count(filter={"kind": ["payment"]}) == 0
    assert await count(filter={"needs_attention": True}) == 3
    assert await count(filter={"excluded": True}) == 0
    assert await count(filter={"status": ["synced"]}) == 0
    assert await count(filter={"from": "2020-01-01", "to": "2020-12-31"}) == 0
    assert await count(filter={}) == 3
    assert await count(log_ids=[entries[0]["id"], entries[0]["id"], NOBODY]) == 1


async def test_a_cause_that_is_not_there_is_not_found(client: AsyncClient) -> None:
    for dry_run in (True, False):
        status, code, _ = await refused(client, {"cause": NOBODY, "dry_run": dry_run})
        assert (status, code) == (404, "cause_not_found")


@pytest.mark.parametrize(
    ("body", "pointer", "rule"),
    [
        ({"cause": NOBODY, "log_ids": [NOBODY]}, "/body", "one_of"),
        ({"cause": NOBODY, "filter": {}}, "/body", "one_of"),
        ({"filter": {}, "log_ids": [NOBODY]}, "/body", "one_of"),
        ({"cause": None}, "/body/cause", "wrong_type"),
        ({"filter": None}, "/body/filter", "wrong_type"),
        ({"log_ids": None}, "/body/log_ids", "wrong_type"),
        ({"log_ids": []}, "/body/log_ids", "too_short"),
        ({"log_ids": [NOBODY] * 1001}, "/body/log_ids", "too_long"),
        ({"log_ids": ["secret"]}, "/body/log_ids/0", "uuid_invalid"),
        ({"cause": "secret"}, "/body/cause", "uuid_invalid"),
        ({"filter": {"state": ["failed"]}}, "/body/filter/state", "unknown"),
        ({"filter": {"kind": ["secret"]}}, "/body/filter/kind/0", "not_allowed"),
        ({"filter": {"needs_attention": "true"}}, "/body/filter/needs_attention", "invalid"),
        ({"filter": {"excluded": "true"}}, "/body/filter/excluded", "invalid"),
        ({"expected_count": -1}, "/body/expected_count", "out_of_range"),
        ({"dry_run": "yes"}, "/body/dry_run", "invalid"),
        ({"dryrun": True}, "/body/dryrun", "unknown"),
    ],
)
async def test_a_choice_that_breaks_the_contract_starts_nothing(
    house: ApiHouse, client: AsyncClient, body: Json, pointer: str, rule: str
) -> None:
    entries = await three_failures(house, client)
    status, code, problem = await refused(client, body)
    assert (status, code) == (422, "invalid_request")
    assert {(each["pointer"], each["code"]) for each in problem["errors"]} == {(pointer, rule)}
    assert "secret" not in str(problem)
    assert await statuses(client, entries) == ["failed"] * 3


async def test_a_waiting_entry_tells_of_its_parents_failure(house: ApiHouse, client: AsyncClient) -> None:
    await fail_invoice(house, client)
    payment = await submit_payment(client)
    await house.drain()
    told = (
        "Waiting for invoice inv-1001, which failed: "
        "No fee item mapped for line item: invoice 1001, price 350.00, quantity 1"
    )
    assert (await entry_of(client, payment["id"]))["message"] == told
    listed = (await client.get("/logs", params={"kind": "payment"})).json()["items"]
    assert [entry["message"] for entry in listed] == [told]


async def test_what_depends_on_what_was_left_out_can_bring_it_back(
    house: ApiHouse, client: AsyncClient
) -> None:
    invoice = await fail_invoice(house, client)
    payment = await submit_payment(client)
    await house.drain()
    await client.post(f"/logs/{invoice['id']}/exclude")
    await house.drain()
    entry = await entry_of(client, payment["id"])
    assert (entry["status"], entry["error"]["code"]) == ("failed", "depends_on_failed")
    await map_fee_item(house, client)
    resync = next(remedy for remedy in entry["remedies"] if remedy["action"] == "resync_parent")
    answer = await client.request(resync["method"], resync["path"])
    assert answer.status_code == 202
    include = next(remedy for remedy in entry["remedies"] if remedy["action"] == "include_parent")
    assert (await client.request(include["method"], include["path"])).status_code == 200
    await house.drain()
    assert await statuses(client, [invoice, payment]) == ["synced", "synced"]
