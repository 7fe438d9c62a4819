"""Each kind of record, and what may happen to it."""

from __future__ import annotations

from typing import Final

from tests.acceptance.rows.row import Table
from tests.acceptance.town import (
    BAD_DEBT,
    DIRECTORY,
    Json,
    Town,
    a_contact,
    a_credit,
    a_payment,
    a_write_off,
    an_invoice,
)

ROWS: Final = Table()


async def billed(town: Town, *numbers: str) -> list[str]:
    """Have a contact c-1 and its invoices of 350.00 in the books; the ids of the invoices."""
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    return [
        (await town.synced(await town.submit("invoice", f"inv-{number}", **an_invoice(number, "c-1"))))[
            "quickbooks"
        ]["id"]
        for number in numbers
    ]


def balances(town: Town, *invoice_ids: str) -> list[float]:
    return [town.read("Invoice", each)["Balance"] for each in invoice_ids]


@ROWS.row("contact create", "A contact becomes a Customer.")
async def contact_create(town: Town) -> None:
    address = {"lines": ["1 Main St"], "city": "Springfield", "region": "IL", "postal_code": "62701"}
    fields = {"email": "office@acme.example", "phone": "+1 555 0100", "address": address}
    contact = await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery", **fields)))
    (made,) = town.made("Customer")
    customer = town.read("Customer", made["id"])
    assert (contact["quickbooks"]["id"], customer["DisplayName"]) == (made["id"], "Acme Bakery")
    assert customer["PrimaryEmailAddr"]["Address"] == "office@acme.example"
    assert customer["BillAddr"]["City"] == "Springfield"


