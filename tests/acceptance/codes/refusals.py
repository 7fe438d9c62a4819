"""What QuickBooks' rules refuse, and what is not there as it was left."""

from __future__ import annotations

from tests.acceptance.codes.case import (
    Case,
    Cure,
    Scene,
    acme,
    billed,
    customer_of,
    entered_invoice,
    entered_payment,
    fail,
    mend,
)
from tests.acceptance.town import DIRECTORY, Json, a_contact, a_payment, an_invoice

LONG, ODD = "x" * 101, "Acme: Bakery"
CALIFORNIA = "2"
COMPUTED = {"preferences": {"TaxPrefs": {"PartnerTaxEnabled": True}}}
BILLED_TAX = {
    "fee_item": "directory", "quantity": "1", "unit_price": "100.00", "tax": "state", "tax_amount": "5.00",
}  # fmt: skip
BOUNCED = {
    "kind": "fault",
    "code": "6000",
    "detail": "Business Validation Error: The transaction is locked by a reconciliation.",
}
STALE = {"kind": "fault", "code": "5010", "detail": "You and Ann were working on this at the same time."}


def give(scene: Scene, organisation: str) -> None:
    scene.billing.give("/contacts/c-1", {"source_version": 1, **a_contact(organisation)})


async def by_reference(scene: Scene, organisation: str, code: str) -> Json:
    """The billing system is asked for its data at each attempt, so a resync sees what is corrected."""
    town = scene.town
    await town.use_cases.setup.set_source(town.company.id, scene.billing.url, None)
    give(scene, organisation)
    return await town.failed(await town.submit("contact", "c-1", by_reference=True), code)


async def too_long(scene: Scene) -> Json:
    return await by_reference(scene, LONG, "field_too_long")


async def odd_characters(scene: Scene) -> Json:
    return await by_reference(scene, ODD, "invalid_characters")


async def too_long_as_submitted(scene: Scene) -> Json:
    entry = await scene.town.submit("contact", "c-1", **a_contact(LONG))
    return await scene.town.failed(entry, "field_too_long")


async def odd_characters_as_submitted(scene: Scene) -> Json:
    entry = await scene.town.submit("contact", "c-1", **a_contact(ODD))
    return await scene.town.failed(entry, "invalid_characters")


async def closed(scene: Scene) -> Json:
    scene.town.edit("close_books", date="2026-01-31")
    await acme(scene)
    entry = await scene.town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    return await scene.town.failed(entry, "period_closed")


async def in_a_deposit(scene: Scene) -> Json:
    town = scene.town
    await acme(scene)
    payment = await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1")))
    scene.ids["Deposit"] = town.edit("deposit", payments=[payment["quickbooks"]["id"]])["object"]["Id"]
    return await town.failed(await town.submit("payment", "pay-1", amount="300.00"), "deposited")


async def another_tax(scene: Scene) -> Json:
    town = scene.town
    await town.map("directory", DIRECTORY)
    await town.map("state", CALIFORNIA, "tax")
    town.realm.settings(COMPUTED)
    await acme(scene)
    entry = await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", lines=[BILLED_TAX]))
    return await town.failed(entry, "tax_differs")


def correct_the_tax(scene: Scene) -> None:
    """The accountant overrides it, as only QuickBooks' own pages can while it is computed."""
    (invoice,) = scene.town.held("Invoice")
    scene.town.realm.settings({"preferences": {"TaxPrefs": {"PartnerTaxEnabled": False}}})
    tax = {"TxnTaxDetail": {"TotalTax": 5}}
    scene.town.edit("update", entity="Invoice", id=invoice["Id"], fields=tax)


async def somebody_works_on_it(scene: Scene) -> Json:
    town = scene.town
    await town.synced(await town.submit("contact", "c-1", **a_contact()))
    fail(scene, "Customer", STALE, "update")
    entry = await town.submit("contact", "c-1", phone="+1 555 0100")
    return await town.failed(entry, "changed_in_quickbooks")


async def deleted_by_somebody(scene: Scene) -> Json:
    invoice = await billed(scene)
    scene.town.edit("delete", entity="Invoice", id=invoice["quickbooks"]["id"])
    entry = await scene.town.submit("invoice", "inv-1", memo="Thank you")
    return await scene.town.failed(entry, "changed_in_quickbooks")


async def enter_it_again(scene: Scene) -> None:
    entered_invoice(scene, await customer_of(scene))


def what_was_entered(scene: Scene) -> Json:
    return {"quickbooks_id": scene.ids["Invoice"]}


