"""What a clerk puts right by hand: a contact that a vendor stands in the way of, a payment entered twice."""

from __future__ import annotations

from typing import Any

from api.example_bodies import CONTACT, INVOICE, PAYMENT
from tests.acceptance.town import Json, Town

MEMBER = {**CONTACT, "organisation": "Harbour Paper Mill", "email": "office@mill.example"}


def entered(town: Town, entity: str, **fields: Any) -> str:
    """Have a person enter something in QuickBooks; return its id."""
    return str(town.edit("create", entity=entity, fields=fields)["object"]["Id"])


def created(town: Town, entity: str) -> list[Json]:
    """What is in the books of an entity, whoever made it after the seed."""
    ledger = town.realm.ledger()
    return [row for row in ledger if (row["entity"], row["operation"]) == (entity, "create")]


def remedy(entry: Json, action: str) -> Json:
    (found,) = (each for each in entry["remedies"] if each["action"] == action)
    return dict(found)


async def test_a_vendor_has_the_name_and_the_clerk_links_the_customer_it_is(town: Town) -> None:
    vendor = entered(town, "Vendor", DisplayName="Harbour Paper Mill")
    email = {"Address": "Office@mill.example"}
    customer = entered(town, "Customer", DisplayName="Harbour Mill (member)", PrimaryEmailAddr=email)
    contact = await town.submit("contact", "c-17", **MEMBER)
    invoice = await town.submit("invoice", "inv-1001", **INVOICE)
    await town.drain()
    failed = await town.entry(contact)
    assert (failed["status"], failed["error"]["code"]) == ("failed", "name_already_exists")

    found = await town.ask(remedy(failed, "see_candidates")["path"])
    assert found["name_holder"]["entity"] == "Vendor"
    assert found["name_holder"]["id"] == vendor
    likeliest = found["items"][0]
    assert (likeliest["customer"]["id"], likeliest["why"]) == (customer, ["same_email", "similar_name"])
    linked = await town.call(
        "PUT", remedy(failed, "link_contact")["path"], {"quickbooks_customer_id": customer}
    )
    assert linked.status_code == 201, linked.text
    assert (await town.call("POST", remedy(failed, "resync")["path"])).status_code == 202
    await town.drain()
    assert (await town.entry(contact))["quickbooks"]["id"] == customer
    assert (await town.entry(invoice))["status"] == "synced"
    assert [row["by"] for row in created(town, "Customer")] == ["person"]
    (posted,) = created(town, "Invoice")
    assert posted["object"]["CustomerRef"]["value"] == customer

    newer = await town.submit("contact", "c-17", phone="+1 555 0199")
    await town.drain()
    assert (await town.entry(newer))["status"] == "synced"
    updated = town.realm.ledger()[-1]["object"]
    assert (updated["DisplayName"], updated["PrimaryPhone"]["FreeFormNumber"]) == (
        "Harbour Mill (member)",
        "+1 555 0199",
    )


async def paid(town: Town, **payment: Any) -> Json:
    """Have the billing system submit a payment that a person has entered in QuickBooks already."""
    contact = await town.submit("contact", "c-17", **MEMBER)
    invoice = await town.submit("invoice", "inv-1001", **INVOICE)
    await town.drain()
    customer = (await town.entry(contact))["quickbooks"]["id"]
    invoice_id = (await town.entry(invoice))["quickbooks"]["id"]
    line = {"Amount": 350, "LinkedTxn": [{"TxnId": invoice_id, "TxnType": "Invoice"}]}
    fields = {
        "CustomerRef": {"value": customer},
        "TotalAmt": 350,
        "PaymentRefNum": "CHK 5521",
        "Line": [line],
    }
    entered(town, "Payment", **{**fields, **payment})
    submitted = await town.submit("payment", "pay-77", **PAYMENT)
    await town.drain()
    return await town.entry(submitted)


async def test_a_payment_entered_by_hand_is_adopted_and_stays_the_only_one(town: Town) -> None:
    failed = await paid(town)
    assert failed["error"]["code"] == "payment_already_exists"
    adopt = remedy(failed, "adopt")
    before = len(town.realm.calls())
    after = (await town.call("POST", adopt["path"], adopt["body"])).json()
    assert (after["status"], after["quickbooks"]["id"]) == ("synced", adopt["body"]["quickbooks_id"])
    assert {call["kind"] for call in town.realm.calls(after=before)} == {"read"}
    await town.drain()
    assert len(created(town, "Payment")) == 1


async def test_adopting_something_else_is_refused_and_nothing_is_written(town: Town) -> None:
    failed = await paid(town, TotalAmt=360)
    adopt = remedy(failed, "adopt")
    before = len(town.realm.calls())
    answer = await town.call("POST", adopt["path"], adopt["body"])
    assert (answer.status_code, answer.json()["code"]) == (409, "not_the_same")
    assert answer.json()["context"] == {"fields": "total", "total": "350.00", "total_in_quickbooks": "360.00"}
    assert {call["kind"] for call in town.realm.calls(after=before)} == {"read"}
    assert len(created(town, "Payment")) == 1
    town.edit("void", entity="Payment", id=adopt["body"]["quickbooks_id"])
    answer = await town.call("POST", adopt["path"], adopt["body"])
    assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid")


async def test_a_customer_is_one_contact_until_its_link_is_forgotten(town: Town) -> None:
    first = await town.submit("contact", "c-17", **MEMBER)
    second = await town.submit("contact", "c-18", **{**MEMBER, "organisation": "Old Mill", "email": None})
    await town.drain()
    customer = {"quickbooks_customer_id": (await town.entry(first))["quickbooks"]["id"]}
    assert (await town.entry(second))["status"] == "synced"
    taken = await town.call("PUT", "/contacts/c-18/link", customer, **{"If-Match": '"1"'})
    assert (taken.status_code, taken.json()["code"]) == (409, "customer_already_linked")

    gone = await town.call("DELETE", "/contacts/c-17/link", **{"If-Match": '"1"'})
    assert gone.status_code == 204
    freed = await town.call("PUT", "/contacts/c-18/link", customer, **{"If-Match": '"1"'})
    assert (freed.status_code, freed.json()["version"]) == (200, 2)
    waiting = await town.submit("invoice", "inv-1001", **INVOICE)
    await town.drain()
    assert (await town.entry(waiting))["status"] == "waiting"
