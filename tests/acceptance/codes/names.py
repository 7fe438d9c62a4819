"""Contacts and the names of QuickBooks."""

from __future__ import annotations

from tests.acceptance.codes.case import Case, Cure, Scene, enter
from tests.acceptance.town import Json, a_contact, an_invoice

PRINTWORKS, NORTHSIDE, RIVERSIDE = "7", "2", "3"  # a vendor, and customers
SEVERAL_CURRENCIES = {"preferences": {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}}
TO_RIVERSIDE = {"quickbooks_customer_id": RIVERSIDE}


async def a_vendors_name(scene: Scene) -> Json:
    entry = await scene.town.submit("contact", "c-1", **a_contact("Printworks & Co"))
    return await scene.town.failed(entry, "name_already_exists")


async def link(scene: Scene) -> None:
    """The person has seen who it is."""
    answer = await scene.town.call("PUT", "/contacts/c-1/link", TO_RIVERSIDE)
    assert answer.status_code == 201, answer.text


async def an_inactive_name(scene: Scene) -> Json:
    scene.town.realm.settings({"inactive_names": "keep"})
    scene.town.edit("inactivate", entity="Customer", id=NORTHSIDE)
    entry = await scene.town.submit("contact", "c-1", **a_contact("Northside Dental Group"))
    return await scene.town.failed(entry, "customer_inactive")


async def a_customer_made_inactive(scene: Scene) -> Json:
    town = scene.town
    contact = await town.synced(await town.submit("contact", "c-1", **a_contact()))
    town.edit("inactivate", entity="Customer", id=contact["quickbooks"]["id"])
    scene.ids["Customer"] = contact["quickbooks"]["id"]
    entry = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    return await town.failed(entry, "customer_inactive")


async def another_contact(scene: Scene) -> None:
    await scene.town.synced(await scene.town.submit("contact", "c-2", **a_contact("Bistro")))


async def another_currency(scene: Scene) -> Json:
    scene.town.realm.settings(SEVERAL_CURRENCIES)
    enter(scene, "Customer", DisplayName="Maple Tours", CurrencyRef={"value": "CAD"})
    entry = await scene.town.submit("contact", "c-1", **a_contact("Harbour Cafe", currency="CAD"))
    return await scene.town.failed(entry, "currency_mismatch")


CASES = (
    Case(
        code="name_already_exists",
        produce=a_vendors_name,
        message="The name supplied already exists",
        cures={
            "correct_record": Cure(fill={"organisation": "Printworks & Co (member)"}),
            "see_candidates": Cure(then=link, resync=True),
            "link_contact": Cure(fill=TO_RIVERSIDE, resync=True),
            "resync": Cure(
                first=lambda s: s.town.edit("rename", entity="Vendor", id=PRINTWORKS, name="Printworks (V)")
            ),
        },
    ),
    Case(
        code="customer_inactive",
        produce=an_inactive_name,
        message="Customer Northside Dental Group is inactive in QuickBooks",
        cures={
            "resync": Cure(first=lambda s: s.town.edit("activate", entity="Customer", id=NORTHSIDE)),
            "correct_record": Cure(fill={"organisation": "Southside Dental Group"}),
            "link_contact": Cure(fill=TO_RIVERSIDE, resync=True),
        },
    ),
    Case(
        code="customer_inactive",
        variant="of an invoice",
        produce=a_customer_made_inactive,
        message="Customer Acme Bakery (deleted) is inactive in QuickBooks",
        cures={
            "resync": Cure(first=lambda s: s.town.edit("activate", entity="Customer", id=s.ids["Customer"])),
            "correct_record": Cure(first=another_contact, fill={"contact": "c-2"}),
            "link_contact": Cure(fill=TO_RIVERSIDE, resync=True),
        },
    ),
    Case(
        code="currency_mismatch",
        produce=another_currency,
        message="The record is in CAD, but customer Harbour Cafe is in USD",
        cures={
            "correct_record": Cure(fill={"currency": "USD"}),
            "link_contact": Cure(fill=lambda s: {"quickbooks_customer_id": s.ids["Customer"]}, resync=True),
            "resync": Cure(
                first=lambda s: s.town.edit("rename", entity="Customer", id="1", name="Harbour Cafe (US)")
            ),
        },
    ),
)
