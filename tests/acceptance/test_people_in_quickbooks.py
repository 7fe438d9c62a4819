"""What people do in QuickBooks behind the service's back, and what the log says of it then."""

from __future__ import annotations

import pytest

from tests.acceptance.town import ON_SQLITE, Json, Town, a_contact, a_credit, a_payment, an_invoice

pytestmark = ON_SQLITE

CHANGED = "Somebody else changed or deleted this in QuickBooks"
MOVED = "Invoice Ref#: 1001 belongs to another customer in QuickBooks by now"


@pytest.fixture(autouse=True)
async def acme(town: Town) -> str:
    """The id of Acme Bakery's customer; its invoice 1001 is in the books."""
    contact = await town.synced(await town.submit("contact", "c-1", **a_contact("Acme Bakery")))
    await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))
    return str(contact["quickbooks"]["id"])


def the_invoice(town: Town) -> Json:
    """The one invoice that the service made, as the books hold it now."""
    (made,) = town.made("Invoice")
    return town.read("Invoice", made["id"])


async def paid(town: Town) -> str:
    """Pay the invoice; the id of the payment."""
    payment = await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")))
    return str(payment["quickbooks"]["id"])


def told(entry: Json) -> tuple[str, str, str]:
    """What the entry says went wrong, and whether anything of it is in the books."""
    error = entry["error"]
    return error["code"], entry["message"], error["outcome"]


def offered(entry: Json) -> set[str]:
    return {each["action"] for each in entry["remedies"]}


async def test_a_customer_renamed_in_quickbooks_stays_the_contacts(town: Town, acme: str) -> None:
    town.edit("rename", entity="Customer", id=acme, name="Acme (old)")
    invoice = await town.synced(await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1")))
    assert town.read("Invoice", invoice["quickbooks"]["id"])["CustomerRef"]["value"] == acme
    again = await town.synced(await town.submit("contact", "c-1", phone="+1 555 0100"))
    assert (again["operation"], again["quickbooks"]["id"]) == ("update", acme)
    assert town.read("Customer", acme)["DisplayName"] == "Acme Bakery"
    assert len(town.made("Customer")) == 1


async def test_the_name_that_a_customer_was_given_is_not_another_contacts(town: Town, acme: str) -> None:
    town.edit("rename", entity="Customer", id=acme, name="Beacon Bakery")
    namesake = await town.failed(
        await town.submit("contact", "c-2", **a_contact("Beacon Bakery")), "name_already_exists"
    )
    assert told(namesake)[1:] == ("The name supplied already exists", "not_applied")
    assert namesake["error"]["context"] == {"linked_to": "c-1"}
    assert len(town.made("Customer")) == 1


async def test_a_customer_made_inactive_takes_nothing_until_it_is_active_again(town: Town, acme: str) -> None:
    town.edit("inactivate", entity="Customer", id=acme)
    inactive = "Customer Acme Bakery (deleted) is inactive in QuickBooks"
    for entry in (
        await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1")),
        await town.submit("payment", "pay-2", **a_payment("CHK 2", "c-1")),
        await town.submit("credit", "cr-2", **a_credit("CR-2", "c-1")),
        await town.submit("contact", "c-1", phone="+1 555 0100"),
    ):
        failed = await town.failed(entry, "customer_inactive")
        assert told(failed)[1:] == (inactive, "not_applied")
        assert offered(failed) >= {"resync", "link_contact", "exclude"}
    assert (len(town.made("Invoice")), town.made("Payment"), town.made("CreditMemo")) == (1, [], [])

    town.edit("activate", entity="Customer", id=acme)
    answer = await town.call("POST", "/resync-failures", {})
    assert answer.status_code == 202
    await town.drain(2)
    assert {each["status"] for each in (await town.ask("/logs"))["items"]} == {"synced"}
    assert (len(town.made("Invoice")), len(town.made("Payment")), len(town.made("CreditMemo"))) == (2, 1, 1)


async def test_after_a_merge_the_contact_is_linked_to_who_is_left_and_everything_follows(
    town: Town, acme: str
) -> None:
    town.edit("merge", entity="Customer", id=acme, into="1")
    invoice = await town.failed(
        await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1")), "customer_inactive"
    )
    payment = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")), "invoice_moved"
    )
    assert told(payment)[1:] == (MOVED, "not_applied")
    for failed in (invoice, payment):
        (link,) = (each for each in failed["remedies"] if each["action"] == "link_contact")
        assert link["path"] == "/contacts/c-1/link"
    answer = await town.call(
        "PUT", "/contacts/c-1/link", {"quickbooks_customer_id": "1"}, **{"If-Match": '"1"'}
    )
    assert answer.status_code == 200, answer.text
    for failed in (invoice, payment):
        await town.resync(failed)
        assert (await town.synced(failed))["error"] is None
    assert {each["object"]["CustomerRef"]["value"] for each in town.made("Payment")} == {"1"}
    assert the_balance(town, "1001") == 0
    assert town.books_balance()


