"""A family of three levels whose parent fails, is given up, and is corrected after all."""

from __future__ import annotations

from typing import Any

from tests.e2e.installation import Installation
from tests.e2e.programs import eventually, made_by_us
from tests.servers.sandbox import Realm

ITEM_OF_THE_SEED = "3"
VENDORS_NAMESAKE = {
    "kind": "contact", "external_ref": "c-2", "source_version": 1, "currency": "USD",
    "organisation": "Printworks & Co",
}  # fmt: skip
CORRECTED = {"source_version": 2, "currency": "USD", "organisation": "Printworks Members' Club"}


def an_invoice(number: str) -> dict[str, object]:
    return {
        "kind": "invoice", "external_ref": f"inv-{number}", "source_version": 1, "number": number,
        "contact": "c-2", "txn_date": "2026-12-01", "currency": "USD",
        "lines": [{"fee_item": "dues", "quantity": "1", "unit_price": "100.00"}],
    }  # fmt: skip


def a_payment(number: str) -> dict[str, object]:
    return {
        "kind": "payment", "external_ref": f"pay-{number}", "source_version": 1, "reference": f"CHK {number}",
        "contact": "c-2", "txn_date": "2026-12-02", "currency": "USD", "amount": "100.00",
        "applied_to": [{"invoice": f"inv-{number}", "amount": "100.00"}],
    }  # fmt: skip


def test_a_family_fails_as_one_cause_and_goes_in_order_once_its_parent_is_corrected(
    installation: Installation, realm: Realm
) -> None:
    api = installation.api
    api.put("/mappings/fee_item/dues", {"quickbooks_id": ITEM_OF_THE_SEED})
    children = [*(a_payment(number) for number in "12"), *(an_invoice(number) for number in "12")]
    api.post("/record-batches", {"records": [*children, VENDORS_NAMESAKE]}, **{"Idempotency-Key": "run"})
    worker = installation.worker("worker")
    eventually(lambda: len(api.entries(status="waiting")) == len(children))
    told = "Waiting for contact c-2, which failed: The name supplied already exists"
    assert {entry["message"] for entry in api.entries(kind="invoice")} == {told}

    (parent,) = api.entries(status="failed")
    api.post(f"/logs/{parent['id']}/exclude", {"reason": "A vendor"})
    eventually(lambda: len(api.entries(error_code="depends_on_failed")) == len(children))
    cause: dict[str, Any]
    (cause,) = api.get("/causes")["items"]
    assert (cause["code"], cause["subject"], cause["entries"]) == ("depends_on_failed", "contact c-2", 4)
    assert cause["amounts"] == [{"currency": "USD", "amount": "400.00"}]
    plan = api.post("/resync-failures", {"cause": cause["id"], "dry_run": True})
    assert [each["entries"] for each in plan["would_fail_again"]] == [4]

    api.put("/contacts/c-2", CORRECTED)
    eventually(lambda: len(api.entries(status="synced")) == len(children) + 1)
    assert worker.terminate() == 0
    assert api.get("/causes")["items"] == []
    assert made_by_us(realm.ledger()) == [
        ("Customer", "Printworks Members' Club"),
        ("Invoice", "1"),
        ("Invoice", "2"),
        ("Payment", "CHK 1"),
        ("Payment", "CHK 2"),
    ]


def test_exactly_the_entries_of_a_cause_are_planned_with_the_books_and_resynced(
    installation: Installation, realm: Realm
) -> None:
    api = installation.api
    member = {**VENDORS_NAMESAKE, "organisation": "Harbour Lights"}
    gala = {**an_invoice("3"), "lines": [{"fee_item": "gala", "quantity": "1", "unit_price": "5.00"}]}
    records = [member, an_invoice("1"), an_invoice("2"), gala]
    api.post("/record-batches", {"records": records}, **{"Idempotency-Key": "run"})
    worker = installation.worker("worker")
    eventually(lambda: len(api.entries(status="failed")) == 3)
    cause = api.get("/causes")["items"][0]
    (cure, again) = cause["remedies"]
    api.put(cure["path"], {"quickbooks_id": ITEM_OF_THE_SEED})

    before = len(realm.ledger())
    plan = api.post(again["path"], {**again["body"], "dry_run": True, "expected_count": 2})
    assert (plan["basis"], plan["would_fail_again"]) == ("books", [])
    assert plan["quickbooks_calls"] == {"reads": 1, "writes": 2}
    assert len(realm.ledger()) == before
    api.post(again["path"], again["body"])
    eventually(lambda: len(api.entries(status="synced")) == 3)
    assert worker.terminate() == 0
    assert [entry["error"]["context"]["fee_item"] for entry in api.entries(status="failed")] == ["gala"]
