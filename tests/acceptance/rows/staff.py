"""What staff are told, and what they can do about it: M8 and M11 to M14."""

from __future__ import annotations

from typing import Final

from tests.acceptance.rows.log import a_gala, failures
from tests.acceptance.rows.row import Table
from tests.acceptance.town import BAD_DEBT, GOLD, Town, a_contact, a_payment, an_invoice

ROWS: Final = Table()

# One that is there, of the seed's, for each kind of mapping.
GOOD = {"fee_item": GOLD, "income_account": BAD_DEBT, "payment_method": "2", "discount": "86", "tax": "2"}
LISTS = ("items", "accounts", "customers", "payment-methods", "tax-codes")


@ROWS.row("M8 a mail for staff", "Subscribed staff get an e-mail; a storm of failures is one mail.")
async def a_mail_for_staff(town: Town) -> None:
    subscribed = await town.call(
        "POST", "/subscriptions", {"kind": "sync_error", "email": "clerk@example.com"}
    )
    assert subscribed.status_code == 201, subscribed.text
    await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    for number in range(1001, 1041):  # more than a claim takes
        await town.submit("invoice", f"inv-{number}", **a_gala(str(number)))
    await town.drain(2)
    await town.submit("invoice", "inv-late", **a_gala("2001"))
    await town.drain()
    (mail,) = town.notifier.sent
    (cause,) = mail.causes
    assert (mail.to, cause.code, cause.entries) == ("clerk@example.com", "fee_item_not_mapped", 40)
    assert cause.message.startswith("No fee item mapped for line item: invoice")
    assert cause.correction
    assert town.made("Invoice") == []


@ROWS.row(
    "M11 mappings", "Map fee items, income accounts, payment methods, discounts, taxes; what is unmapped."
)
async def mappings(town: Town) -> None:
    await failures(town, "1001", "1002")
    unmapped = (await town.ask("/mappings/fee_item/unmapped"))["items"]
    assert [(each["source_key"], each["entries"]) for each in unmapped] == [("gala", 2)]
    for name in LISTS:
        assert (await town.ask(f"/quickbooks/{name}"))["items"], name
    for kind, quickbooks_id in GOOD.items():
        await town.map("gala", quickbooks_id, kind)
        mapped = await town.ask(f"/mappings/{kind}/gala")
        assert mapped["quickbooks_id"] == quickbooks_id
        answer = await town.call("PUT", f"/mappings/{kind}/other", {"quickbooks_id": "999999"})
        assert (answer.status_code, answer.json()["code"]) == (422, "quickbooks_reference_invalid")
    assert (await town.ask("/mappings/fee_item/unmapped"))["items"] == []
    assert (await town.call("POST", "/resync-failures", {})).status_code == 202
    await town.drain()
    items = [each["object"]["Line"][0]["SalesItemLineDetail"]["ItemRef"] for each in town.made("Invoice")]
    assert [item["value"] for item in items] == [GOLD, GOLD]


@ROWS.row("M12 link by hand", "Link a contact to a QBO customer by hand; see the candidates.")
async def link_by_hand(town: Town) -> None:
    email = {"Address": "office@printworks.example"}
    fields = {"DisplayName": "Printworks (member)", "PrimaryEmailAddr": email}
    customer = town.edit("create", entity="Customer", fields=fields)["object"]["Id"]
    contact = await town.failed(
        await town.submit(
            "contact", "c-1", **a_contact("Printworks & Co", email="office@printworks.example")
        ),
        "name_already_exists",
    )
    found = await town.ask("/contacts/c-1/candidates")
    assert (found["name_holder"]["entity"], found["items"][0]["customer"]["id"]) == ("Vendor", customer)
    link = await town.call("PUT", "/contacts/c-1/link", {"quickbooks_customer_id": customer})
    assert link.status_code == 201, link.text
    await town.resync(contact)
    assert (await town.synced(contact))["quickbooks"]["id"] == customer
    payment = await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1")))
    assert town.read("Payment", payment["quickbooks"]["id"])["CustomerRef"]["value"] == customer
    assert (town.made("Customer"), len(town.made("Payment"))) == ([], 1)


@ROWS.row(
    "M14 error catalogue", "Every error that staff can meet is explained by a catalogue the API serves."
)
async def error_catalogue(town: Town) -> None:
    codes, page = [], await town.ask("/error-codes")
    codes += page["items"]
    assert len(codes) > 30
    for row in codes:
        assert all(row[name] for name in ("title", "message", "meaning", "correction", "who")), row["code"]
        assert await town.ask(f"/error-codes/{row['code']}") == row
    await town.submit("contact", "c-1", **a_contact("Printworks & Co"))
    await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1"))
    await town.drain()
    (failed,) = (await town.ask("/logs?status=failed"))["items"]
    row = await town.ask(f"/error-codes/{failed['error']['code']}")
    for name in ("title", "meaning", "correction", "who", "retryable"):
        assert failed["error"][name] == row[name]
