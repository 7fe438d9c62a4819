"""Every kind of mapping, from the books' own lists into the books."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.e2e.installation import Installation
from tests.e2e.programs import Api
from tests.servers.sandbox import Realm, control

CONTACT = {"source_version": 1, "organisation": "Pier Nine Kayaks", "currency": "USD"}
INVOICE: dict[str, Any] = {
    "source_version": 1,
    "number": "M-1",
    "contact": "c-1",
    "txn_date": "2026-01-05",
    "currency": "USD",
    "lines": [
        {"fee_item": "dues", "quantity": "1", "unit_price": "100.00"},
        {
            "fee_item": "directory",
            "quantity": "2",
            "unit_price": "25.00",
            "tax": "state",
            "tax_amount": "4.00",
        },
    ],
    "discount": {"key": "early-bird", "amount": "10.00"},
    "total": "144.00",
}
PAYMENT: dict[str, Any] = {
    "source_version": 1,
    "reference": "CHK 1",
    "contact": "c-1",
    "txn_date": "2026-01-20",
    "currency": "USD",
    "method": "check",
    "amount": "144.00",
    "applied_to": [{"invoice": "inv-1", "amount": "144.00"}],
}
GOOD = {"fee_item": "3", "income_account": "9", "payment_method": "2", "discount": "86", "tax": "2"}


@pytest.fixture
def api(installation: Installation) -> Api:
    return installation.api


@pytest.fixture
def _worker(installation: Installation) -> None:
    installation.worker("first")


def edit(realm: Realm, **wanted: object) -> str:
    """Do what a person does in QuickBooks' own pages; return the id of the object."""
    made = control(realm.url, "POST", f"/realms/{realm.realm_id}/edits", wanted)
    return str(made["object"]["Id"])


def held(realm: Realm, entity: str) -> dict[str, Any]:
    """The object of this entity that the service wrote last, as the books hold it."""
    written = [row for row in realm.ledger() if row["entity"] == entity and row["by"] == "api"]
    found: dict[str, Any] = written[-1]["object"]
    return found


def map_to(api: Api, kind: str, key: str, id_: str) -> None:
    api.put(f"/mappings/{kind}/{key}", {"quickbooks_id": id_})


def unmapped(api: Api, kind: str) -> list[str]:
    return [each["source_key"] for each in api.get(f"/mappings/{kind}/unmapped")["items"]]


def resync(api: Api, ref: str) -> None:
    (entry,) = api.entries(external_ref=ref, status="failed")
    api.post(f"/logs/{entry['id']}/resync")
    api.settled()


@pytest.mark.usefixtures("_worker")
def test_an_invoice_and_its_payment_go_over_as_their_keys_are_mapped(api: Api, realm: Realm) -> None:
    api.put("/contacts/c-1", CONTACT)
    api.put("/invoices/inv-1", INVOICE)
    api.put("/payments/pay-1", PAYMENT)
    api.settled()
    for kind, key, id_ in (
        ("fee_item", "dues", "3"),
        ("fee_item", "directory", "10"),
        ("tax", "state", "2"),
        ("discount", "early-bird", "86"),
    ):
        assert unmapped(api, kind) == [key]
        map_to(api, kind, key, id_)
        assert unmapped(api, kind) == []
        if (kind, key) == ("discount", "early-bird"):
            assert unmapped(api, "payment_method") == ["check"]
            map_to(api, "payment_method", "check", "2")
        resync(api, "inv-1")
    assert {entry["status"] for entry in api.entries()} == {"synced"}

    invoice, payment = held(realm, "Invoice"), held(realm, "Payment")
    assert Decimal(str(invoice["TotalAmt"])) == Decimal("144.00")
    assert invoice["TxnTaxDetail"]["TxnTaxCodeRef"]["value"] == "2"
    codes = [
        line["SalesItemLineDetail"]["TaxCodeRef"]["value"]
        for line in invoice["Line"]
        if line["DetailType"] == "SalesItemLineDetail"
    ]
    assert codes == ["NON", "TAX"]
    assert invoice["Line"][-1]["DiscountLineDetail"]["DiscountAccountRef"]["value"] == "86"
    assert payment["PaymentMethodRef"]["value"] == "2"


