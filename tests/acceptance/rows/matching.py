"""Matching a contact to a customer, in this order."""

from __future__ import annotations

from typing import Final

from tests.acceptance.rows.row import Table
from tests.acceptance.town import Town, a_contact, an_invoice

ROWS: Final = Table()

HARBOUR_CAFE, OLD_MILL = "1", "6"  # of the seed; the second is inactive


def customer_ids(town: Town) -> list[str]:
    """Everyone whom the service made."""
    return [each["id"] for each in town.made("Customer")]


@ROWS.row("Matching 1 linked by hand", "The contact is linked by hand: that customer, no name search.")
async def linked_by_hand(town: Town) -> None:
    contact = await town.submit("contact", "c-1", **a_contact("Riverside Books"))
    answer = await town.call("PUT", "/contacts/c-1/link", {"quickbooks_customer_id": HARBOUR_CAFE})
    assert answer.status_code == 201, answer.text
    assert (await town.synced(contact))["quickbooks"]["id"] == HARBOUR_CAFE
    assert not any("DisplayName" in str(call["path"]) for call in town.realm.calls())
    invoice = await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    assert town.read("Invoice", invoice["quickbooks"]["id"])["CustomerRef"]["value"] == HARBOUR_CAFE
    assert customer_ids(town) == []


@ROWS.row("Matching 1 linked by an earlier sync", "The contact is linked by an earlier sync: that customer.")
async def linked_by_sync(town: Town) -> None:
    first = await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    customer = first["quickbooks"]["id"]
    town.edit("rename", entity="Customer", id=customer, name="Acme (renamed by a person)")
    town.edit("create", entity="Customer", fields={"DisplayName": "Acme Bakery & Sons"})
    again = await town.synced(
        await town.submit("contact", "c-1", organisation="Acme Bakery Ltd", phone="+1 555 0100")
    )
    assert (again["operation"], again["quickbooks"]["id"]) == ("update", customer)
    assert town.read("Customer", customer)["DisplayName"] == "Acme Bakery Ltd"
    assert customer_ids(town) == [customer]


@ROWS.row("Matching 2 same display name", "A customer of the same name, compared as QBO compares: link it.")
async def same_name(town: Town) -> None:
    contact = await town.synced(await town.submit("contact", "c-1", **a_contact("  hARBOUR cafe ")))
    assert (contact["operation"], contact["quickbooks"]["id"]) == ("create", HARBOUR_CAFE)
    town.edit("create", entity="Customer", fields={"DisplayName": "Ada Byron Jr."})
    person = {"first_name": "Ada", "last_name": "Byron", "suffix": "Jr.", "currency": "USD"}
    adopted = await town.synced(await town.submit("contact", "c-2", **person))
    assert town.read("Customer", adopted["quickbooks"]["id"])["DisplayName"] == "Ada Byron Jr."
    assert customer_ids(town) == []


@ROWS.row("Matching 2 inactive", "A match of an inactive customer is an error, not a link.")
async def inactive(town: Town) -> None:
    name = town.read("Customer", OLD_MILL)["DisplayName"]
    failed = await town.failed(await town.submit("contact", "c-1", **a_contact(name)), "customer_inactive")
    assert failed["message"] == f"Customer {name} is inactive in QuickBooks"
    assert (failed["quickbooks"], failed["error"]["outcome"]) == (None, "not_applied")
    assert (await town.call("GET", "/contacts/c-1/link")).status_code == 404
    assert customer_ids(town) == []


@ROWS.row("Matching 3 create", "Otherwise create the customer.")
async def create(town: Town) -> None:
    contact = await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    assert customer_ids(town) == [contact["quickbooks"]["id"]]
    await town.drain()
    assert len(town.held("Customer", "WHERE DisplayName = 'Acme Bakery'")) == 1


async def taken(town: Town, name: str, entity: str) -> None:
    """The name is somebody else's: nobody is made, and the remedies lead to who holds it."""
    failed = await town.failed(await town.submit("contact", "c-1", **a_contact(name)), "name_already_exists")
    assert failed["message"] == "The name supplied already exists"
    invoice = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    await town.drain()
    assert (await town.entry(invoice))["status"] == "waiting"
    actions = {each["action"]: each for each in failed["remedies"]}
    assert actions.keys() >= {"see_candidates", "link_contact", "correct_record", "exclude"}
    found = await town.ask(actions["see_candidates"]["path"])
    assert found["name_holder"]["entity"] == entity
    assert (customer_ids(town), town.made("Invoice")) == ([], [])


@ROWS.row("Matching 3 name of a vendor", "A vendor has the name: `name_already_exists`, with the remedies.")
async def name_of_a_vendor(town: Town) -> None:
    await taken(town, "Printworks & Co", "Vendor")


@ROWS.row("Matching 3 name of an employee", "An employee has the name: `name_already_exists`.")
async def name_of_an_employee(town: Town) -> None:
    await taken(town, "Dana Whitfield", "Employee")
