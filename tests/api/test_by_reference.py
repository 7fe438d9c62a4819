"""Records by reference over the API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from httpx import AsyncClient

from api.example_bodies import A_CONTACT, A_PAYMENT, AN_INVOICE, CONTACT, INVOICE, PAYMENT
from domain.model.outcomes import Evidence
from domain.model.sources import SourceFailure, SourceFailureReason
from tests.api.house import ApiHouse

REFERENCE = {"source_version": 4, "by_reference": True}
EVERY_KIND = pytest.mark.parametrize(
    ("path", "kind"),
    [("/contacts/c-17", "contact"), ("/invoices/inv-1001", "invoice"), ("/payments/pay-77", "payment")],
    ids=["contact", "invoice", "payment"],
)


@pytest.fixture
async def house(house: ApiHouse) -> ApiHouse:
    """The company's billing system knows the story of the examples, in version 4."""
    await house.use_cases.setup.set_source(house.company.id, "https://billing.example.org", "secret")
    house.source.give(*(replace(each, source_version=4) for each in (A_CONTACT, AN_INVOICE, A_PAYMENT)))
    return house


async def put(client: AsyncClient, path: str, **fields: Any) -> dict[str, Any]:
    answer = await client.put(path, json={**REFERENCE, **fields})
    assert answer.status_code == 202, answer.text
    body: dict[str, Any] = answer.json()
    return body


@EVERY_KIND
async def test_a_reference_is_accepted_and_shown_as_what_it_is(
    client: AsyncClient, path: str, kind: str
) -> None:
    accepted = await put(client, path)
    reference = {"kind": kind, "external_ref": path.rpartition("/")[2], **REFERENCE}
    assert accepted["record"] == reference
    got = (await client.get(path)).json()
    assert (got["record"], got["by_reference"]) == (reference, True)
    assert (await client.put(path, json=REFERENCE)).status_code == 200


@EVERY_KIND
async def test_what_was_fetched_is_shown(house: ApiHouse, client: AsyncClient, path: str, kind: str) -> None:
    for each in ("/contacts/c-17", "/invoices/inv-1001", "/payments/pay-77"):
        await put(client, each)
    house.ledger.books.add_item()
    await house.drain()
    got = (await client.get(path)).json()
    expected = {"contact": CONTACT, "invoice": INVOICE, "payment": PAYMENT}[kind]
    assert (got["by_reference"], got["record"]["kind"], got["record"]["source_version"]) == (True, kind, 4)
    for name in ("email", "number", "reference"):
        assert got["record"].get(name) == expected.get(name)


async def test_a_record_with_data_is_not_by_reference(client: AsyncClient) -> None:
    await client.put("/contacts/c-17", json=CONTACT)
    assert (await client.get("/contacts/c-17")).json()["by_reference"] is False


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({**REFERENCE, "by_reference": False}, "/body/by_reference", "not_allowed"),
        ({**REFERENCE, "by_reference": "true"}, "/body/by_reference", "not_allowed"),
        ({**REFERENCE, "number": "1001"}, "/body/number", "unknown"),
        ({"by_reference": True}, "/body/source_version", "required"),
        ({**INVOICE, "colour": "red"}, "/body/colour", "unknown"),
        ({"source_version": 1}, "/body/number", "required"),
        ([], "/body", "wrong_type"),
        ("by_reference", "/body", "wrong_type"),
    ],
    ids=["false", "a word", "with data", "no version", "neither", "no data", "a list", "a string"],
)
async def test_both_forms_are_closed(client: AsyncClient, body: Any, pointer: str, code: str) -> None:
    answer = await client.put("/invoices/inv-1", json=body)
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert (error["pointer"], error["code"]) == (pointer, code)


async def test_a_batch_takes_both_forms(house: ApiHouse, client: AsyncClient) -> None:
    records = [
        {"kind": "contact", "external_ref": "c-17", **REFERENCE},
        {"kind": "invoice", "external_ref": "inv-1001", **INVOICE},
        {"kind": "payment", "external_ref": "pay-77", **REFERENCE},
        {"kind": "invoice", "external_ref": "inv-2", **REFERENCE},
    ]
    answer = await client.post("/record-batches", json={"records": records}, headers={"Idempotency-Key": "k"})
    assert [item["status"] for item in answer.json()["items"]] == [202] * 4
    await house.drain()
    assert {key.external_ref for _, key in house.source.asked} == {"c-17", "pay-77", "inv-2"}


