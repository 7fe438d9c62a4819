"""What a clerk puts right by hand: a contact that a vendor stands in the way of, a payment entered twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.example_bodies import CONTACT, INVOICE, PAYMENT
from tests.e2e.desk import Desk, Json, open_desk
from tests.servers.sandbox import Realm

GOLD_MEMBERSHIP = "3"  # in the seed
MEMBER = {**CONTACT, "organisation": "Harbour Paper Mill", "email": "office@mill.example"}


@pytest.fixture
async def desk(database_url: str, realm: Realm) -> AsyncIterator[Desk]:
    async with open_desk(database_url, realm) as opened:
        await opened.put("/mappings/fee_item/dues-gold", {"quickbooks_id": GOLD_MEMBERSHIP})
        yield opened


def remedy(entry: Json, action: str) -> Json:
    (found,) = (each for each in entry["remedies"] if each["action"] == action)
    return dict(found)


async def test_a_vendor_has_the_name_and_the_clerk_links_the_customer_it_is(desk: Desk) -> None:
    vendor = desk.enters("Vendor", DisplayName="Harbour Paper Mill")
    email = {"Address": "Office@mill.example"}
    customer = desk.enters("Customer", DisplayName="Harbour Mill (member)", PrimaryEmailAddr=email)
    contact = await desk.put("/contacts/c-17", MEMBER)
    invoice = await desk.put("/invoices/inv-1001", INVOICE)
    await desk.drain()
    failed = await desk.entry(contact)
    assert (failed["status"], failed["error"]["code"]) == ("failed", "name_already_exists")

    found = await desk.get(remedy(failed, "see_candidates")["path"])
    assert found["name_holder"]["entity"] == "Vendor"
    assert found["name_holder"]["id"] == vendor
    likeliest = found["items"][0]
    assert (likeliest["customer"]["id"], likeliest["why"]) == (customer, ["same_email", "similar_name"])
    await desk.put(remedy(failed, "link_contact")["path"], {"quickbooks_customer_id": customer})
    await desk.post(remedy(failed, "resync")["path"])
    await desk.drain()
    assert (await desk.entry(contact))["quickbooks"]["id"] == customer
    assert (await desk.entry(invoice))["status"] == "synced"
    assert [row["by"] for row in desk.made("Customer")] == ["person"]
    (posted,) = desk.made("Invoice")
    assert posted["object"]["CustomerRef"]["value"] == customer

    newer = await desk.put("/contacts/c-17", {**MEMBER, "source_version": 4, "phone": "+1 555 0199"})
    await desk.drain()
    assert (await desk.entry(newer))["status"] == "synced"
    updated = desk.realm.ledger()[-1]["object"]
    assert (updated["DisplayName"], updated["PrimaryPhone"]["FreeFormNumber"]) == (
        "Harbour Mill (member)",
        "+1 555 0199",
    )


async def paid(desk: Desk, **payment: Any) -> Json:
    """Have the billing system submit a payment that a person has entered in QuickBooks already."""
    contact = await desk.put("/contacts/c-17", MEMBER)
    invoice = await desk.put("/invoices/inv-1001", INVOICE)
    await desk.drain()
    customer = (await desk.entry(contact))["quickbooks"]["id"]
    invoice_id = (await desk.entry(invoice))["quickbooks"]["id"]
    line = {"Amount": 350, "LinkedTxn": [{"TxnId": invoice_id, "TxnType": "Invoice"}]}
    fields = {
        "CustomerRef": {"value": customer},
        "TotalAmt": 350,
        "PaymentRefNum": "CHK 5521",
        "Line": [line],
    }
    desk.enters("Payment", **{**fields, **payment})
    submitted = await desk.put("/payments/pay-77", PAYMENT)
    await desk.drain()
    return await desk.entry(submitted)


async def test_a_payment_entered_by_hand_is_adopted_and_stays_the_only_one(desk: Desk) -> None:
    failed = await paid(desk)
    assert failed["error"]["code"] == "payment_already_exists"
    adopt = remedy(failed, "adopt")
    before = len(desk.realm.calls())
    after = await desk.post(adopt["path"], adopt["body"])
    assert (after["status"], after["quickbooks"]["id"]) == ("synced", adopt["body"]["quickbooks_id"])
    assert {call["kind"] for call in desk.realm.calls(after=before)} == {"read"}
    await desk.drain()
    assert len(desk.made("Payment")) == 1


async def test_adopting_something_else_is_refused_and_nothing_is_written(desk: Desk) -> None:
    failed = await paid(desk, TotalAmt=360)
    adopt = remedy(failed, "adopt")
    before = len(desk.realm.calls())
    answer = await desk.client.post(adopt["path"], json=adopt["body"])
    assert (answer.status_code, answer.json()["code"]) == (409, "not_the_same")
    assert answer.json()["context"] == {"fields": "total", "total": "350.00", "total_in_quickbooks": "360.00"}
    assert {call["kind"] for call in desk.realm.calls(after=before)} == {"read"}
    assert len(desk.made("Payment")) == 1
    desk.edits(edit="void", entity="Payment", id=adopt["body"]["quickbooks_id"])
    answer = await desk.client.post(adopt["path"], json=adopt["body"])
    assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid")


async def test_a_customer_is_one_contact_until_its_link_is_forgotten(desk: Desk) -> None:
    first = await desk.put("/contacts/c-17", MEMBER)
    second = await desk.put("/contacts/c-18", {**MEMBER, "organisation": "Old Mill", "email": None})
    await desk.drain()
    customer = {"quickbooks_customer_id": (await desk.entry(first))["quickbooks"]["id"]}
    assert (await desk.entry(second))["status"] == "synced"
    taken = await desk.client.put("/contacts/c-18/link", json=customer, headers={"If-Match": '"1"'})
    assert (taken.status_code, taken.json()["code"]) == (409, "customer_already_linked")

    gone = await desk.client.delete("/contacts/c-17/link", headers={"If-Match": '"1"'})
    assert gone.status_code == 204
    freed = await desk.client.put("/contacts/c-18/link", json=customer, headers={"If-Match": '"1"'})
    assert (freed.status_code, freed.json()["version"]) == (200, 2)
    waiting = await desk.put("/invoices/inv-1001", INVOICE)
    await desk.drain()
    assert (await desk.entry(waiting))["status"] == "waiting"
