"""Many records in one call."""

from __future__ import annotations

from typing import Any

from httpx import AsyncClient, Response

from api.example_bodies import BATCH, CONTACT, INVOICE, PAYMENT
from tests.api.house import ApiHouse
from tests.api.story import listed


async def post(client: AsyncClient, *records: dict[str, Any], key: str = "batch-1") -> Response:
    return await client.post("/record-batches", json={"records": records}, headers={"Idempotency-Key": key})


def contact(version: int = 1, ref: str = "c-17", **fields: Any) -> dict[str, Any]:
    return {"kind": "contact", "external_ref": ref, **CONTACT, "source_version": version, **fields}


def invoice(**fields: Any) -> dict[str, Any]:
    return {"kind": "invoice", "external_ref": "inv-1001", **INVOICE, **fields}


async def test_each_record_has_its_answer_in_its_place(client: AsyncClient) -> None:
    answer = await post(client, *BATCH["records"])
    assert answer.status_code == 207
    items = answer.json()["items"]
    assert [(item["index"], item["status"], item["problem"]) for item in items] == [
        (0, 202, None), (1, 202, None), (2, 202, None)
    ]  # fmt: skip
    for item, record in zip(items, BATCH["records"], strict=True):
        entry = (await client.get(f"/logs/{item['log_id']}")).json()
        assert entry["record"]["external_ref"] == record["external_ref"]


async def test_a_record_that_breaks_a_rule_keeps_out_no_other(client: AsyncClient) -> None:
    payment = {"kind": "payment", "external_ref": "pay-77", **PAYMENT, "amount": "1.00"}
    answer = await post(client, invoice(total="1.00"), contact(), payment)
    items = answer.json()["items"]
    assert [item["status"] for item in items] == [422, 202, 422]
    assert items[0]["log_id"] is None
    assert items[0]["problem"]["code"] == "total_differs"
    assert items[0]["problem"]["errors"][0]["pointer"] == "/body/records/0/total"
    assert items[2]["problem"]["errors"][0]["pointer"] == "/body/records/2/applied_to"
    assert await listed(client) == ["c-17"]


async def test_the_same_record_twice_is_taken_in_order(client: AsyncClient) -> None:
    answer = await post(client, contact(1), contact(2), contact(2), contact(1), contact(2, suffix="II"))
    items = answer.json()["items"]
    assert [item["status"] for item in items] == [202, 202, 200, 409, 409]
    assert items[2]["log_id"] == items[1]["log_id"]
    assert [item["problem"] and item["problem"]["code"] for item in items[3:]] == [
        "stale_source_version",
        "source_version_reused",
    ]
    assert (await client.get(f"/logs/{items[0]['log_id']}")).json()["status"] == "superseded"


async def test_a_repeated_batch_gets_the_first_answer_again(house: ApiHouse, client: AsyncClient) -> None:
    first = await post(client, contact(1))
    house.doorbell.rings.clear()
    again = await post(client, contact(1))
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (207, "true")
    assert again.json() == first.json()
    assert again.json()["items"][0]["status"] == 202
    assert not house.doorbell.rings
    other = await post(client, contact(2))
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_batch_is_made_safe_to_repeat(client: AsyncClient) -> None:
    answer = await client.post("/record-batches", json=BATCH)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_required")


async def test_a_malformed_record_refuses_the_batch_as_a_whole(client: AsyncClient) -> None:
    answer = await post(client, contact(), contact(ref="c-18", currency="usd"))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body/records/1/currency"
    assert await listed(client) == []


async def test_a_batch_has_from_1_to_500_records(client: AsyncClient) -> None:
    assert (await post(client)).status_code == 422
    assert (await post(client, *(contact(ref=f"c-{n}") for n in range(501)))).status_code == 422
    full = await post(client, *(contact(ref=f"c-{n}") for n in range(500)))
    assert {item["status"] for item in full.json()["items"]} == {202}
    assert len(full.json()["items"]) == 500
