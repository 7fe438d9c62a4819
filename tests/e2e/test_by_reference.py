"""Records by reference, from a real billing system over HTTP into the books."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.e2e.installation import Installation
from tests.e2e.programs import command, eventually
from tests.servers.billing import BillingServer, Given, billing
from tests.servers.sandbox import Realm

MEMBER = {"source_version": 1, "currency": "USD", "first_name": "Maria", "last_name": "Lopez",
          "email": "maria.lopez@example.com"}  # fmt: skip
INVOICE = {
    "source_version": 1, "number": "2001", "contact": "c-1", "txn_date": "2026-12-01", "currency": "USD",
    "lines": [{"fee_item": "dues", "quantity": "1", "unit_price": "100.00"}],
}  # fmt: skip
PAYMENT = {
    "source_version": 1, "reference": "CHK 1", "contact": "c-1", "txn_date": "2026-12-02", "currency": "USD",
    "amount": "80.00", "applied_to": [{"invoice": "inv-1", "amount": "80.00"}],
}  # fmt: skip
PAGE = Given(body=b"<html>Maria Lopez is busy", headers={"Content-Type": "text/html"})
KINDS = {"c-1": "contact", "inv-1": "invoice", "pay-1": "payment"}


@pytest.fixture
def source() -> Iterator[BillingServer]:
    with billing() as server:
        yield server


def submit(installation: Installation) -> None:
    """All by reference, in the wrong order."""
    records = [
        {"kind": kind, "external_ref": ref, "source_version": 1, "by_reference": True}
        for ref, kind in reversed(KINDS.items())
    ]
    installation.api.post("/record-batches", {"records": records}, **{"Idempotency-Key": "run"})


def entry_of(installation: Installation, ref: str) -> dict[str, Any]:
    (entry,) = installation.api.entries(external_ref=ref)
    return entry


def made(realm: Realm, entity: str) -> list[dict[str, Any]]:
    return [
        row["object"] for row in realm.ledger() if row["entity"] == entity and row["operation"] == "create"
    ]


def test_what_the_billing_system_says_at_each_attempt_is_what_arrives(
    installation: Installation, realm: Realm, source: BillingServer
) -> None:
    company = realm_company(installation)
    said = command(
        "companies", "source", company, "--url", source.url, "--token", "of-billing", env=installation.env
    )  # fmt: skip
    assert said == source.url
    installation.api.put("/mappings/fee_item/dues", {"quickbooks_id": "3"})
    source.give("/contacts/c-1", MEMBER)
    source.answers["/invoices/inv-1"] = PAGE
    source.give("/payments/pay-1", PAYMENT)
    submit(installation)
    worker = installation.worker("worker")
    eventually(lambda: entry_of(installation, "inv-1")["attempts"] >= 2)
    retrying = entry_of(installation, "inv-1")
    assert retrying["message"] == "'<' is an invalid start of a value"
    assert entry_of(installation, "pay-1")["status"] != "synced"

    corrected = {**INVOICE, "lines": [{"fee_item": "dues", "quantity": "1", "unit_price": "80.00"}]}
    source.give("/invoices/inv-1", corrected)
    eventually(lambda: entry_of(installation, "pay-1")["status"] == "synced")
    assert worker.terminate() == 0

    assert {entry["status"] for entry in installation.api.entries()} == {"synced"}
    (invoice,) = made(realm, "Invoice")
    assert (invoice["DocNumber"], Decimal(str(invoice["TotalAmt"]))) == ("2001", Decimal(80))
    attempts = installation.api.get(f"/logs/{retrying['id']}/attempts")["items"]
    assert [attempt["outcome"] for attempt in attempts][-2:] == ["not_applied", "applied"]
    assert attempts[0]["answer"] == f"text/html, {len(PAGE.body)} bytes"
    assert {question.headers["authorization"] for question in source.asked} == {"Bearer of-billing"}
    no_person_in_the_logs(installation)


def realm_company(installation: Installation) -> str:
    return command("companies", "list", env=installation.env).split()[0]


def no_person_in_the_logs(installation: Installation) -> None:
    logs = [log.read_text() for log in installation.logs.glob("*.log")]
    lines = [json.loads(line) for line in "".join(logs).splitlines() if line.startswith("{")]
    assert lines
    for secret in ("Lopez", "maria", "of-billing"):
        assert not any(secret in log for log in logs)