@pytest.mark.parametrize(
    ("record", "pointer", "code"),
    [
        ({"external_ref": "x", **REFERENCE}, "/body/records/0", "required"),
        ({"kind": "bill", "external_ref": "x", **REFERENCE}, "/body/records/0", "not_allowed"),
        ({"kind": ["contact"], "external_ref": "x", **REFERENCE}, "/body/records/0", "not_allowed"),
        ({"kind": "contact", **REFERENCE}, "/body/records/0/external_ref", "required"),
        ({"kind": "contact", "external_ref": "x", **REFERENCE, "suffix": "x"},
         "/body/records/0/suffix", "unknown"),
        ("contact", "/body/records/0", "required"),
    ],
    ids=["no kind", "another kind", "a list of kinds", "no reference", "with data", "a string"],
)  # fmt: skip
async def test_a_batch_refuses_what_is_neither(
    client: AsyncClient, record: Any, pointer: str, code: str
) -> None:
    body = {"records": [record]}
    answer = await client.post("/record-batches", json=body, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert (error["pointer"], error["code"]) == (pointer, code)


async def test_a_rule_about_the_whole_points_to_the_whole(client: AsyncClient) -> None:
    nameless = {"source_version": 1, "currency": "USD"}
    alone = await client.put("/contacts/c-1", json=nameless)
    records = [{"kind": "contact", "external_ref": "c-1", **nameless}]
    headers = {"Idempotency-Key": "k"}
    together = await client.post("/record-batches", json={"records": records}, headers=headers)
    pointers = [answer.json()["errors"][0]["pointer"] for answer in (alone, together)]
    assert pointers == ["/body", "/body/records/0"]


async def test_one_version_has_one_form(client: AsyncClient) -> None:
    await put(client, "/contacts/c-17")
    answer = await client.put("/contacts/c-17", json={**CONTACT, "source_version": 4})
    assert (answer.status_code, answer.json()["code"]) == (409, "source_version_reused")


async def test_staff_see_what_the_billing_system_answered_instead(
    house: ApiHouse, client: AsyncClient
) -> None:
    page = Evidence(http_status=200, answer="text/html, 512 bytes")
    house.source.failure = SourceFailure(reason=SourceFailureReason.PAGE, start="<", evidence=page)
    log = (await put(client, "/invoices/inv-1001"))["log"]
    await house.drain()
    entry = (await client.get(f"/logs/{log['id']}")).json()
    assert (entry["status"], entry["attempts"]) == ("failed", 10)
    assert entry["message"] == "'<' is an invalid start of a value"
    assert entry["error"]["code"] == "unreadable_source_data"
    assert [remedy["action"] for remedy in entry["remedies"]] == ["resync", "exclude"]
    attempts = (await client.get(f"/logs/{log['id']}/attempts")).json()["items"]
    assert len(attempts) == 10
    first = attempts[0]
    assert (first["outcome"], first["entity"], first["request"]) == ("not_applied", None, None)
    assert (first["http_status"], first["answer"]) == (200, "text/html, 512 bytes")
    assert first["started_at"]
    assert first["finished_at"]


async def test_invalid_data_names_field_and_rule(house: ApiHouse, client: AsyncClient) -> None:
    house.source.failure = SourceFailure(
        reason=SourceFailureReason.INVALID, field="/total", rule="Is not the sum."
    )
    log = (await put(client, "/invoices/inv-1001"))["log"]
    await house.drain()
    entry = (await client.get(f"/logs/{log['id']}")).json()
    assert entry["error"]["context"] == {"field": "/total", "rule": "Is not the sum."}


async def test_the_log_tells_what_it_is_about_once_that_is_known(
    house: ApiHouse, client: AsyncClient
) -> None:
    log = (await put(client, "/invoices/inv-1001"))["log"]
    assert (log["reference"], log["amount"], log["contact"]) == (None, None, None)
    await house.drain()
    entry = (await client.get(f"/logs/{log['id']}")).json()
    assert (entry["reference"], entry["amount"]) == ("1001", "350.00")
    assert entry["contact"]["external_ref"] == "c-17"
    found = (await client.get("/logs", params={"q": "1001"})).json()["items"]
    assert [each["id"] for each in found] == [log["id"]]
