"""Every kind of mapping, from the books' own lists into the books."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.acceptance.town import ON_SQLITE, Town

pytestmark = ON_SQLITE

CONTACT = {"source_version": 1, "organisation": "Pier Nine Kayaks", "currency": "USD"}
INVOICE: dict[str, Any] = {
    "source_version": 1,
    "number": "M-1",
    "contact": "c-1",
    "txn_date": "2026-01-05",
    "currency": "USD",
    "lines": [
        {"fee_item": "dues", "quantity": "1", "unit_price": "100.00"},
        {
            "fee_item": "directory",
            "quantity": "2",
            "unit_price": "25.00",
            "tax": "state",
            "tax_amount": "4.00",
        },
    ],
    "discount": {"key": "early-bird", "amount": "10.00"},
    "total": "144.00",
}
PAYMENT: dict[str, Any] = {
    "source_version": 1,
    "reference": "CHK 1",
    "contact": "c-1",
    "txn_date": "2026-01-20",
    "currency": "USD",
    "method": "check",
    "amount": "144.00",
    "applied_to": [{"invoice": "inv-1", "amount": "144.00"}],
}
GOOD = {"fee_item": "3", "income_account": "9", "payment_method": "2", "discount": "86", "tax": "2"}


def held(town: Town, entity: str) -> dict[str, Any]:
    """The object of this entity that the service wrote last, as the books hold it."""
    written = [row for row in town.realm.ledger() if row["entity"] == entity and row["by"] == "api"]
    found: dict[str, Any] = written[-1]["object"]
    return found


async def unmapped(town: Town, kind: str) -> list[str]:
    return [each["source_key"] for each in (await town.ask(f"/mappings/{kind}/unmapped"))["items"]]


async def statuses(town: Town) -> set[str]:
    return {entry["status"] for entry in (await town.ask("/logs"))["items"]}


async def chosen(town: Town, path: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await town.ask(f"/quickbooks/{path}"))["items"]
    return items


async def test_an_invoice_and_its_payment_go_over_as_their_keys_are_mapped(town: Town) -> None:
    await town.submit("contact", "c-1", **CONTACT)
    entry = await town.submit("invoice", "inv-1", **INVOICE)
    await town.submit("payment", "pay-1", **PAYMENT)
    await town.drain()
    for kind, key, id_ in (
        ("fee_item", "dues", "3"),
        ("fee_item", "directory", "10"),
        ("tax", "state", "2"),
        ("discount", "early-bird", "86"),
    ):
        assert await unmapped(town, kind) == [key]
        await town.map(key, id_, kind)
        assert await unmapped(town, kind) == []
        if (kind, key) == ("discount", "early-bird"):
            assert await unmapped(town, "payment_method") == ["check"]
            await town.map("check", "2", "payment_method")
        await town.resync(entry)
        await town.drain()
    assert await statuses(town) == {"synced"}

    invoice, payment = held(town, "Invoice"), held(town, "Payment")
    assert Decimal(str(invoice["TotalAmt"])) == Decimal("144.00")
    assert invoice["TxnTaxDetail"]["TxnTaxCodeRef"]["value"] == "2"
    codes = [
        line["SalesItemLineDetail"]["TaxCodeRef"]["value"]
        for line in invoice["Line"]
        if line["DetailType"] == "SalesItemLineDetail"
    ]
    assert codes == ["NON", "TAX"]
    assert invoice["Line"][-1]["DiscountLineDetail"]["DiscountAccountRef"]["value"] == "86"
    assert payment["PaymentMethodRef"]["value"] == "2"


async def test_a_tax_that_a_newer_version_lacks_is_gone_from_the_books(town: Town) -> None:
    for kind, key, id_ in (
        ("fee_item", "dues", "3"),
        ("fee_item", "directory", "10"),
        ("tax", "state", "TAX"),
    ):
        await town.map(key, id_, kind)
    invoice = {**INVOICE, "discount": None, "total": "154.00"}
    await town.submit("contact", "c-1", **CONTACT)
    await town.submit("invoice", "inv-1", **invoice)
    await town.drain()
    assert Decimal(str(held(town, "Invoice")["TotalAmt"])) == Decimal("154.00")
    untaxed = [{**line, "tax": None, "tax_amount": None} for line in INVOICE["lines"]]
    await town.submit("invoice", "inv-1", source_version=2, lines=untaxed, total="150.00")
    await town.drain()
    assert await statuses(town) == {"synced"}
    assert Decimal(str(held(town, "Invoice")["TotalAmt"])) == Decimal("150.00")


async def test_what_the_books_do_not_have_is_refused_with_the_reason(town: Town) -> None:
    inactive = {
        "fee_item": "11",  # Platinum Membership
        "income_account": "11",
        "payment_method": town.edit("inactivate", entity="PaymentMethod", id="6")["object"]["Id"],
        "discount": town.edit("inactivate", entity="Account", id="25")["object"]["Id"],
    }
    missing = {**dict.fromkeys(GOOD, "999999"), "fee_item": "TAX", "tax": "NOTAX"}
    category = town.edit("create", entity="Item", fields={"Name": "Fees", "Type": "Category"})["object"]["Id"]
    unfit = {"fee_item": category, "income_account": category, "discount": "1"}  # Checking
    for kind, id_ in (pair for wrong in (inactive, missing, unfit) for pair in wrong.items()):
        answer = await town.call("PUT", f"/mappings/{kind}/k", {"quickbooks_id": id_})
        assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid"), kind
        assert id_ not in answer.json()["detail"]
    for kind, id_ in GOOD.items():
        assert "k" not in [each["source_key"] for each in (await town.ask(f"/mappings/{kind}"))["items"]]
        await town.map("k", id_, kind)


async def test_a_name_that_was_changed_in_quickbooks_shows_after_a_refresh(town: Town) -> None:
    items = await chosen(town, "items")
    names = [item["name"] for item in items]
    assert "Gold Membership" in names
    assert "Platinum Membership" not in " ".join(names)
    assert {item["detail"] for item in items} == {"Service", "NonInventory", "Inventory"}
    assert [code["id"] for code in await chosen(town, "tax-codes")] == [
        "2", "CustomSalesTax", "NON", "TAX",
    ]  # fmt: skip
    assert [each["name"] for each in await chosen(town, "accounts?q=disc")] == ["Discounts given"]
    assert "Checking" not in [each["name"] for each in await chosen(town, "accounts")]

    town.edit("rename", entity="Item", id="3", name="Golden Membership")
    assert [each["id"] for each in await chosen(town, "items?q=golden")] == []
    refreshed = (await town.call("POST", "/quickbooks/refresh")).json()["lists"]
    assert [each["list"] for each in refreshed] == [
        "items", "accounts", "customers", "payment-methods", "tax-codes",
    ]  # fmt: skip
    assert [each["id"] for each in await chosen(town, "items?q=golden")] == ["3"]
    assert all(choice["active"] for choice in await chosen(town, "customers"))