def the_balance(town: Town, number: str) -> float:
    (invoice,) = town.held("Invoice", f"WHERE DocNumber = '{number}'")
    return float(invoice["Balance"])


async def test_a_contact_whose_customer_was_merged_says_so(town: Town, acme: str) -> None:
    town.edit("merge", entity="Customer", id=acme, into="1")
    failed = await town.failed(await town.submit("contact", "c-1", phone="+1 555 0100"), "customer_inactive")
    assert told(failed)[1] == "Customer Acme Bakery (deleted) is inactive in QuickBooks"
    assert "link_contact" in offered(failed)
    assert town.read("Customer", "1")["DisplayName"] == "Harbour Cafe"


async def test_an_invoice_given_to_another_customer_is_not_paid_for_it(town: Town) -> None:
    town.edit("update", entity="Invoice", id=the_invoice(town)["Id"], fields={"CustomerRef": {"value": "1"}})
    payment = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")), "invoice_moved"
    )
    assert told(payment)[1:] == (MOVED, "not_applied")
    assert town.made("Payment") == []


async def test_an_invoice_deleted_by_a_person_is_not_made_again(town: Town) -> None:
    gone = the_invoice(town)["Id"]
    town.edit("delete", entity="Invoice", id=gone)
    payment = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")), "invoice_not_found"
    )
    assert told(payment)[1:] == ("Invoice not found: 1001", "not_applied")
    credit = await town.failed(
        await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1")), "invoice_not_found"
    )
    assert told(credit)[1:] == ("Invoice not found: 1001", "not_applied")
    newer = await town.failed(
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", "400.00")), "changed_in_quickbooks"
    )
    assert told(newer)[1:] == (CHANGED, "not_applied")
    void = await town.synced(await town.void("invoice", "inv-1"))
    assert (void["message"], void["quickbooks"]) == ("It is not in QuickBooks any more.", None)
    assert len(town.made("Invoice")) == 1
    assert (town.made("Payment"), town.made("CreditMemo")) == ([], [])


async def test_an_invoice_entered_again_by_a_person_is_adopted_and_its_payment_goes(
    town: Town, acme: str
) -> None:
    town.edit("delete", entity="Invoice", id=the_invoice(town)["Id"])
    payment = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")), "invoice_not_found"
    )
    line = {
        "Amount": 350,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": "3"}},
    }
    fields = {"CustomerRef": {"value": acme}, "DocNumber": "1001", "Line": [line]}
    entered = town.edit("create", entity="Invoice", fields=fields)["object"]["Id"]
    newer = await town.failed(
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")), "changed_in_quickbooks"
    )
    (adopt,) = (each for each in newer["remedies"] if each["action"] == "adopt")
    answer = await town.call("POST", adopt["path"], {"quickbooks_id": entered})
    assert (answer.status_code, answer.json()["status"]) == (200, "synced")
    await town.resync(payment)
    await town.synced(payment)
    assert (len(town.made("Invoice")), the_balance(town, "1001")) == (1, 0)


async def test_an_invoice_voided_by_a_person_takes_neither_a_payment_nor_a_correction(town: Town) -> None:
    town.edit("void", entity="Invoice", id=the_invoice(town)["Id"])
    payment = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")), "invoice_not_found"
    )
    assert told(payment)[1:] == ("Invoice not found: 1001", "not_applied")
    newer = await town.failed(
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", "400.00")), "changed_in_quickbooks"
    )
    assert told(newer)[1:] == (CHANGED, "not_applied")
    void = await town.synced(await town.void("invoice", "inv-1"))
    assert void["quickbooks"]["id"] == the_invoice(town)["Id"]
    assert the_invoice(town)["TotalAmt"] == 0
    assert [each["by"] for each in town.realm.ledger() if each["operation"] == "void"] == ["person"]


async def test_an_invoice_that_a_person_edited_is_brought_back_to_what_was_billed(town: Town) -> None:
    fields = {"DocNumber": "X-7", "PrivateNote": "Mine"}
    town.edit("update", entity="Invoice", id=the_invoice(town)["Id"], fields=fields)
    newer = await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", "400.00")))
    assert newer["operation"] == "update"
    assert (the_invoice(town)["DocNumber"], the_invoice(town)["TotalAmt"]) == ("1001", 400)


async def test_an_invoice_changed_while_it_is_corrected_is_read_again(town: Town) -> None:
    town.realm.add_fault(
        {
            "match": {"entity": "Invoice", "operation": "update"},
            "times": 1,
            "action": {"kind": "fault", "code": "5010", "detail": "Stale Object Error"},
        }
    )
    newer = await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", "400.00")))
    assert newer["attempts"] == 2
    assert the_invoice(town)["TotalAmt"] == 400


