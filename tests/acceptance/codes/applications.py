"""What is applied to invoices, and the invoices that are not there."""

from __future__ import annotations

from tests.acceptance.codes.case import (
    Case,
    Cure,
    Scene,
    acme,
    billed,
    customer_of,
    delete,
    entered_invoice,
    entered_payment,
)
from tests.acceptance.town import Json, a_credit, a_payment, an_invoice

LEFT = {"quickbooks_customer_id": "3"}
OLD_INVOICE = {"source_version": 1, **an_invoice("998", "c-1")}
APPLIED_BY_ITSELF = {"preferences": {"SalesFormsPrefs": {"AutoApplyCredit": True}}}


def on_number(number: str, amount: str) -> list[Json]:
    return [{"invoice_number": number, "amount": amount}]


async def no_invoice_for_a_credit(scene: Scene) -> Json:
    await acme(scene)
    credit = a_credit("CR-1", "c-1", applied_to=on_number("998", "50.00"))
    return await scene.town.failed(
        await scene.town.submit("credit", "cr-1", **credit), "credit_invoice_not_found"
    )


async def no_invoice_for_a_payment(scene: Scene) -> Json:
    await acme(scene)
    payment = a_payment("CHK 1", "c-1", applied_to=on_number("998", "350.00"))
    return await scene.town.failed(
        await scene.town.submit("payment", "pay-1", **payment), "payment_invoice_not_found"
    )


async def enter_the_invoice(scene: Scene) -> None:
    entered_invoice(scene, await customer_of(scene), "998")


async def submit_the_invoice(scene: Scene) -> None:
    """Its remedy was called; now it goes into the books."""
    await scene.town.drain()


SUBMIT = Cure(choose={"external_ref": "inv-998"}, fill=OLD_INVOICE, then=submit_the_invoice, resync=True)


async def the_invoice_is_gone(scene: Scene) -> Json:
    invoice = await billed(scene)
    scene.town.edit("delete", entity="Invoice", id=invoice["quickbooks"]["id"])
    entry = await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1"))
    return await scene.town.failed(entry, "invoice_not_found")


async def make_it_anew(scene: Scene) -> None:
    """Somebody deleted it in QuickBooks, so a person has to say that it shall be there again."""
    (newest, *_) = (await scene.town.ask("/logs?kind=invoice"))["items"]
    entry = await scene.town.failed(newest, "changed_in_quickbooks")
    await scene.town.resync(entry)
    await scene.town.synced(entry)


async def submit_and_make_it_anew(scene: Scene) -> None:
    await scene.town.submit("invoice", "inv-1")
    await make_it_anew(scene)


async def the_customer_was_merged(scene: Scene) -> Json:
    await billed(scene)
    scene.town.edit(
        "merge", entity="Customer", id=await customer_of(scene), into=LEFT["quickbooks_customer_id"]
    )
    entry = await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1"))
    return await scene.town.failed(entry, "invoice_moved")


async def link_to_who_is_left(scene: Scene) -> None:
    link = await scene.town.client.get("/contacts/c-1/link")
    answer = await scene.town.call("PUT", "/contacts/c-1/link", LEFT, **{"If-Match": link.headers["ETag"]})
    assert answer.is_success, answer.text


async def less_is_open(scene: Scene) -> Json:
    invoice = await billed(scene)
    entered_payment(scene, await customer_of(scene), invoice["quickbooks"]["id"], 250, "BY HAND")
    entry = await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1"))
    return await scene.town.failed(entry, "over_applied")


async def quickbooks_used_it(scene: Scene) -> Json:
    town = scene.town
    await billed(scene)
    older = an_invoice("1000", "c-1", "50.00", txn_date="2025-12-01")
    await town.synced(await town.submit("invoice", "inv-0", **older))
    town.realm.settings(APPLIED_BY_ITSELF)
    entry = await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1"))
    return await town.failed(entry, "credit_used_elsewhere")


def take_it_off(scene: Scene) -> None:
    """Delete the payment of nothing that QuickBooks made by itself."""
    (tie,) = scene.town.held("Payment")
    scene.town.edit("delete", entity="Payment", id=tie["Id"])


async def more_is_paid(scene: Scene) -> Json:
    await billed(scene)
    payment = a_payment("CHK 1", "c-1", "inv-1", "200.00")
    await scene.town.synced(await scene.town.submit("payment", "pay-1", **payment))
    entry = await scene.town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", "100.00"))
    return await scene.town.failed(entry, "invoice_paid")


async def lower_the_payment(scene: Scene) -> None:
    lower = a_payment("CHK 1", "c-1", "inv-1", "100.00")
    await scene.town.synced(await scene.town.submit("payment", "pay-1", **lower))


CASES = (
    Case(
        code="credit_invoice_not_found",
        produce=no_invoice_for_a_credit,
        message="Credit Ref#: CR-1 Could not find applied invoice Ref#: 998",
        cures={"submit_invoice": SUBMIT, "resync": Cure(first=enter_the_invoice)},
    ),
    Case(
        code="payment_invoice_not_found",
        produce=no_invoice_for_a_payment,
        message="Payment Ref#: CHK 1 Could not find applied invoice Ref#: 998",
        cures={"submit_invoice": SUBMIT, "resync": Cure(first=enter_the_invoice)},
    ),
    Case(
        code="invoice_not_found",
        produce=the_invoice_is_gone,
        message="Invoice not found: 1001",
        cures={
            "submit_invoice": Cure(
                fill={**an_invoice("1001", "c-1"), "source_version": 2}, then=make_it_anew, resync=True
            ),
            "resync": Cure(first=submit_and_make_it_anew),
        },
    ),
    Case(
        code="invoice_moved",
        produce=the_customer_was_merged,
        message="Invoice Ref#: 1001 belongs to another customer in QuickBooks by now",
        cures={
            "link_contact": Cure(fill=LEFT, resync=True),
            "resync": Cure(first=link_to_who_is_left),
        },
    ),
    Case(
        code="over_applied",
        produce=less_is_open,
        message="Payment Ref#: CHK 1 applies 350.00 to invoice Ref#: 1001, which has 100.00 open",
        cures={
            "correct_record": Cure(fill={"applied_to": [{"invoice": "inv-1", "amount": "100.00"}]}),
            "resync": Cure(first=delete("Payment")),
        },
    ),
    Case(
        code="credit_used_elsewhere",
        produce=quickbooks_used_it,
        message="Credit Ref#: CR-1 is applied to something else in QuickBooks",
        outcome="incomplete",
        cures={"resync": Cure(first=take_it_off)},
    ),
    Case(
        code="invoice_paid",
        produce=more_is_paid,
        message="Invoice 1001 has 200.00 paid or credited in QuickBooks, and is to be 100.00",
        cures={
            "resync": Cure(first=lower_the_payment),
            "correct_record": Cure(fill={**an_invoice("1001", "c-1", "350.00")}),
        },
    ),
)