@ROWS.row("contact update", "A newer version updates the same Customer.")
async def contact_update(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    update = await town.synced(await town.submit("contact", "c-1", organisation="Acme Bakery Ltd"))
    (made,) = town.made("Customer")
    assert (update["operation"], update["quickbooks"]["id"]) == ("update", made["id"])
    assert town.read("Customer", made["id"])["DisplayName"] == "Acme Bakery Ltd"


@ROWS.row("contact made inactive", "A contact that is gone becomes an inactive Customer.")
async def contact_made_inactive(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    await town.synced(await town.submit("contact", "c-1", active=False))
    (made,) = town.made("Customer")
    assert town.read("Customer", made["id"])["Active"] is False


@ROWS.row("invoice create", "An Invoice with the number; every line a fee item; optional discount and tax.")
async def invoice_create(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    await town.map("directory", DIRECTORY)
    await town.map("early-bird", "86", "discount")
    await town.map("state", "TAX", "tax")
    listed = {"fee_item": "directory", "quantity": "2", "unit_price": "25.00", "tax": "state"}
    lines = [
        {"fee_item": "dues-gold", "quantity": "1", "unit_price": "100.00"},
        {**listed, "tax_amount": "4.00"},
    ]
    discount = {"key": "early-bird", "amount": "10.00"}
    fields: Json = {"lines": lines, "discount": discount, "total": "144.00"}
    await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", **fields)))
    (made,) = town.made("Invoice")
    invoice = town.read("Invoice", made["id"])
    assert (invoice["DocNumber"], invoice["TotalAmt"], invoice["Balance"]) == ("1001", 144, 144)
    assert invoice["TxnTaxDetail"]["TotalTax"] == 4
    assert [line["DetailType"] for line in invoice["Line"]].count("DiscountLineDetail") == 1


@ROWS.row("invoice update while unpaid", "A newer version updates the same Invoice.")
async def invoice_update(town: Town) -> None:
    (invoice_id,) = await billed(town, "1001")
    update = await town.synced(
        await town.submit("invoice", "inv-1001", **an_invoice("1001", "c-1", "400.00"))
    )
    assert (update["operation"], update["quickbooks"]["id"]) == ("update", invoice_id)
    assert (len(town.made("Invoice")), balances(town, invoice_id)) == (1, [400])


@ROWS.row("invoice void", "A void keeps the number and takes the amounts; nothing is deleted.")
async def invoice_void(town: Town) -> None:
    (invoice_id,) = await billed(town, "1001")
    void = await town.synced(await town.void("invoice", "inv-1001"))
    invoice = town.read("Invoice", invoice_id)
    assert (void["operation"], invoice["DocNumber"], invoice["TotalAmt"]) == ("void", "1001", 0)
    assert invoice["PrivateNote"].startswith("Voided")


@ROWS.row("invoice renumbered", "A new number goes to the same Invoice; the old one is free again.")
async def invoice_renumbered(town: Town) -> None:
    (first,) = await billed(town, "1001")
    await town.synced(await town.submit("invoice", "inv-1001", number="1002"))
    assert (town.read("Invoice", first)["DocNumber"], len(town.made("Invoice"))) == ("1002", 1)
    await town.synced(await town.submit("invoice", "inv-other", **an_invoice("1001", "c-1")))
    assert len(town.held("Invoice", "WHERE DocNumber = '1001'")) == 1


@ROWS.row("payment over several invoices", "One line per invoice it is applied to; the rest stays unapplied.")
async def payment_over_several(town: Town) -> None:
    first, second = await billed(town, "1001", "1002")
    await town.map("check", "2", "payment_method")
    parts = [{"invoice": "inv-1001", "amount": "350.00"}, {"invoice": "inv-1002", "amount": "50.00"}]
    sent = a_payment("CHK 1", "c-1", amount="500.00", applied_to=parts, method="check")
    await town.synced(await town.submit("payment", "pay-1", **sent))
    (made,) = town.made("Payment")
    payment = town.read("Payment", made["id"])
    assert (payment["TotalAmt"], payment["UnappliedAmt"], payment["PaymentRefNum"]) == (500, 100, "CHK 1")
    assert payment["PaymentMethodRef"]["value"] == "2"
    assert balances(town, first, second) == [0, 300]


@ROWS.row("payment update", "A newer version sends all lines again: what is left out is applied no more.")
async def payment_update(town: Town) -> None:
    first, second = await billed(town, "1001", "1002")
    sent = a_payment("CHK 1", "c-1", "inv-1001")
    await town.synced(await town.submit("payment", "pay-1", **sent))
    parts = [{"invoice": "inv-1001", "amount": "100.00"}, {"invoice": "inv-1002", "amount": "250.00"}]
    await town.synced(await town.submit("payment", "pay-1", applied_to=parts))
    assert balances(town, first, second) == [250, 100]
    await town.synced(await town.submit("payment", "pay-1", applied_to=parts[1:]))
    assert balances(town, first, second) == [350, 100]
    (made,) = town.made("Payment")
    assert town.read("Payment", made["id"])["UnappliedAmt"] == 100


@ROWS.row("payment void", "A voided payment opens its invoices again.")
async def payment_void(town: Town) -> None:
    (invoice_id,) = await billed(town, "1001")
    await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1001")))
    await town.synced(await town.void("payment", "pay-1"))
    (made,) = town.made("Payment")
    assert (town.read("Payment", made["id"])["TotalAmt"], balances(town, invoice_id)) == (0, [350])


@ROWS.row("credit", "A CreditMemo, applied to an invoice by a zero-amount Payment that links both.")
async def credit(town: Town) -> None:
    (invoice_id,) = await billed(town, "1001")
    sent = a_credit("CR-1", "c-1", "inv-1001")
    await town.synced(await town.submit("credit", "cr-1", **sent))
    (memo,), (tie,) = town.held("CreditMemo"), town.made("Payment")
    assert (memo["DocNumber"], memo["TotalAmt"], memo["Balance"], tie["object"]["TotalAmt"]) == (
        "CR-1", 50, 0, 0,
    )  # fmt: skip
    assert balances(town, invoice_id) == [300]
    await town.synced(await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1001", "80.00")))
    assert (len(town.made("CreditMemo")), balances(town, invoice_id)) == (1, [270])


@ROWS.row("credit void", "It is un-applied, then deleted: a credit memo cannot be voided by the API.")
async def credit_void(town: Town) -> None:
    (invoice_id,) = await billed(town, "1001")
    await town.synced(await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1001")))
    await town.synced(await town.void("credit", "cr-1"))
    assert (town.held("CreditMemo"), balances(town, invoice_id)) == ([], [350])


def a_taxed_write_off(**fields: object) -> Json:
    line = {"income_account": "4000", "amount": "50.00", "tax": "state", "tax_amount": "4.00"}
    return {**a_write_off("WO-1", "c-1", "inv-1001", "54.00"), "lines": [line], **fields}


@ROWS.row("write-off", "A CreditMemo on the product that the income account is mapped to, with its tax.")
async def write_off(town: Town) -> None:
    (invoice_id,) = await billed(town, "1001")
    await town.map("state", "TAX", "tax")
    entry = await town.failed(
        await town.submit("write_off", "wo-1", **a_taxed_write_off()), "write_off_account_not_mapped"
    )
    await town.map("4000", BAD_DEBT, "income_account")
    await town.resync(entry)
    await town.synced(entry)
    (memo,) = town.held("CreditMemo")
    assert memo["Line"][0]["SalesItemLineDetail"]["ItemRef"]["value"] == BAD_DEBT
    assert (memo["TotalAmt"], memo["TxnTaxDetail"]["TotalTax"], memo["Balance"]) == (54, 4, 0)
    assert balances(town, invoice_id) == [296]


@ROWS.row("write-off void", "A write-off taken back leaves the invoice open again.")
async def write_off_void(town: Town) -> None:
    (invoice_id,) = await billed(town, "1001")
    await town.map("4000", BAD_DEBT, "income_account")
    await town.synced(await town.submit("write_off", "wo-1", **a_write_off("WO-1", "c-1", "inv-1001")))
    assert balances(town, invoice_id) == [250]
    await town.synced(await town.void("write_off", "wo-1"))
    assert (town.held("CreditMemo"), balances(town, invoice_id)) == ([], [350])
