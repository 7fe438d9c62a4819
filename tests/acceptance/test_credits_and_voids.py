"""Credits, write-offs and voids, as the books must show them."""

from __future__ import annotations

import pytest

from tests.acceptance.town import (
    BAD_DEBT,
    ON_SQLITE,
    Town,
    a_contact,
    a_credit,
    a_payment,
    a_write_off,
    an_invoice,
)

pytestmark = ON_SQLITE


@pytest.fixture(autouse=True)
async def an_invoice_that_is_there(town: Town) -> None:
    await town.submit("contact", "c-1", **a_contact())
    await town.synced(await town.submit("invoice", "inv-1", **an_invoice("1001", "c-1")))


def open_on(town: Town, number: str = "1001") -> float:
    (invoice,) = town.held("Invoice", f"WHERE DocNumber = '{number}'")
    return float(invoice["Balance"])


async def test_a_credit_is_a_credit_memo_that_a_payment_of_nothing_applies(town: Town) -> None:
    credit = await town.synced(await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1")))
    (memo,), (tie,) = town.held("CreditMemo"), town.made("Payment")
    assert (memo["DocNumber"], memo["TotalAmt"], memo["Balance"]) == ("CR-1", 50.0, 0)
    assert tie["object"]["TotalAmt"] == 0
    assert credit["quickbooks"] == {
        "entity": "CreditMemo",
        "id": memo["Id"],
        "doc_number": "CR-1",
        "url": f"https://app.qbo.intuit.com/app/creditmemo?txnId={memo['Id']}",
    }
    assert open_on(town) == 300
    assert town.books_balance()


async def test_a_write_off_is_booked_on_the_bad_debt_product(town: Town) -> None:
    await town.map("4000", BAD_DEBT, "income_account")
    await town.synced(await town.submit("write_off", "wo-1", **a_write_off("WO-1", "c-1", "inv-1")))
    (memo,) = town.held("CreditMemo")
    (line, _) = memo["Line"]
    assert line["SalesItemLineDetail"]["ItemRef"]["value"] == BAD_DEBT
    assert open_on(town) == 250


async def test_a_credit_over_several_invoices_is_applied_at_once(town: Town) -> None:
    await town.synced(await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1")))
    parts = [{"invoice": "inv-1", "amount": "20.00"}, {"invoice": "inv-2", "amount": "30.00"}]
    await town.synced(
        await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1", applied_to=parts))
    )
    assert (open_on(town), open_on(town, "1002")) == (330, 320)
    assert len(town.made("Payment")) == 1


async def test_a_credit_waits_for_its_invoice_and_follows_by_itself(town: Town) -> None:
    credit = await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-9"))
    await town.drain()
    waiting = await town.entry(credit)
    assert (waiting["status"], waiting["attempts"]) == ("waiting", 0)
    assert waiting["waiting_for"] == [{"kind": "invoice", "external_ref": "inv-9"}]
    await town.submit("invoice", "inv-9", **an_invoice("1009", "c-1"))
    await town.synced(credit)


async def test_a_newer_version_of_a_credit_takes_the_place_of_the_older_one_in_the_books(town: Town) -> None:
    await town.synced(await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1")))
    again = await town.synced(
        await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1", amount="80.00"))
    )
    (memo,) = town.held("CreditMemo")
    assert (again["operation"], memo["TotalAmt"], memo["Balance"]) == ("update", 80.0, 0)
    assert open_on(town) == 270
    assert town.books_balance()


async def test_a_voided_credit_is_un_applied_and_deleted(town: Town) -> None:
    await town.synced(await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1")))
    void = await town.synced(await town.void("credit", "cr-1"))
    assert (void["operation"], void["quickbooks"]) == ("void", None)
    assert town.held("CreditMemo") == []
    assert open_on(town) == 350
    assert town.books_balance()


async def test_a_voided_invoice_keeps_its_number_and_its_payment_becomes_unapplied(town: Town) -> None:
    await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")))
    await town.synced(await town.void("invoice", "inv-1"))
    (invoice,), (payment,) = town.held("Invoice", "WHERE DocNumber = '1001'"), town.held("Payment")
    assert (invoice["TotalAmt"], invoice["PrivateNote"][:6]) == (0, "Voided")
    assert payment["UnappliedAmt"] == 350
    assert town.books_balance()


async def test_a_voided_payment_opens_its_invoice_again(town: Town) -> None:
    await town.synced(await town.submit("payment", "pay-1", **a_payment("CHK 1", "c-1", "inv-1")))
    assert open_on(town) == 0
    await town.synced(await town.void("payment", "pay-1"))
    (payment,) = town.held("Payment")
    assert (payment["TotalAmt"], open_on(town)) == (0, 350)


async def test_a_record_is_voided_once_and_takes_no_later_version(town: Town) -> None:
    await town.void("invoice", "inv-1")
    again = await town.call("POST", "/invoices/inv-1/void")
    assert (again.status_code, again.json()["code"]) == (409, "already_voided")
    newer = await town.call("PUT", "/invoices/inv-1", {"source_version": 2, **an_invoice("1001", "c-1")})
    assert (newer.status_code, newer.json()["code"]) == (409, "already_voided")
    assert (await town.ask("/invoices/inv-1"))["voided"]


async def test_what_was_never_sent_is_voided_without_a_word_to_quickbooks(town: Town) -> None:
    first = await town.submit("invoice", "inv-2", **an_invoice("1002", "c-1"))
    void = await town.synced(await town.void("invoice", "inv-2"))
    assert void["message"] == "It never was in QuickBooks: there is nothing to void."
    assert (await town.entry(first))["status"] == "superseded"
    assert len(town.made("Invoice")) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("entity", ["CreditMemo", "Payment"], ids=["the memo", "what applies it"])
async def test_a_lost_answer_leaves_one_credit_memo_applied_once(town: Town, entity: str, when: str) -> None:
    town.realm.add_fault(
        {
            "match": {"entity": entity, "operation": "create"},
            "times": 1,
            "action": {"kind": "drop", when: "commit"},
        }
    )
    credit = await town.submit("credit", "cr-1", **a_credit("CR-1", "c-1", "inv-1"))
    await town.drain(2)
    assert (await town.entry(credit))["status"] == "synced"
    assert (len(town.made("CreditMemo")), len(town.made("Payment"))) == (1, 1)
    assert open_on(town) == 300


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_lost_answer_to_a_void_is_settled_by_looking(town: Town, when: str) -> None:
    town.realm.add_fault(
        {
            "match": {"entity": "Invoice", "operation": "void"},
            "times": 1,
            "action": {"kind": "drop", when: "commit"},
        }
    )
    void = await town.void("invoice", "inv-1")
    await town.drain(2)
    assert (await town.entry(void))["status"] == "synced"
    voids = [each for each in town.realm.ledger() if each["operation"] == "void"]
    assert len(voids) == 1


async def test_a_contact_that_is_gone_becomes_an_inactive_customer(town: Town) -> None:
    await town.synced(await town.submit("contact", "c-1", active=False))
    (customer,) = town.held("Customer", "WHERE DisplayName LIKE 'Acme%' AND Active IN (true, false)")
    assert customer["Active"] is False