async def pay_it_again(scene: Scene) -> None:
    entered_payment(scene, await customer_of(scene))


def what_was_paid(scene: Scene) -> Json:
    return {"quickbooks_id": scene.ids["Payment"]}


async def a_deleted_payment(scene: Scene) -> Json:
    await acme(scene)
    town = scene.town
    payment = await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1")))
    town.edit("delete", entity="Payment", id=payment["quickbooks"]["id"])
    return await town.failed(await town.submit("payment", "pay-1", memo="x"), "changed_in_quickbooks")


async def merged_into_another(scene: Scene) -> Json:
    await acme(scene)
    await scene.town.drain()
    scene.town.edit("merge", entity="Customer", id=await customer_of(scene), into="3")
    entry = await scene.town.submit("contact", "c-1", phone="+1 555 0100")
    return await scene.town.failed(entry, "changed_in_quickbooks")


async def some_other_rule(scene: Scene) -> Json:
    await acme(scene)
    await scene.town.drain()
    fail(scene, "Invoice", BOUNCED)
    entry = await scene.town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    return await scene.town.failed(entry, "rejected_by_quickbooks")


CHANGED = "Somebody else changed or deleted this in QuickBooks"
TOO_LONG = "Display name is too long: 101 characters, QuickBooks takes 100"
INVALID = "Display name has characters that QuickBooks does not take"
RIVERSIDE = Cure(fill={"quickbooks_customer_id": "3"}, resync=True)
A_RECORD = {"source_version": 2, **a_contact("Acme Bakery")}
CORRECTED = {
    "correct_record": Cure(fill=A_RECORD),
    "resync": Cure(first=lambda s: give(s, "Acme Bakery")),
}
SHORTER = {"correct_record": Cure(fill={"organisation": "Acme Bakery"})}

CASES = (
    Case(code="field_too_long", produce=too_long, message=TOO_LONG, cures=CORRECTED),
    Case(code="invalid_characters", produce=odd_characters, message=INVALID, cures=CORRECTED),
    Case(
        code="field_too_long",
        variant="as submitted",
        produce=too_long_as_submitted,
        message=TOO_LONG,
        cures=SHORTER,
    ),
    Case(
        code="invalid_characters",
        variant="as submitted",
        produce=odd_characters_as_submitted,
        message=INVALID,
        cures=SHORTER,
    ),
    Case(
        code="period_closed",
        produce=closed,
        message="The books are closed for 2026-01-05",
        cures={
            "resync": Cure(first=lambda s: s.town.edit("close_books", date="2025-12-31")),
            "correct_record": Cure(fill={"txn_date": "2026-02-01"}),
        },
    ),
    Case(
        code="deposited",
        produce=in_a_deposit,
        message="Payment Ref#: CHK 1 is part of a bank deposit and cannot be changed",
        cures={
            "resync": Cure(first=lambda s: s.town.edit("delete", entity="Deposit", id=s.ids["Deposit"])),
        },
    ),
    Case(
        code="tax_differs",
        produce=another_tax,
        message="Ref#: 1001 was billed as 105.00, and is 108.00 in QuickBooks",
        outcome="incomplete",
        cures={
            "resync": Cure(first=correct_the_tax),
            "correct_record": Cure(fill={"lines": [{**BILLED_TAX, "tax_amount": "8.00"}]}),
        },
    ),
    Case(
        code="changed_in_quickbooks",
        produce=somebody_works_on_it,
        message=CHANGED,
        cures={"resync": Cure(first=mend), "link_contact": RIVERSIDE},
    ),
    Case(
        code="changed_in_quickbooks",
        variant="a deleted invoice",
        produce=deleted_by_somebody,
        message=CHANGED,
        cures={"resync": Cure(), "adopt": Cure(first=enter_it_again, fill=what_was_entered)},
    ),
    Case(
        code="changed_in_quickbooks",
        variant="a deleted payment",
        produce=a_deleted_payment,
        message=CHANGED,
        cures={"resync": Cure(), "adopt": Cure(first=pay_it_again, fill=what_was_paid)},
    ),
    Case(
        code="rejected_by_quickbooks",
        produce=some_other_rule,
        message="QuickBooks refused it: Business Validation Error: "
        "The transaction is locked by a reconciliation.",
        cures={
            "correct_record": Cure(first=mend, fill={"txn_date": "2026-02-01"}),
            "resync": Cure(first=mend),
        },
    ),
)
