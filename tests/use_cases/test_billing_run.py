"""A billing run reaches the books: parents first, whatever the order in which it was submitted."""

from __future__ import annotations

from decimal import Decimal

from domain.model.books import LedgerCustomer, LedgerInvoice, LedgerPayment
from domain.model.log_entries import Status
from domain.model.records import Application
from tests.builders import a_contact, a_line, a_payment, an_invoice
from tests.use_cases.house import House

SYNCED, WAITING, FAILED = Status.SYNCED, Status.WAITING, Status.FAILED


async def test_contacts_invoices_and_payments_submitted_in_reverse_all_arrive(house: House) -> None:
    contacts = [a_contact() for _ in range(3)]
    invoices = [an_invoice(of=contact) for contact in contacts for _ in range(2)]
    payments = [a_payment(on=invoice) for invoice in invoices]
    await house.submit(*payments, *invoices, *contacts)
    await house.drain()
    assert set(await house.statuses()) == {SYNCED}
    made = [ref.entity for ref in house.ledger.books.made]
    assert made == ["Customer"] * 3 + ["Invoice"] * 6 + ["Payment"] * 6


async def test_what_arrived_is_there_with_its_amount_customer_and_links(house: House) -> None:
    contact = a_contact()
    invoice = an_invoice(of=contact)
    payment = a_payment(on=invoice)
    await house.submit(contact, invoice, payment)
    await house.drain()
    customer = await house.held(contact, LedgerCustomer)
    posted = await house.held(invoice, LedgerInvoice)
    paid = await house.held(payment, LedgerPayment)
    assert posted.customer_id == paid.customer_id == customer.ref.id
    assert (posted.total, posted.balance) == (Decimal("350.00"), Decimal("0.00"))
    assert paid.applied == ((posted.ref.id, Decimal("350.00")),)


async def test_what_arrived_once_does_not_go_again(house: House) -> None:
    await house.submit(a_contact())
    await house.drain()
    await house.drain()
    assert len(house.ledger.writes) == 1


async def test_a_payment_waits_for_its_invoice_and_goes_by_itself(house: House) -> None:
    contact = a_contact()
    invoice = an_invoice(of=contact)
    payment = a_payment(on=invoice)
    await house.submit(contact, payment)
    await house.drain()
    entry = await house.entry(payment)
    assert (entry.status, entry.waiting_for, entry.attempts) == (WAITING, (invoice.key,), 0)
    await house.submit(invoice)
    await house.drain()
    assert await house.statuses(invoice, payment) == [SYNCED, SYNCED]
    assert house.notifier.sent == []


async def test_an_invoice_whose_contact_nobody_submitted_waits_and_says_for_whom(house: House) -> None:
    invoice = an_invoice(contact="c-404")
    await house.submit(invoice)
    await house.drain()
    entry = await house.entry(invoice)
    assert (entry.status, entry.message) == (WAITING, "Waiting for contact c-404")
    assert house.ledger.questions[1:] == []  # the mapping of the house asked once


async def test_a_member_who_is_in_the_books_already_is_linked_and_billed(house: House) -> None:
    customer = house.ledger.books.add_customer("Acme Bakery")
    contact = a_contact(organisation="acme bakery")
    invoice = an_invoice(of=contact)
    await house.submit(invoice, contact)
    await house.drain()
    assert (await house.entry(contact)).ref == customer.ref
    assert [ref.entity for ref in house.ledger.books.made] == ["Invoice"]


async def test_an_older_invoice_is_paid_by_its_number(house: House) -> None:
    customer = house.ledger.books.add_customer("Acme Bakery")
    older = house.ledger.books.add_invoice("998", of=customer)
    contact = a_contact(organisation="Acme Bakery")
    applied = (Application(amount=Decimal("350.00"), invoice_number="998"),)
    payment = a_payment(contact=contact.external_ref, applied_to=applied)
    await house.submit(payment, contact)
    await house.drain()
    assert await house.statuses(payment) == [SYNCED]
    assert (await house.held(payment, LedgerPayment)).applied == ((older.ref.id, Decimal("350.00")),)


async def test_failures_keep_nobody_else_back(house: House) -> None:
    contact = a_contact()
    good, bad = an_invoice(of=contact), an_invoice(of=contact, lines=(a_line("gala"),))
    await house.submit(contact, bad, a_contact(organisation="Tab\tBakery"), good)
    await house.drain()
    assert await house.statuses() == [SYNCED, FAILED, FAILED, SYNCED]


async def test_a_resync_after_the_mapping_brings_the_invoice_and_its_waiting_payment(house: House) -> None:
    contact = a_contact()
    invoice = an_invoice(of=contact, lines=(a_line("gala"),))
    payment = a_payment(on=invoice)
    await house.submit(contact, invoice, payment)
    await house.drain()
    assert await house.statuses(invoice, payment) == [FAILED, WAITING]
    await house.map("gala")
    await house.resync(invoice)
    await house.drain()
    assert await house.statuses(invoice, payment) == [SYNCED, SYNCED]


async def test_a_corrected_record_goes_in_the_place_of_the_failed_one(house: House) -> None:
    wrong = a_contact(external_ref="c-1", organisation="Acme: Bakery")
    right = a_contact(external_ref="c-1", organisation="Acme Bakery", source_version=2)
    await house.submit(wrong)
    await house.drain()
    await house.submit(right)
    await house.drain()
    assert await house.statuses(wrong, right) == [Status.SUPERSEDED, SYNCED]
    assert len(house.ledger.books.made) == 1


async def test_a_newer_version_updates_the_same_object(house: House) -> None:
    contact = a_contact()
    first = an_invoice(of=contact, external_ref="inv-1", number="1001")
    second = an_invoice(
        of=contact, external_ref="inv-1", number="1001", source_version=2, lines=(a_line(unit_price="9.00"),)
    )
    await house.submit(contact, first)
    await house.drain()
    await house.submit(second)
    await house.drain()
    before, now = await house.held(first, LedgerInvoice), await house.held(second, LedgerInvoice)
    assert (before.ref.id, now.total) == (now.ref.id, Decimal("9.00"))


async def test_a_run_larger_than_a_batch_arrives(house: House) -> None:
    contacts = [a_contact() for _ in range(31)]
    await house.submit_together(*contacts)
    await house.drain()
    assert await house.statuses() == [SYNCED] * 31
