"""A preview says what would happen now, and changes nothing anywhere."""

from __future__ import annotations

import json

from tests.acceptance.town import ON_SQLITE, Json, Town, a_contact, a_payment, an_invoice
from tests.builders import FAR_AHEAD
from tests.servers.billing import billing

pytestmark = ON_SQLITE


async def previewed(town: Town, entry: Json) -> Json:
    """Preview the entry, and see that nothing but reads reached QuickBooks, and nothing changed here."""
    calls, before = len(town.realm.calls()), await town.entry(entry)
    preview = await town.ask(f"/logs/{entry['id']}/preview")
    made = town.realm.calls()[calls:]
    assert all(call["path"].endswith("/query") for call in made), made
    assert await town.entry(entry) == before
    return preview


async def test_what_would_be_sent_is_shown_without_names(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    preview = await previewed(town, await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    assert (preview["verdict"], preview["request"]["entity"]) == ("send", "Invoice")
    body = json.loads(preview["request"]["body"])
    assert (body["DocNumber"], body["Line"][0]["Amount"]) == ("1001", "350")
    assert "Acme" not in str(preview)


async def test_who_would_wait_says_for_what_and_asks_nobody(town: Town) -> None:
    calls = len(town.realm.calls())
    preview = await previewed(town, await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    assert preview["verdict"] == "wait"
    assert preview["waiting_for"] == [{"kind": "contact", "external_ref": "c-1"}]
    assert len(town.realm.calls()) == calls


async def test_what_would_fail_says_why(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact()))
    line = {"fee_item": "gala", "quantity": "1", "unit_price": "5.00"}
    entry = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", lines=[line]))
    preview = await previewed(town, entry)
    assert (preview["verdict"], preview["error"]["code"]) == ("fail", "fee_item_not_mapped")
    assert preview["message"] == "No fee item mapped for line item: invoice 1001, price 5.00, quantity 1"


async def test_a_customer_that_is_there_would_be_adopted(town: Town) -> None:
    preview = await previewed(town, await town.submit("contact", "c-1", **a_contact("Harbour Cafe")))
    assert (preview["verdict"], preview["quickbooks_id"]) == ("adopt", "1")


async def test_what_was_lost_would_be_sent_again(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact()))
    town.realm.add_fault({"match": {"operation": "create"}, "action": {"kind": "drop", "before": "commit"}})
    entry = await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1"))
    town.clock.set(FAR_AHEAD)  # so that it is not tried again at once
    await town.drain()
    assert (await previewed(town, entry))["verdict"] == "send_again"


async def test_a_void_of_what_never_was_there_needs_nothing(town: Town) -> None:
    await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1"))
    preview = await previewed(town, await town.void("payment", "pay-1"))
    assert preview["verdict"] == "nothing"
    assert preview["message"] == "It never was in QuickBooks: there is nothing to void."


async def test_an_entry_that_is_done_has_no_preview(town: Town) -> None:
    entry = await town.synced(await town.submit("contact", "c-1", **a_contact()))
    answer = await town.call("GET", f"/logs/{entry['id']}/preview")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_synced")
    await town.submit("contact", "c-2", **a_contact("Bistro"))
    first = (await town.ask("/contacts/c-2"))["entries"][0]
    await town.submit("contact", "c-2", phone="+1 555 0100")
    answer = await town.call("GET", f"/logs/{first['id']}/preview")
    assert (answer.status_code, answer.json()["code"]) == (409, "superseded")


async def test_without_quickbooks_there_is_no_preview(town: Town) -> None:
    entry = await town.submit("contact", "c-1", **a_contact())
    town.realm.add_fault({"action": {"kind": "html"}, "times": 1})
    answer = await town.call("GET", f"/logs/{entry['id']}/preview")
    assert (answer.status_code, answer.json()["code"]) == (503, "quickbooks_unavailable")
    town.realm.settings({"connected": False})
    answer = await town.call("GET", f"/logs/{entry['id']}/preview")
    assert (answer.status_code, answer.json()["code"]) == (409, "connection_required")


async def test_a_record_by_reference_is_previewed_as_the_billing_system_has_it_now(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact()))
    with billing() as source:
        await town.use_cases.setup.set_source(town.company.id, source.url, None)
        entry = await by_reference(town, "inv-1")
        missing = await previewed(town, entry)
        assert (missing["verdict"], missing["error"]["code"]) == ("fail", "source_record_not_found")
        source.give("/invoices/inv-1", {"source_version": 1, **an_invoice("1001", "c-1")})
        preview = await previewed(town, entry)
        assert json.loads(preview["request"]["body"])["DocNumber"] == "1001"
        assert (await town.ask("/invoices/inv-1"))["record"] == {
            "kind": "invoice",
            "external_ref": "inv-1",
            "source_version": 1,
            "by_reference": True,
        }


async def test_without_an_address_of_the_billing_system_the_preview_says_so(town: Town) -> None:
    preview = await previewed(town, await by_reference(town, "inv-1"))
    assert (preview["verdict"], preview["error"]["code"]) == ("fail", "source_not_configured")


async def by_reference(town: Town, ref: str) -> Json:
    answer = await town.call("PUT", f"/invoices/{ref}", {"source_version": 1, "by_reference": True})
    entry: Json = answer.json()["log"]
    return entry
