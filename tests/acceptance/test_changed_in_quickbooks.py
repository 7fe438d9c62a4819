"""What people change in QuickBooks shows on the log; what we did there ourselves does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.acceptance.town import (
    BAD_DEBT,
    ON_SQLITE,
    Json,
    Town,
    a_contact,
    a_credit,
    a_payment,
    a_write_off,
    an_invoice,
)
from tests.notices import a_cloud_event, an_older_notice, tell

pytestmark = ON_SQLITE

PARTICIPLES = {"create": "created", "delete": "deleted", "void": "voided"}
OF_OURS = ("Customer", "Invoice", "Payment", "CreditMemo")


@pytest.fixture(autouse=True)
async def acme(town: Town) -> Json:
    """The entry of a contact whose invoice is in the books, too."""
    contact = await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    return contact


async def hear(town: Town, *events: Json) -> None:
    """Let Intuit tell of these, and a worker look into them."""
    answer = await tell(town.client, list(events))
    assert (answer.status_code, answer.content) == (200, b""), answer.text
    await town.drain()


async def hear_of(town: Town, entity: str, operation: str, entry: Json, **data: str) -> None:
    """Let Intuit tell that something happened to an entry's object a little while after we wrote it."""
    await hear(town, told(town, entity, operation, entry["quickbooks"]["id"], **data))


def told(
    town: Town, entity: str, operation: str, object_id: str, *, at: str = "2099-01-01T00:00:00Z", **data: str
) -> Json:
    return a_cloud_event(entity, operation, object_id, realm=town.realm.realm_id, at=at, data=data)


def everything(town: Town, *, late: timedelta = timedelta()) -> list[Json]:
    """All that ever happened to objects in the books, told at its time, or so much later.

    A payment moves the invoice that it is applied to: QuickBooks tells of both.
    """
    events = []
    for line in town.realm.ledger():
        at = (datetime.fromisoformat(line["time"]) + late).isoformat()
        operation = PARTICIPLES.get(line["operation"], "updated")
        events.append(told(town, line["entity"], operation, line["id"], at=at))
    for entity in OF_OURS:
        for held in town.held(entity):
            at = (datetime.fromisoformat(held["MetaData"]["LastUpdatedTime"]) + late).isoformat()
            events.append(told(town, entity, "updated", held["Id"], at=at))
    return events


async def change_of(town: Town, entry: Json) -> str | None:
    mark = (await town.entry(entry))["changed_in_quickbooks"]
    return str(mark["what"]) if mark else None


async def the_entry(town: Town, kind: str, ref: str) -> Json:
    """The newest entry of a record."""
    entry: Json = (await town.ask(f"/{kind}/{ref}"))["entries"][0]
    return entry


async def a_family(town: Town) -> list[Json]:
    """A contact and its invoice, and a payment, a credit and a write-off on that, all in the books."""
    await town.map("4000", BAD_DEBT, "income_account")
    payment = await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1", "100.00"))
    credit = await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1"))
    write_off = await town.submit("write_off", "wo-1", **a_write_off("WO-1", "c-1", "inv-1"))
    await town.drain(times=6)
    family = [await town.entry(each) for each in (payment, credit, write_off)]
    assert [each["status"] for each in family] == ["synced"] * 3, family
    return [
        await the_entry(town, "contacts", "c-1"),
        await the_entry(town, "invoices", "inv-1"),
        *family,
    ]


@pytest.mark.parametrize("late", [timedelta(), timedelta(minutes=5)], ids=["at once", "late"])
async def test_nothing_that_we_did_ourselves_is_a_change(town: Town, late: timedelta) -> None:
    family = await a_family(town)
    version = town.read("Invoice", family[1]["quickbooks"]["id"])["SyncToken"]
    assert int(version) > 1, "three were applied to it"
    await hear(town, *everything(town, late=late))
    assert [await change_of(town, each) for each in family] == [None] * 5


async def test_newer_versions_and_voids_of_ours_are_no_changes(town: Town, acme: Json) -> None:
    renamed = await town.synced(await town.submit("contact", "c-1", organisation="Acme Bakery & Sons"))
    invoice = await town.synced(await town.submit("invoice", "inv-1", number="1001-B"))
    voided = await town.synced(await town.void("invoice", "inv-1"))
    await hear(town, *everything(town, late=timedelta(minutes=5)))
    entries = (acme, renamed, invoice, voided)
    assert [await change_of(town, each) for each in entries] == [None] * 4


