"""Versions of a record that overtake each other: what was said last is what the books hold, once."""

from __future__ import annotations

import asyncio

import pytest

from tests.acceptance.town import ON_SQLITE, Json, Town, a_contact, a_payment, an_invoice

pytestmark = ON_SQLITE

LOST = {"kind": "drop", "after": "commit"}
NEVER_SENT = {"kind": "drop", "before": "commit"}
LATE = {"kind": "delay", "seconds": 0.3, "before": "commit"}


@pytest.fixture(autouse=True)
async def acme(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))


def strike(town: Town, entity: str, operation: str, action: Json) -> None:
    """Have this action befall the next such operation."""
    match = {"entity": entity, "operation": operation}
    town.realm.add_fault({"match": match, "times": 1, "action": action})


async def in_flight(town: Town) -> asyncio.Task[None]:
    """Let a worker send what is due, and come back while the call is under way."""
    sent = len(town.realm.calls())
    worker = asyncio.create_task(town.drain())
    while not any(call["kind"] == "write" for call in await asyncio.to_thread(town.realm.calls, after=sent)):
        assert not worker.done(), "nothing was sent"
    return worker


def the_only(town: Town, entity: str) -> Json:
    (made,) = town.made(entity)
    return town.read(entity, made["id"])


async def test_a_version_that_failed_gives_way_to_its_correction(town: Town) -> None:
    line = {"fee_item": "gala", "quantity": "1", "unit_price": "10.00"}
    wrong = await town.failed(
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", lines=[line])),
        "fee_item_not_mapped",
    )
    right = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    assert (await town.entry(wrong))["status"] == "superseded"
    answer = await town.call("POST", f"/logs/{wrong['id']}/resync")
    assert (answer.status_code, answer.json()["code"]) == (409, "superseded")
    assert (await town.synced(right))["operation"] == "create"
    assert the_only(town, "Invoice")["TotalAmt"] == 350


async def test_a_version_that_waits_gives_way_and_nothing_of_it_is_sent(town: Town) -> None:
    waiting = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-2"))
    await town.drain()
    assert (await town.entry(waiting))["status"] == "waiting"
    right = await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    superseded = await town.entry(waiting)
    assert (superseded["status"], superseded["waiting_for"], superseded["attempts"]) == ("superseded", [], 0)
    await town.synced(await town.submit("contact", "c-2", **a_contact("Bistro")))
    assert the_only(town, "Invoice")["Id"] == right["quickbooks"]["id"]


@pytest.mark.parametrize("kind", ["contact", "invoice", "payment"])
async def test_a_correction_that_comes_while_the_old_version_is_in_flight_follows_it(
    town: Town, kind: str
) -> None:
    entity, old, new = {
        "contact": ("Customer", a_contact("Bistro"), {"organisation": "Bistro Ltd"}),
        "invoice": ("Invoice", an_invoice("1001", "c-1"), {"number": "1002"}),
        "payment": ("Payment", a_payment("CHK 1", "c-1"), {"amount": "90.00"}),
    }[kind]
    strike(town, entity, "create", LATE)
    first = await town.submit(kind, "r-1", **old)
    worker = await in_flight(town)
    assert (await town.entry(first))["status"] == "syncing"
    second = await town.submit(kind, "r-1", **new)
    await worker
    now = await town.synced(second)
    assert ((await town.entry(first))["status"], now["operation"]) == ("synced", "update")
    told = town.made(entity)[-1]["id"]
    assert now["quickbooks"]["id"] == told
    held = town.read(entity, told)
    assert {
        "Customer": held.get("DisplayName"),
        "Invoice": held.get("DocNumber"),
        "Payment": held.get("TotalAmt"),
    }[entity] == {"contact": "Bistro Ltd", "invoice": "1002", "payment": 90}[kind]
    assert len(town.made(entity)) == (2 if kind == "contact" else 1)


@pytest.mark.parametrize("lost", [LOST, NEVER_SENT], ids=["it had arrived", "it had not"])
async def test_an_answer_lost_before_the_correction_came_leaves_one_invoice(town: Town, lost: Json) -> None:
    strike(town, "Invoice", "create", lost)
    first = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    worker = await in_flight(town)
    second = await town.submit("invoice", "inv-1", number="1002", memo="Corrected")
    await worker
    await town.synced(second)
    assert (await town.entry(first))["status"] in {"synced", "superseded"}
    invoice = the_only(town, "Invoice")
    assert (invoice["DocNumber"], invoice["TotalAmt"]) == ("1002", 350)
    assert town.held("Invoice", "WHERE DocNumber = '1001'") == []
    assert town.books_balance()


async def test_an_invoice_voided_while_it_is_in_flight_is_voided_after_it(town: Town) -> None:
    strike(town, "Invoice", "create", LATE)
    first = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    worker = await in_flight(town)
    void = await town.void("invoice", "inv-1")
    await worker
    await town.synced(void)
    assert (await town.entry(first))["status"] == "synced"
    assert the_only(town, "Invoice")["TotalAmt"] == 0


async def test_an_invoice_whose_number_is_taken_goes_over_once_it_is_renumbered(town: Town) -> None:
    line = {
        "Amount": 5,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": "3"}},
    }
    fields = {"CustomerRef": {"value": "1"}, "DocNumber": "1001", "Line": [line]}
    town.edit("create", entity="Invoice", fields=fields)
    taken = await town.failed(
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")), "invoice_number_conflict"
    )
    payment = await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1"))
    await town.drain()
    assert (await town.entry(payment))["status"] == "waiting"
    await town.synced(await town.submit("invoice", "inv-1", number="1001-A"))
    assert (await town.entry(taken))["status"] == "superseded"
    assert (await town.entry(payment))["status"] == "synced"
    assert (the_only(town, "Invoice")["DocNumber"], the_only(town, "Invoice")["Balance"]) == ("1001-A", 0)


async def test_a_renumbering_to_a_taken_number_leaves_the_invoice_as_it_was(town: Town) -> None:
    await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    other = await town.synced(await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1")))
    failed = await town.failed(await town.submit("invoice", "inv-1", number="1002"), "invoice_already_exists")
    assert failed["message"] == "Invoice: 1002 Already exists for Customer Acme Bakery"
    assert failed["error"]["outcome"] == "not_applied"
    numbers = [each["DocNumber"] for each in town.held("Invoice", "WHERE DocNumber IN ('1001', '1002')")]
    assert sorted(numbers) == ["1001", "1002"]
    assert other["quickbooks"]["doc_number"] == "1002"


async def test_a_contact_renamed_to_a_taken_name_stays_as_it_was(town: Town) -> None:
    failed = await town.failed(
        await town.submit("contact", "c-1", organisation="Printworks & Co"), "name_already_exists"
    )
    assert failed["message"] == "The name supplied already exists"
    assert the_only(town, "Customer")["DisplayName"] == "Acme Bakery"
    invoice = await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    assert invoice["quickbooks"]["doc_number"] == "1001"