@pytest.mark.usefixtures("_worker")
def test_a_tax_that_a_newer_version_lacks_is_gone_from_the_books(api: Api, realm: Realm) -> None:
    for kind, key, id_ in (
        ("fee_item", "dues", "3"),
        ("fee_item", "directory", "10"),
        ("tax", "state", "TAX"),
    ):
        map_to(api, kind, key, id_)
    invoice = {**INVOICE, "discount": None, "total": "154.00"}
    api.put("/contacts/c-1", CONTACT)
    api.put("/invoices/inv-1", invoice)
    api.settled()
    assert Decimal(str(held(realm, "Invoice")["TotalAmt"])) == Decimal("154.00")
    untaxed = [{**line, "tax": None, "tax_amount": None} for line in INVOICE["lines"]]
    api.put("/invoices/inv-1", {**invoice, "source_version": 2, "lines": untaxed, "total": "150.00"})
    api.settled()
    assert {entry["status"] for entry in api.entries()} == {"synced"}
    assert Decimal(str(held(realm, "Invoice")["TotalAmt"])) == Decimal("150.00")


def test_what_the_books_do_not_have_is_refused_with_the_reason(api: Api, realm: Realm) -> None:
    inactive = {
        "fee_item": "11",  # Platinum Membership
        "income_account": "11",
        "payment_method": edit(realm, edit="inactivate", entity="PaymentMethod", id="6"),
        "discount": edit(realm, edit="inactivate", entity="Account", id="25"),
    }
    missing = {**dict.fromkeys(GOOD, "999999"), "fee_item": "TAX", "tax": "NOTAX"}
    category = edit(realm, edit="create", entity="Item", fields={"Name": "Fees", "Type": "Category"})
    unfit = {"fee_item": category, "income_account": category, "discount": "1"}  # Checking
    for kind, id_ in (pair for wrong in (inactive, missing, unfit) for pair in wrong.items()):
        answer = api.client.put(f"/mappings/{kind}/k", json={"quickbooks_id": id_})
        assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid"), kind
        assert id_ not in answer.json()["detail"]
    for kind, id_ in GOOD.items():
        assert api.get(f"/mappings/{kind}")["items"] == []
        map_to(api, kind, "k", id_)


def test_a_name_that_was_changed_in_quickbooks_shows_after_a_refresh(api: Api, realm: Realm) -> None:
    items = api.get("/quickbooks/items")["items"]
    names = [item["name"] for item in items]
    assert "Gold Membership" in names
    assert "Platinum Membership" not in " ".join(names)
    assert {item["detail"] for item in items} == {"Service", "NonInventory", "Inventory"}
    assert [code["id"] for code in api.get("/quickbooks/tax-codes")["items"]] == ["2", "NON", "TAX"]
    assert [each["name"] for each in api.get("/quickbooks/accounts", q="disc")["items"]] == [
        "Discounts given"
    ]
    assert "Checking" not in [each["name"] for each in api.get("/quickbooks/accounts")["items"]]

    edit(realm, edit="rename", entity="Item", id="3", name="Golden Membership")
    assert [each["id"] for each in api.get("/quickbooks/items", q="golden")["items"]] == []
    refreshed = api.post("/quickbooks/refresh")["lists"]
    assert [each["list"] for each in refreshed] == [
        "items", "accounts", "customers", "payment-methods", "tax-codes",
    ]  # fmt: skip
    assert [each["id"] for each in api.get("/quickbooks/items", q="golden")["items"]] == ["3"]
    assert all(choice["active"] for choice in api.get("/quickbooks/customers")["items"])
