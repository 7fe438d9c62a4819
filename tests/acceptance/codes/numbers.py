"""Numbers and references that are taken in QuickBooks already."""

from __future__ import annotations

from tests.acceptance.codes.case import (
    Case,
    Cure,
    Scene,
    acme,
    billed,
    customer_of,
    delete,
    enter,
    entered_invoice,
    entered_payment,
    sales_line,
)
from tests.acceptance.town import Json, a_contact, a_credit, a_payment, an_invoice

HARBOUR_CAFE = "1"


async def somebody_elses_number(scene: Scene) -> Json:
    entered_invoice(scene, HARBOUR_CAFE)
    await acme(scene)
    entry = await scene.town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    return await scene.town.failed(entry, "invoice_number_conflict")


async def somebody_elses_invoice(scene: Scene) -> Json:
    invoice = await billed(scene)
    await scene.town.submit("contact", "c-2", **a_contact("Bistro"))
    entry = await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-2", "inv-1"))
    scene.ids["Invoice"] = invoice["quickbooks"]["id"]
    return await scene.town.failed(entry, "invoice_of_other_customer")


async def move_the_invoice(scene: Scene) -> None:
    """It was the payer's invoice all along."""
    customer = {"CustomerRef": {"value": await customer_of(scene, "c-2")}}
    scene.town.edit("update", entity="Invoice", id=scene.ids["Invoice"], fields=customer)


async def the_payment_is_there(scene: Scene) -> Json:
    invoice = await billed(scene)
    entered_payment(scene, await customer_of(scene), invoice["quickbooks"]["id"])
    entry = await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1"))
    return await scene.town.failed(entry, "payment_already_exists")


async def the_invoice_is_there(scene: Scene) -> Json:
    await acme(scene)
    await scene.town.drain()
    entered_invoice(scene, await customer_of(scene))
    entry = await scene.town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    return await scene.town.failed(entry, "invoice_already_exists")


async def the_number_of_a_credit_memo(scene: Scene) -> Json:
    await acme(scene)
    await scene.town.drain()
    customer = {"value": await customer_of(scene)}
    enter(scene, "CreditMemo", CustomerRef=customer, DocNumber="CR-1", Line=[sales_line(50)])
    entry = await scene.town.submit("credit", "cr-1", **a_credit("CR-1", "c-1"))
    return await scene.town.failed(entry, "document_number_conflict")


CASES = (
    Case(
        code="invoice_number_conflict",
        produce=somebody_elses_number,
        message="The payment you are trying to apply to the invoice either does not exist "
        "or it belongs to another customer.",
        cures={
            "correct_record": Cure(fill={"number": "1001-B"}),
            "resync": Cure(first=delete("Invoice")),
        },
    ),
    Case(
        code="invoice_of_other_customer",
        produce=somebody_elses_invoice,
        message="Error adding Payment. Error: The payment you are trying to apply to the invoice "
        "either does not exist or it belongs to another customer.",
        cures={
            "correct_record": Cure(fill={"contact": "c-1"}),
            "resync": Cure(first=move_the_invoice),
        },
    ),
    Case(
        code="payment_already_exists",
        produce=the_payment_is_there,
        message="Payment Ref#: CHK 1 Already exists for Customer Acme Bakery",
        cures={
            "adopt": Cure(),
            "correct_record": Cure(fill={"reference": "CHK 2", "applied_to": []}),
            "resync": Cure(first=delete("Payment")),
        },
    ),
    Case(
        code="invoice_already_exists",
        produce=the_invoice_is_there,
        message="Invoice: 1001 Already exists for Customer Acme Bakery",
        cures={
            "adopt": Cure(),
            "correct_record": Cure(fill={"number": "1002"}),
            "resync": Cure(first=delete("Invoice")),
        },
    ),
    Case(
        code="document_number_conflict",
        produce=the_number_of_a_credit_memo,
        message="Duplicate Document Number: CR-1 is already used in QuickBooks",
        cures={
            "adopt": Cure(),
            "correct_record": Cure(fill={"reference": "CR-2"}),
            "resync": Cure(first=delete("CreditMemo")),
        },
    ),
)