async def test_what_was_heard_while_it_was_still_on_its_way_is_no_change(town: Town) -> None:
    payment = await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1"))
    rule = town.realm.add_fault(
        {"match": {"method": "POST", "path": "payment"}, "action": {"kind": "drop", "after": "commit"}}
    )
    await town.drain()
    town.realm.remove_fault(rule)
    await hear(town, *everything(town))
    await town.drain(times=2)
    assert (await town.entry(payment))["status"] == "synced"
    await hear(town, *everything(town, late=timedelta(minutes=5)))
    assert await change_of(town, payment) is None


async def test_a_customer_that_was_renamed_there_is_marked(town: Town, acme: Json) -> None:
    town.edit("rename", entity="Customer", id=acme["quickbooks"]["id"], name="Acme (old)")
    await hear_of(town, "Customer", "updated", acme)
    now = await town.entry(acme)
    assert now["changed_in_quickbooks"] == {"at": "2099-01-01T00:00:00Z", "what": "changed"}
    assert (now["status"], now["available_actions"]) == ("synced", [])
    assert (await the_entry(town, "contacts", "c-1"))["changed_in_quickbooks"] == now["changed_in_quickbooks"]


@pytest.mark.parametrize(
    "fields",
    [
        {"DueDate": "2026-12-31"},
        {"TxnDate": "2026-01-06"},
        {"DocNumber": "1001-X"},
        {"CustomerMemo": {"value": "Come back!"}},
    ],
    ids=lambda fields: next(iter(fields)),
)
async def test_an_invoice_that_was_edited_there_is_marked(town: Town, fields: Json) -> None:
    invoice = await the_entry(town, "invoices", "inv-1")
    town.edit("update", entity="Invoice", id=invoice["quickbooks"]["id"], fields=fields)
    await hear(town, *everything(town))
    assert await change_of(town, invoice) == "changed"


async def test_an_edited_line_is_marked_though_the_total_is_the_same(town: Town) -> None:
    invoice = await the_entry(town, "invoices", "inv-1")
    lines = town.read("Invoice", invoice["quickbooks"]["id"])["Line"]
    lines[0]["Description"] = "Silver membership"
    town.edit("update", entity="Invoice", id=invoice["quickbooks"]["id"], fields={"Line": lines})
    await hear(town, *everything(town))
    assert await change_of(town, invoice) == "changed"


async def test_an_invoice_on_which_people_take_money_there_is_not_changed_by_it(town: Town) -> None:
    invoice = await the_entry(town, "invoices", "inv-1")
    held = town.read("Invoice", invoice["quickbooks"]["id"])
    tie = {"TxnId": held["Id"], "TxnType": "Invoice"}
    money = {
        "CustomerRef": held["CustomerRef"],
        "TotalAmt": 350,
        "Line": [{"Amount": 350, "LinkedTxn": [tie]}],
    }
    town.edit("create", entity="Payment", fields=money)
    assert town.read("Invoice", held["Id"])["SyncToken"] != held["SyncToken"]
    await hear(town, *everything(town))
    assert await change_of(town, invoice) is None


async def test_a_note_beside_our_own_words_is_no_change(town: Town) -> None:
    invoice = await the_entry(town, "invoices", "inv-1")
    note = {"PrivateNote": "Called them on Monday"}
    town.edit("update", entity="Invoice", id=invoice["quickbooks"]["id"], fields=note)
    await hear(town, *everything(town))
    assert await change_of(town, invoice) is None


async def test_a_payment_that_was_deposited_is_not_changed_by_it(town: Town) -> None:
    payment = await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")))
    town.edit("deposit", payments=[payment["quickbooks"]["id"]])
    await hear(town, *everything(town))
    assert await change_of(town, payment) is None


async def test_what_was_voided_there_is_shown_as_voided(town: Town) -> None:
    payment = await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")))
    invoice = await the_entry(town, "invoices", "inv-1")
    for entity, entry in (("Payment", payment), ("Invoice", invoice)):
        town.edit("void", entity=entity, id=entry["quickbooks"]["id"])
        await hear_of(town, entity, "voided", entry)
    assert [await change_of(town, each) for each in (payment, invoice)] == ["voided", "voided"]


async def test_what_was_deleted_there_is_shown_as_deleted(town: Town) -> None:
    _, invoice, payment, credit, _ = await a_family(town)
    for entity, entry in (("Payment", payment), ("CreditMemo", credit), ("Invoice", invoice)):
        town.edit("delete", entity=entity, id=entry["quickbooks"]["id"])
        await hear_of(town, entity, "deleted", entry)
    assert [await change_of(town, each) for each in (payment, credit, invoice)] == ["deleted"] * 3