async def test_an_invoice_paid_by_hand_is_not_paid_twice(town: Town, acme: str) -> None:
    line = {"Amount": 300, "LinkedTxn": [{"TxnId": the_invoice(town)["Id"], "TxnType": "Invoice"}]}
    fields = {"CustomerRef": {"value": acme}, "TotalAmt": 300, "PaymentRefNum": "HAND", "Line": [line]}
    town.edit("create", entity="Payment", fields=fields)
    payment = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")), "over_applied"
    )
    said = "Payment Ref#: CHK 1 applies 350.00 to invoice Ref#: 1001, which has 50.00 open"
    assert told(payment)[1:] == (said, "not_applied")
    lower = await town.failed(
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", "200.00")), "invoice_paid"
    )
    said = "Invoice 1001 has 300.00 paid or credited in QuickBooks, and is to be 200.00"
    assert told(lower)[1:] == (said, "not_applied")
    assert (the_invoice(town)["TotalAmt"], the_invoice(town)["Balance"], town.made("Payment")) == (
        350,
        50,
        [],
    )


@pytest.mark.parametrize("what", ["a correction", "a void"])
async def test_a_deposited_payment_is_left_in_its_deposit(town: Town, what: str) -> None:
    payment_id = await paid(town)
    town.edit("deposit", payments=[payment_id])
    entry = (
        await town.void("payment", "pay-1")
        if what == "a void"
        else await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1", "300.00"))
    )
    failed = await town.failed(entry, "deposited")
    said = "Payment Ref#: CHK 1 is part of a bank deposit and cannot be changed"
    assert told(failed)[1:] == (said, "not_applied")
    assert town.read("Payment", payment_id)["TotalAmt"] == 350
    assert the_invoice(town)["Balance"] == 0
    (deposit,) = town.held("Deposit")
    town.edit("delete", entity="Deposit", id=deposit["Id"])
    await town.resync(failed)
    await town.synced(failed)
    assert the_invoice(town)["Balance"] == (350 if what == "a void" else 50)
    assert town.books_balance()


async def test_a_payment_deleted_by_a_person_is_not_made_again(town: Town) -> None:
    town.edit("delete", entity="Payment", id=await paid(town))
    newer = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1", "300.00")),
        "changed_in_quickbooks",
    )
    assert told(newer)[1:] == (CHANGED, "not_applied")
    void = await town.synced(await town.void("payment", "pay-1"))
    assert void["message"] == "It is not in QuickBooks any more."
    assert (len(town.made("Payment")), the_invoice(town)["Balance"]) == (1, 350)


async def test_a_payment_voided_by_a_person_takes_no_correction(town: Town) -> None:
    payment_id = await paid(town)
    town.edit("void", entity="Payment", id=payment_id)
    newer = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1", "300.00")),
        "changed_in_quickbooks",
    )
    assert told(newer)[1:] == (CHANGED, "not_applied")
    assert (await town.synced(await town.void("payment", "pay-1")))["quickbooks"]["id"] == payment_id
    assert the_invoice(town)["Balance"] == 350


async def test_a_credit_memo_deleted_by_a_person_is_not_made_again(town: Town) -> None:
    await town.synced(await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1")))
    (tie,), (memo,) = town.held("Payment"), town.held("CreditMemo")
    town.edit("delete", entity="Payment", id=tie["Id"])
    town.edit("delete", entity="CreditMemo", id=memo["Id"])
    newer = await town.failed(
        await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1", "80.00")),
        "changed_in_quickbooks",
    )
    assert told(newer)[1:] == (CHANGED, "not_applied")
    void = await town.synced(await town.void("credit", "cr-1"))
    assert void["message"] == "It is not in QuickBooks any more."
    assert (len(town.made("CreditMemo")), the_invoice(town)["Balance"]) == (1, 350)


async def test_a_credit_that_a_person_un_applied_is_applied_by_its_next_version(town: Town) -> None:
    await town.synced(await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1")))
    (tie,) = town.held("Payment")
    town.edit("delete", entity="Payment", id=tie["Id"])
    await town.synced(await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1", "80.00")))
    (memo,) = town.held("CreditMemo")
    assert (memo["TotalAmt"], memo["Balance"], the_invoice(town)["Balance"]) == (80, 0, 270)
    assert town.books_balance()


async def test_closed_books_stay_as_they_are(town: Town) -> None:
    town.edit("close_books", date="2026-01-31")
    invoice = await town.failed(
        await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1", "400.00")), "period_closed"
    )
    assert told(invoice)[1:] == ("The books are closed for 2026-01-05", "not_applied")
    payment = await town.failed(
        await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")), "period_closed"
    )
    assert told(payment)[1:] == ("The books are closed for 2026-01-20", "not_applied")
    void = await town.failed(await town.void("invoice", "inv-1"), "period_closed")
    assert told(void)[1:] == ("The books are closed for 2026-01-05", "not_applied")
    assert (the_invoice(town)["TotalAmt"], the_invoice(town)["Balance"]) == (350, 350)
