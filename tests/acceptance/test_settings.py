"""What a company sets, against QuickBooks' own books: a start date, kinds off and on again, a pause."""

from __future__ import annotations

from typing import Any

from tests.acceptance.town import GOLD, Json, Town, a_contact, a_credit, a_payment, an_invoice

OLD, START = "2025-12-30", "2026-01-01"


async def set_to(town: Town, **changes: object) -> Json:
    version = (await town.call("GET", "/settings")).headers["ETag"]
    answer = await town.call("PATCH", "/settings", changes, **{"If-Match": version})
    assert answer.status_code == 200, answer.text
    settings: Json = answer.json()
    return settings


async def skipped(town: Town, entry: Json) -> Json:
    await town.drain()
    now = await town.entry(entry)
    assert now["status"] == "skipped", now
    return now


def entered(town: Town, entity: str, **fields: Any) -> str:
    """Have a person enter something in QuickBooks; return its id."""
    return str(town.edit("create", entity=entity, fields=fields)["object"]["Id"])


def an_older_invoice(town: Town, number: str) -> str:
    """Have QuickBooks hold an invoice from before the integration."""
    customer = entered(town, "Customer", DisplayName="Acme Bakery")
    detail = {"ItemRef": {"value": GOLD}, "Qty": 1, "UnitPrice": 350}
    line = {"Amount": 350, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    return entered(
        town, "Invoice", CustomerRef={"value": customer}, DocNumber=number, Line=[line], TxnDate=OLD
    )


async def test_a_payment_finds_the_invoice_from_before_the_start_in_the_books(town: Town) -> None:
    held = an_older_invoice(town, "998")
    await set_to(town, start_date=START)
    contact = await town.submit("contact", "c-1", **a_contact())
    old = await town.submit("invoice", "inv-998", **an_invoice("998", "c-1", txn_date=OLD))
    payment = await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-998"))
    now = await skipped(town, old)
    assert now["message"] == f"Dated {OLD}, before the start date {START}"
    assert (now["attempts"], now["available_actions"]) == (0, ["exclude", "adopt"])
    await town.synced(contact)
    await town.synced(payment)
    assert town.read("Invoice", held)["Balance"] == 0
    assert town.made("Invoice") == []
    assert town.books_balance()
    refused = await town.call("POST", f"/logs/{old['id']}/resync")
    assert (refused.status_code, refused.json()["code"]) == (409, "skipped_by_settings")


async def test_one_that_the_books_do_not_have_is_told_like_any_older_one(town: Town) -> None:
    await set_to(town, start_date=START)
    await town.submit("contact", "c-1", **a_contact())
    await town.submit("invoice", "inv-998", **an_invoice("998", "c-1", txn_date=OLD))
    credit = await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-998"))
    payment = await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-998"))
    told = await town.failed(payment, "payment_invoice_not_found")
    assert told["message"] == "Payment Ref#: CHK 1 Could not find applied invoice Ref#: 998"
    await town.failed(credit, "credit_invoice_not_found")
    await set_to(town, start_date=None)
    await town.drain()
    for entry in (payment, credit):
        await town.resync(entry)
    await town.drain(3)
    assert [(await town.entry(each))["status"] for each in (payment, credit)] == ["synced", "failed"]
    assert (await town.entry(credit))["error"]["code"] == "over_applied", "the payment settled all of it"


async def test_kinds_are_switched_off_and_on_again(town: Town) -> None:
    await set_to(town, kinds=["contact", "invoice"])
    await town.submit("contact", "c-1", **a_contact())
    invoice = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    payment = await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1"))
    await town.synced(invoice)
    assert (await skipped(town, payment))["message"] == "Payments are switched off in the settings"
    assert (town.made("Payment"), town.notifier.sent) == ([], [])
    await set_to(town, kinds=["contact", "invoice", "payment", "credit", "write_off"])
    assert (await town.entry(payment))["status"] == "queued"
    await town.synced(payment)
    assert len(town.made("Payment")) == 1
    await set_to(town, kinds=[])
    void = await town.void("payment", "pay-1")
    await town.synced(void)
    assert (await town.entry(invoice))["status"] == "synced"
    assert town.books_balance()


async def test_what_belongs_to_a_contact_that_is_off_goes_once_it_is_linked_by_hand(town: Town) -> None:
    await set_to(town, kinds=["invoice", "payment"])
    contact = await town.submit("contact", "c-1", **a_contact())
    invoice = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    await skipped(town, contact)
    waiting = await town.entry(invoice)
    assert (waiting["status"], waiting["message"]) == (
        "waiting",
        "Waiting for contact c-1, which was skipped: Contacts are switched off in the settings",
    )
    customer = entered(town, "Customer", DisplayName="Acme (by hand)")
    linked = await town.call("PUT", "/contacts/c-1/link", {"quickbooks_customer_id": customer})
    assert linked.status_code == 201, linked.text
    await town.synced(invoice)
    (made,) = town.made("Invoice")
    assert made["object"]["CustomerRef"]["value"] == customer


async def test_nothing_reaches_quickbooks_while_it_is_paused(town: Town) -> None:
    await set_to(town, paused=True)
    before = len(town.realm.ledger())
    entries = [
        await town.submit("contact", "c-1", **a_contact()),
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")),
    ]
    await town.drain(2)
    await town.resync(entries[0])
    await town.drain()
    assert [(await town.entry(each))["status"] for each in entries] == ["queued", "queued"]
    assert len(town.realm.ledger()) == before
    await set_to(town, paused=False)
    for entry in entries:
        await town.synced(entry)
    assert (len(town.made("Customer")), len(town.made("Invoice"))) == (1, 1)