async def test_a_customer_that_was_merged_there_is_shown_as_merged(town: Town, acme: Json) -> None:
    other = await town.synced(await town.submit("contact", "c-2", **a_contact("Bay Books")))
    ids = [each["quickbooks"]["id"] for each in (acme, other)]
    town.edit("merge", entity="Customer", id=ids[0], into=ids[1])
    await hear_of(town, "Customer", "merged", other, deletedid=ids[0])
    assert [await change_of(town, each) for each in (acme, other)] == ["merged", None]


async def test_the_older_shape_tells_the_same(town: Town, acme: Json) -> None:
    other = await town.synced(await town.submit("contact", "c-2", **a_contact("Bay Books")))
    ids = [each["quickbooks"]["id"] for each in (acme, other)]
    town.edit("merge", entity="Customer", id=ids[0], into=ids[1])
    notice = an_older_notice(
        "Customer",
        "Merge",
        ids[1],
        realm=town.realm.realm_id,
        at="2099-01-01T00:00:00-0700",
        deletedId=ids[0],
    )
    assert (await tell(town.client, notice)).status_code == 200
    await town.drain()
    assert [await change_of(town, each) for each in (acme, other)] == ["merged", None]


async def test_a_mark_goes_with_the_next_version_that_is_synced(town: Town, acme: Json) -> None:
    town.edit("rename", entity="Customer", id=acme["quickbooks"]["id"], name="Acme (old)")
    await hear_of(town, "Customer", "updated", acme)
    newer = await town.submit("contact", "c-1", phone="+1 555 0100")
    assert await change_of(town, acme) == "changed", "it is not there yet"
    await town.synced(newer)
    await hear(town, *everything(town, late=timedelta(minutes=5)))
    assert [await change_of(town, each) for each in (acme, newer)] == [None, None]


async def test_a_mark_goes_once_somebody_puts_it_right_there(town: Town, acme: Json) -> None:
    for name, change in (("Acme (old)", "changed"), ("Acme Bakery", None)):
        town.edit("rename", entity="Customer", id=acme["quickbooks"]["id"], name=name)
        await hear_of(town, "Customer", "updated", acme)
        assert await change_of(town, acme) == change


async def test_a_deleted_invoice_that_is_made_anew_is_not_marked_any_more(town: Town) -> None:
    invoice = await the_entry(town, "invoices", "inv-1")
    town.edit("delete", entity="Invoice", id=invoice["quickbooks"]["id"])
    await hear_of(town, "Invoice", "deleted", invoice)
    newer = await town.failed(await town.submit("invoice", "inv-1", memo="Again"), "changed_in_quickbooks")
    await town.resync(newer)
    await town.synced(newer)
    assert [await change_of(town, each) for each in (invoice, newer)] == [None, None]


async def test_marked_entries_are_found_by_a_filter(town: Town, acme: Json) -> None:
    assert (await town.ask("/logs?changed_in_quickbooks=true"))["items"] == []
    town.edit("rename", entity="Customer", id=acme["quickbooks"]["id"], name="Acme (old)")
    await hear_of(town, "Customer", "updated", acme)
    found = (await town.ask("/logs?changed_in_quickbooks=true"))["items"]
    assert [each["id"] for each in found] == [acme["id"]]
    others = (await town.ask("/logs?changed_in_quickbooks=false"))["items"]
    assert acme["id"] not in [each["id"] for each in others]


async def test_books_that_cannot_be_read_are_asked_later(town: Town, acme: Json) -> None:
    town.edit("rename", entity="Customer", id=acme["quickbooks"]["id"], name="Acme (old)")
    rule = town.realm.add_fault({"match": {"path": "query"}, "action": {"kind": "http", "status": 503}})
    await hear_of(town, "Customer", "updated", acme)
    assert await change_of(town, acme) is None
    town.realm.remove_fault(rule)
    town.clock.advance(60)
    await town.drain()
    assert await change_of(town, acme) == "changed"


async def test_our_own_writes_cost_no_read_when_they_are_told_by_the_time_of_the_change(town: Town) -> None:
    invoice = await the_entry(town, "invoices", "inv-1")
    held = town.read("Invoice", invoice["quickbooks"]["id"])
    before = len(town.realm.calls())
    at = held["MetaData"]["LastUpdatedTime"]
    await hear(town, told(town, "Invoice", "created", held["Id"], at=at))
    assert len(town.realm.calls()) == before
