"""Resync one, resync all that failed, exclude and include."""

from __future__ import annotations

import asyncio

import pytest
from httpx import AsyncClient

from domain.model.api_keys import Scope
from domain.model.outcomes import HoldReason
from tests.api.house import ApiHouse
from tests.api.story import entry_of, fail_invoice, map_fee_item, submit_contact, submit_payment
from tests.builders import a_hold

NOBODY = "/logs/019b8d62-3f40-7000-8000-000000000002"


async def test_a_resync_uses_what_was_corrected_since(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    await map_fee_item(house, client)
    answer = await client.post(f"/logs/{entry['id']}/resync")
    assert (answer.status_code, answer.headers["Location"]) == (202, f"/logs/{entry['id']}")
    assert answer.json()["status"] == "queued"
    await house.drain()
    assert (await entry_of(client, entry["id"]))["status"] == "synced"


async def test_a_resync_rings_the_worker(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    house.doorbell.rings.clear()
    await client.post(f"/logs/{entry['id']}/resync")
    assert [ring.company_id for ring in house.doorbell.rings] == [house.company.id]


async def test_a_repeated_call_gets_the_first_answer_again(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    headers = {"Idempotency-Key": "press-1"}
    first = await client.post(f"/logs/{entry['id']}/resync", headers=headers)
    await house.drain()
    again = await client.post(f"/logs/{entry['id']}/resync", headers=headers)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert again.headers["Location"] == first.headers["Location"]


async def test_a_key_is_good_for_one_body_of_one_operation(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    headers = {"Idempotency-Key": "press-1"}
    await client.post("/resync-failures", json={"reason": "one"}, headers=headers)
    other_body = await client.post("/resync-failures", json={"reason": "two"}, headers=headers)
    assert (other_body.status_code, other_body.json()["code"]) == (422, "idempotency_key_reused")
    other_operation = await client.post(f"/logs/{entry['id']}/resync", headers=headers)
    assert other_operation.status_code == 202


async def test_what_is_in_quickbooks_is_not_resynced(house: ApiHouse, client: AsyncClient) -> None:
    entry = await submit_contact(client)
    await house.drain()
    for action in ("resync", "exclude"):
        answer = await client.post(f"/logs/{entry['id']}/{action}")
        assert (answer.status_code, answer.json()["code"]) == (409, "already_synced")


async def test_what_was_superseded_is_not_resynced(client: AsyncClient) -> None:
    entry = await submit_contact(client)
    await submit_contact(client, source_version=4)
    answer = await client.post(f"/logs/{entry['id']}/resync")
    assert (answer.status_code, answer.json()["code"]) == (409, "superseded")


async def test_nothing_is_resynced_without_a_connection(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    async with house.units_of_work() as uow:
        await uow.connections.hold(house.company.id, a_hold(HoldReason.NEEDS_RECONNECT))
        await uow.commit()
    for address in (f"/logs/{entry['id']}/resync", "/resync-failures"):
        answer = await client.post(address)
        assert (answer.status_code, answer.json()["code"]) == (409, "connection_required")


async def test_an_exclusion_says_who_when_and_why(house: ApiHouse, client: AsyncClient) -> None:
    entry = await fail_invoice(house, client)
    address = f"/logs/{entry['id']}/exclude"
    excluded = (await client.post(address, json={"reason": "Entered by hand."})).json()
    assert excluded["excluded"] == {
        "by": "billing",
        "at": house.clock.now().isoformat().replace("+00:00", "Z"),
        "reason": "Entered by hand.",
    }
    assert excluded["available_actions"] == ["resync", "include", "adopt"]
    assert (await client.post(address, json={"reason": "Again."})).json()["excluded"] == excluded["excluded"]
    assert (await client.delete(address)).json()["excluded"] is None
    assert (await client.delete(address)).status_code == 200


@pytest.mark.parametrize("body", [b"", b"{}", b'{"reason": null}'])
async def test_an_exclusion_needs_no_reason(house: ApiHouse, client: AsyncClient, body: bytes) -> None:
    entry = await fail_invoice(house, client)
    answer = await client.post(
        f"/logs/{entry['id']}/exclude", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.json()["excluded"]["reason"] is None


async def test_the_full_resync_leaves_out_what_is_excluded(house: ApiHouse, client: AsyncClient) -> None:
    left_out = await fail_invoice(house, client)
    taken = await fail_invoice(house, client, "inv-1002", number="1002")
    await client.post(f"/logs/{left_out['id']}/exclude")
    await map_fee_item(house, client)

    started = await client.post("/resync-failures", json={"reason": "Mapped."})
    assert started.status_code == 202
    assert started.headers["Location"] == f"/operations/{started.json()['id']}"
    assert int(started.headers["Retry-After"]) > 0
    assert started.json()["progress"] | {"waiting": 0} == {
        "total": 1, "pending": 1, "synced": 0, "failed": 0, "waiting": 0, "skipped": 0
    }  # fmt: skip

    await house.drain()
    finished = (await client.get(started.headers["Location"])).json()
    assert (finished["status"], finished["progress"]["synced"]) == ("finished", 1)
    assert (finished["requested_by"], finished["reason"]) == ("billing", "Mapped.")
    assert (await entry_of(client, taken["id"]))["status"] == "synced"
    assert (await entry_of(client, left_out["id"]))["status"] == "failed"


async def test_one_full_resync_runs_at_a_time(house: ApiHouse, client: AsyncClient) -> None:
    await fail_invoice(house, client)
    first = await client.post("/resync-failures")
    second = await client.post("/resync-failures")
    assert (second.status_code, second.json()["code"]) == (409, "operation_in_progress")
    assert second.json()["context"] == {"operation_id": first.json()["id"]}
    assert second.json()["retryable"] is True
    assert second.headers["Retry-After"] == str(second.json()["retry_after_seconds"])


async def test_two_who_press_at_once_start_one(house: ApiHouse, client: AsyncClient) -> None:
    await fail_invoice(house, client)
    answers = await asyncio.gather(*(client.post("/resync-failures") for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]


async def test_with_nothing_to_do_it_is_finished_at_once(client: AsyncClient) -> None:
    answer = await client.post("/resync-failures")
    assert (answer.status_code, answer.json()["status"]) == (202, "finished")
    assert answer.json()["progress"]["total"] == 0


async def test_a_waiting_payment_goes_when_its_contact_comes(house: ApiHouse, client: AsyncClient) -> None:
    payment = await submit_payment(client, applied_to=[])
    await house.drain()
    assert (await entry_of(client, payment["id"]))["status"] == "waiting"
    await submit_contact(client)
    await house.drain()
    assert (await entry_of(client, payment["id"]))["status"] == "synced"


@pytest.mark.parametrize("method_path", ["POST /resync", "POST /exclude", "DELETE /exclude"])
async def test_another_companys_entry_does_not_exist(
    house: ApiHouse, client: AsyncClient, method_path: str
) -> None:
    entry = await fail_invoice(house, client)
    other = await house.new_company()
    method, path = method_path.split()
    async with house.client(await house.new_key(Scope.LOGS_WRITE, company=other.id)) as stranger:
        answer = await stranger.request(method, f"/logs/{entry['id']}{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "log_entry_not_found")
    assert (await entry_of(client, entry["id"])) == entry


async def test_an_operation_that_never_was_is_not_found(client: AsyncClient) -> None:
    answer = await client.get(NOBODY.replace("logs", "operations"))
    assert (answer.status_code, answer.json()["code"]) == (404, "operation_not_found")
