"""Submitting records, one at a time."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from httpx import AsyncClient

from api.example_bodies import CONTACT, DISCOUNTED, INVOICE, OLD_PAYMENT, PAYMENT, PERSON, TAXED
from domain.model.api_keys import Scope
from tests.api.house import ApiHouse


def changed(body: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**deepcopy(body), **fields}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/contacts/c-17", CONTACT),
        ("/contacts/c-18", PERSON),
        ("/invoices/inv-1001", INVOICE),
        ("/invoices/inv-1003", TAXED),
        ("/payments/pay-77", PAYMENT),
        ("/payments/pay-78", OLD_PAYMENT),
    ],
)
async def test_a_record_is_accepted_and_read_again(
    client: AsyncClient, path: str, body: dict[str, Any]
) -> None:
    submitted = await client.put(path, json=body)
    assert submitted.status_code == 202
    entry = submitted.json()["log"]
    assert submitted.headers["Location"] == f"/logs/{entry['id']}"
    assert entry["status"] in {"queued", "waiting"}

    read = await client.get(path)
    assert read.status_code == 200
    assert read.json()["record"] == submitted.json()["record"]
    assert [each["id"] for each in read.json()["entries"]] == [entry["id"]]
    assert read.json()["quickbooks"] is None


async def test_what_was_submitted_is_what_is_kept(client: AsyncClient) -> None:
    await client.put("/invoices/inv-1002", json=DISCOUNTED)
    record = (await client.get("/invoices/inv-1002")).json()["record"]
    line = {**DISCOUNTED["lines"][0], "amount": "350.00"}
    assert record == {**DISCOUNTED, "kind": "invoice", "external_ref": "inv-1002", "lines": [line]}


async def test_the_same_version_again_changes_nothing(client: AsyncClient) -> None:
    first = await client.put("/contacts/c-17", json=CONTACT)
    again = await client.put("/contacts/c-17", json=CONTACT)
    assert again.status_code == 200
    assert again.json()["log"]["id"] == first.json()["log"]["id"]
    assert again.headers["Location"] == first.headers["Location"]


async def test_a_newer_version_replaces(client: AsyncClient) -> None:
    await client.put("/contacts/c-17", json=CONTACT)
    newer = await client.put("/contacts/c-17", json=changed(CONTACT, source_version=4, suffix="II"))
    assert newer.status_code == 202
    assert (await client.get("/contacts/c-17")).json()["record"]["suffix"] == "II"


async def test_an_older_version_is_refused(client: AsyncClient) -> None:
    await client.put("/contacts/c-17", json=CONTACT)
    older = await client.put("/contacts/c-17", json=changed(CONTACT, source_version=2))
    assert (older.status_code, older.json()["code"]) == (409, "stale_source_version")
    assert older.json()["context"] == {"source_version": 3}


async def test_one_version_cannot_have_two_sets_of_data(client: AsyncClient) -> None:
    await client.put("/contacts/c-17", json=CONTACT)
    other = await client.put("/contacts/c-17", json=changed(CONTACT, suffix="II"))
    assert (other.status_code, other.json()["code"]) == (409, "source_version_reused")


@pytest.mark.parametrize("version", [1.0, 2e3, 2**53 - 1])
async def test_a_whole_number_may_have_a_point(client: AsyncClient, version: float) -> None:
    answer = await client.put("/contacts/c-17", json=changed(CONTACT, source_version=version))
    assert answer.json()["record"]["source_version"] == int(version)


def taxed(**line: Any) -> dict[str, Any]:
    body = changed(TAXED, total="54.00")
    body["lines"][0] |= line
    return body


async def test_the_tax_that_was_charged_counts_into_the_total(client: AsyncClient) -> None:
    answer = await client.put("/invoices/inv-1003", json=TAXED)
    record = answer.json()["record"]
    assert (record["total"], record["lines"][0]["tax_amount"]) == ("54.00", "4.00")
    assert (await client.get("/invoices/inv-1003")).json()["record"] == record
    differs = await client.put("/invoices/inv-1", json=taxed(tax_amount="4.01"))
    assert (differs.status_code, differs.json()["code"]) == (422, "total_differs")


async def test_an_amount_of_tax_goes_with_a_tax_only(client: AsyncClient) -> None:
    answer = await client.put("/invoices/inv-1003", json=taxed(tax=None))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "tax_required")
    assert answer.json()["errors"][0]["pointer"] == "/body/lines/0"


@pytest.mark.parametrize("amount", ["-1.00", "0.001", 4, "4,00"])
async def test_an_amount_of_tax_is_money(client: AsyncClient, amount: object) -> None:
    answer = await client.put("/invoices/inv-1003", json=taxed(tax_amount=amount))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body/lines/0/tax_amount"


async def test_a_total_must_be_the_sum(client: AsyncClient) -> None:
    answer = await client.put("/invoices/inv-1001", json=changed(INVOICE, total="350.01"))
    assert (answer.status_code, answer.json()["code"]) == (422, "total_differs")
    assert answer.json()["errors"][0]["pointer"] == "/body/total"


async def test_an_invoice_of_nothing_is_fine_and_a_negative_one_is_not(client: AsyncClient) -> None:
    nothing = changed(INVOICE, discount={"key": "gift", "amount": "350.00"}, total="0.00")
    assert (await client.put("/invoices/inv-1", json=nothing)).status_code == 202
    negative = changed(INVOICE, discount={"key": "gift", "amount": "350.01"}, total=None)
    answer = await client.put("/invoices/inv-2", json=negative)
    assert (answer.status_code, answer.json()["code"]) == (422, "negative_total")


async def test_a_sum_that_no_ledger_holds_is_refused(client: AsyncClient) -> None:
    line = changed(INVOICE["lines"][0], quantity="999999999999999", unit_price="999999999999999.9999999")
    answer = await client.put("/invoices/inv-1", json=changed(INVOICE, lines=[line], total=None))
    assert (answer.status_code, answer.json()["code"]) == (422, "amount_too_large")


async def test_no_more_may_be_applied_than_was_paid(client: AsyncClient) -> None:
    twice = [{"invoice": "inv-1", "amount": "200.00"}, {"invoice": "inv-2", "amount": "150.01"}]
    answer = await client.put("/payments/pay-77", json=changed(PAYMENT, applied_to=twice))
    assert (answer.status_code, answer.json()["code"]) == (422, "over_applied")
    assert answer.json()["errors"][0]["pointer"] == "/body/applied_to"


async def test_a_payment_of_nothing_is_no_payment(client: AsyncClient) -> None:
    answer = await client.put("/payments/pay-77", json=changed(PAYMENT, amount="0.00", applied_to=[]))
    assert answer.status_code == 422


@pytest.mark.parametrize("names", [{}, {"suffix": "Jr."}, {"organisation": None}, {"last_name": " "}])
async def test_a_contact_needs_a_name(client: AsyncClient, names: dict[str, Any]) -> None:
    answer = await client.put("/contacts/c-1", json={"source_version": 1, "currency": "USD", **names})
    assert answer.status_code == 422


async def test_a_payment_of_an_unknown_contact_waits_and_says_for_whom(
    house: ApiHouse, client: AsyncClient
) -> None:
    submitted = await client.put("/payments/pay-77", json=PAYMENT)
    await house.drain()
    entry = (await client.get(submitted.headers["Location"])).json()
    assert entry["status"] == "waiting"
    assert {"kind": "contact", "external_ref": "c-17"} in entry["waiting_for"]


async def test_a_record_in_the_books_tells_where(house: ApiHouse, client: AsyncClient) -> None:
    await client.put("/contacts/c-17", json=CONTACT)
    await house.drain()
    answer = (await client.get("/contacts/c-17")).json()
    assert answer["quickbooks"]["entity"] == "Customer"
    assert answer["quickbooks"]["url"].endswith(f"/customerdetail?nameId={answer['quickbooks']['id']}")
    assert answer["entries"][0]["status"] == "synced"


@pytest.mark.parametrize("ref", ["INV/2026/1", "a%2Fb", "50% off", "ä ü", "..", "a?b#c", "%25"])
async def test_a_reference_may_hold_whatever_can_be_printed(client: AsyncClient, ref: str) -> None:
    quoted = "".join(f"%{byte:02X}" for byte in ref.encode())
    submitted = await client.put(f"/invoices/{quoted}", json=INVOICE)
    assert submitted.json()["record"]["external_ref"] == ref
    assert (await client.get(f"/invoices/{quoted}")).status_code == 200


async def test_a_record_nobody_submitted_is_not_found(client: AsyncClient) -> None:
    answer = await client.get("/contacts/nobody")
    assert (answer.status_code, answer.json()["code"]) == (404, "record_not_found")


async def test_another_companys_record_does_not_exist(house: ApiHouse, client: AsyncClient) -> None:
    await client.put("/contacts/c-17", json=CONTACT)
    other = await house.new_company()
    key = await house.new_key(Scope.RECORDS_READ, company=other.id)
    async with house.client(key) as stranger:
        assert (await stranger.get("/contacts/c-17")).status_code == 404
