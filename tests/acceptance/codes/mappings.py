"""What has to be mapped, and what it is mapped to."""

from __future__ import annotations

from typing import Any

from tests.acceptance.codes.case import Act, Case, Cure, Produce, Scene, acme
from tests.acceptance.town import BAD_DEBT, GOLD, Json, a_payment, a_write_off, an_invoice

SILVER, DISCOUNTS, EVENT_INCOME, CALIFORNIA, CHECK, CASH = "4", "86", "11", "2", "2", "1"
EARLY_BIRD = {"discount": {"key": "early-bird", "amount": "25.00"}}
TAXED = {"fee_item": "dues-gold", "quantity": "1", "unit_price": "350.00", "tax": "state"}
CHARGED = {**TAXED, "tax_amount": "28.00"}
UNTAXED = {"fee_item": "dues-gold", "quantity": "1", "unit_price": "350.00"}
IN_THE_CITY = {**CHARGED, "tax": "city"}


def mapped(key: str, quickbooks_id: str, kind: str) -> Act:
    """Somebody has mapped it by another way."""
    return lambda scene: scene.town.map(key, quickbooks_id, kind)


def to(quickbooks_id: str) -> Cure:
    return Cure(fill={"quickbooks_id": quickbooks_id}, resync=True)


async def an_invoice_that_fails(scene: Scene, code: str, **fields: Any) -> Json:
    await acme(scene)
    entry = await scene.town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", **fields))
    return await scene.town.failed(entry, code)


async def no_fee_item(scene: Scene) -> Json:
    line = {"fee_item": "gala", "quantity": "1", "unit_price": "350.00"}
    return await an_invoice_that_fails(scene, "fee_item_not_mapped", lines=[line])


async def no_account(scene: Scene) -> Json:
    await acme(scene)
    entry = await scene.town.submit("write_off", "wo-1", **a_write_off("WO-1", "c-1"))
    return await scene.town.failed(entry, "write_off_account_not_mapped")


async def no_discount(scene: Scene) -> Json:
    return await an_invoice_that_fails(scene, "discount_not_mapped", **EARLY_BIRD)


async def no_tax(scene: Scene) -> Json:
    return await an_invoice_that_fails(scene, "tax_not_mapped", lines=[TAXED])


async def two_taxes(scene: Scene) -> Json:
    await scene.town.map("state", CALIFORNIA, "tax")
    await scene.town.map("city", "TAX", "tax")
    return await an_invoice_that_fails(scene, "several_taxes", lines=[CHARGED, IN_THE_CITY])


async def to_one_tax(scene: Scene) -> None:
    answer = await scene.town.call(
        "PUT", "/mappings/tax/city", {"quickbooks_id": CALIFORNIA}, **{"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.text


def change(entity: str, object_id: str, edit: str) -> Act:
    return lambda scene: scene.town.edit(edit, entity=entity, id=object_id)


async def an_inactive_item(scene: Scene) -> Json:
    change("Item", GOLD, "inactivate")(scene)
    return await an_invoice_that_fails(scene, "reference_inactive")


async def an_inactive_method(scene: Scene) -> Json:
    await scene.town.map("check", CHECK, "payment_method")
    change("PaymentMethod", CHECK, "inactivate")(scene)
    await acme(scene)
    entry = await scene.town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", method="check"))
    return await scene.town.failed(entry, "reference_inactive")


async def an_inactive_bad_debt(scene: Scene) -> Json:
    await scene.town.map("4000", BAD_DEBT, "income_account")
    change("Item", BAD_DEBT, "inactivate")(scene)
    await acme(scene)
    entry = await scene.town.submit("write_off", "wo-1", **a_write_off("WO-1", "c-1"))
    return await scene.town.failed(entry, "reference_inactive")


async def an_inactive_tax(scene: Scene) -> Json:
    await scene.town.map("state", CALIFORNIA, "tax")
    change("TaxCode", CALIFORNIA, "inactivate")(scene)
    return await an_invoice_that_fails(scene, "reference_inactive", lines=[CHARGED])


def take_its_account(item: str) -> Act:
    """The accountant lets the product be bought only."""
    fields = {"IncomeAccountRef": None, "ExpenseAccountRef": {"value": "21"}}
    return lambda scene: scene.town.edit("update", entity="Item", id=item, fields=fields)


def give_it_an_account(item: str) -> Act:
    fields = {"IncomeAccountRef": {"value": EVENT_INCOME}}
    return lambda scene: scene.town.edit("update", entity="Item", id=item, fields=fields)


async def an_item_without_account(scene: Scene) -> Json:
    take_its_account(GOLD)(scene)
    return await an_invoice_that_fails(scene, "account_not_mapped")


async def bad_debt_without_account(scene: Scene) -> Json:
    await scene.town.map("4000", BAD_DEBT, "income_account")
    take_its_account(BAD_DEBT)(scene)
    await acme(scene)
    entry = await scene.town.submit("write_off", "wo-1", **a_write_off("WO-1", "c-1"))
    return await scene.town.failed(entry, "write_off_account_not_mapped")


async def an_inactive_account(scene: Scene) -> Json:
    await scene.town.map("early-bird", DISCOUNTS, "discount")
    change("Account", DISCOUNTS, "inactivate")(scene)
    return await an_invoice_that_fails(scene, "account_not_mapped", **EARLY_BIRD)


def inactive(
    variant: str, produce: Produce, what: str, cure: tuple[str, str], activate: tuple[str, str]
) -> Case:
    remedy, other = cure
    return Case(
        code="reference_inactive",
        variant=variant,
        produce=produce,
        message=f"Inactive or missing in QuickBooks: {what}",
        cures={remedy: to(other), "resync": Cure(first=change(*activate, "activate"))},
    )


CASES = (
    Case(
        code="fee_item_not_mapped",
        produce=no_fee_item,
        message="No fee item mapped for line item: invoice 1001, price 350.00, quantity 1",
        cures={"map_fee_item": to(GOLD), "resync": Cure(first=mapped("gala", GOLD, "fee_item"))},
    ),
    Case(
        code="write_off_account_not_mapped",
        produce=no_account,
        message="Error Adding Write-off There is no income account associated with the item Bad Debt.",
        cures={
            "map_income_account": to(BAD_DEBT),
            "resync": Cure(first=mapped("4000", BAD_DEBT, "income_account")),
        },
    ),
    Case(
        code="discount_not_mapped",
        produce=no_discount,
        message="No discount mapped for invoice 1001: discount early-bird, amount 25.00",
        cures={
            "map_discount": to(DISCOUNTS),
            "correct_record": Cure(fill={"discount": None}),
            "resync": Cure(first=mapped("early-bird", DISCOUNTS, "discount")),
        },
    ),
    Case(
        code="tax_not_mapped",
        produce=no_tax,
        message="No tax mapped for line item: invoice 1001, tax state",
        cures={
            "map_tax": to("NON"),
            "correct_record": Cure(fill={"lines": [UNTAXED]}),
            "resync": Cure(first=mapped("state", "NON", "tax")),
        },
    ),
    Case(
        code="several_taxes",
        produce=two_taxes,
        message="Invoice 1001 has several taxes: city, state; QuickBooks takes one on an invoice",
        cures={
            "resync": Cure(first=to_one_tax),
            "correct_record": Cure(fill={"lines": [CHARGED, CHARGED]}),
        },
    ),
    inactive("", an_inactive_item, "Gold Membership", ("map_fee_item", SILVER), ("Item", GOLD)),
    inactive(
        "payment method", an_inactive_method, "Check", ("map_payment_method", CASH), ("PaymentMethod", CHECK)
    ),
    inactive(
        "income account", an_inactive_bad_debt, "Bad Debt", ("map_income_account", SILVER), ("Item", BAD_DEBT)
    ),
    inactive("tax", an_inactive_tax, "California", ("map_tax", "TAX"), ("TaxCode", CALIFORNIA)),
    Case(
        code="account_not_mapped",
        produce=an_inactive_account,
        message="QuickBooks cannot post to an account of Discounts given",
        cures={
            "map_discount": to(EVENT_INCOME),
            "resync": Cure(first=change("Account", DISCOUNTS, "activate")),
        },
    ),
    Case(
        code="account_not_mapped",
        variant="of an item",
        produce=an_item_without_account,
        message="QuickBooks cannot post to an account of Gold Membership",
        cures={"map_fee_item": to(SILVER), "resync": Cure(first=give_it_an_account(GOLD))},
    ),
    Case(
        code="write_off_account_not_mapped",
        variant="of the item",
        produce=bad_debt_without_account,
        message="Error Adding Write-off There is no income account associated with the item Bad Debt.",
        cures={"map_income_account": to(SILVER), "resync": Cure(first=give_it_an_account(BAD_DEBT))},
    ),
)
