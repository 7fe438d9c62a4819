"""What people say by hand: who a contact is, and what is in the books already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.database.links import SqlLinks
from domain.errors import (
    AdoptedReferenceInvalid,
    AlreadyLinked,
    AlreadySynced,
    ConnectionRequired,
    CustomerAlreadyLinked,
    DataNotFetched,
    EntryNotFound,
    EntrySuperseded,
    LinkNotFound,
    NotTheSame,
    RecordInProgress,
    RecordNotFound,
    VersionDiffers,
    VersionRequired,
)
from domain.model.books import LedgerCustomer
from domain.model.log_entries import LogEntry, Status
from domain.model.outcomes import RefusalReason
from domain.model.records import Contact, Record, RecordKey
from domain.use_cases.asking import ask
from domain.use_cases.links import LinkResult
from tests.builders import FAR_AHEAD, a_contact, a_payment, a_reference, an_invoice, new_id
from tests.fakes.books import refusal
from tests.use_cases.house import House

FAILED, QUEUED, SYNCED, WAITING = Status.FAILED, Status.QUEUED, Status.SYNCED, Status.WAITING

MEMBER = a_contact(organisation="Paper Mill")
INVOICE = an_invoice(of=MEMBER)
PAYMENT = a_payment(on=INVOICE)


async def link(
    house: House, contact: Contact, customer: LedgerCustomer, *, if_match: int | None = None
) -> LinkResult:
    return await house.use_cases.by_hand.put_link(
        house.principal, contact.external_ref, customer.ref.id, if_match=if_match
    )


async def unlink(house: House, contact: Contact, *, if_match: int | None = 1) -> None:
    await house.use_cases.by_hand.delete_link(house.principal, contact.external_ref, if_match=if_match)


async def adopt(house: House, record: Record, object_id: str) -> LogEntry:
    entry = await house.entry(record)
    return await house.use_cases.by_hand.adopt_entry(house.principal, entry.id, object_id)


async def a_vendors_name(house: House, *records: Record) -> LedgerCustomer:
    """Have the contact fail for a vendor, and give a customer that it could be."""
    house.ledger.books.add_other("Vendor", "Paper Mill")
    await house.submit(MEMBER, *records)
    await house.drain()
    assert await house.code(MEMBER) == "name_already_exists"
    return house.ledger.books.add_customer("Paper Mill (member)")


async def test_what_waits_for_a_contact_goes_as_soon_as_it_is_linked(house: House) -> None:
    customer = await a_vendors_name(house, INVOICE)
    assert await house.statuses(INVOICE) == [WAITING]
    house.doorbell.rings.clear()
    result = await link(house, MEMBER, customer)
    assert (result.created, result.link.by_hand, result.link.revision) == (True, True, 1)
    assert len(house.doorbell.rings) == 1
    assert await house.statuses(MEMBER, INVOICE) == [FAILED, QUEUED]
    await house.drain()
    assert await house.statuses(MEMBER, INVOICE) == [FAILED, SYNCED]


async def test_a_linked_contact_adopts_its_customer_as_it_is_and_keeps_its_name_there(house: House) -> None:
    customer = await a_vendors_name(house)
    await link(house, MEMBER, customer)
    writes = len(house.ledger.writes)
    await house.resync(MEMBER)
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]
    assert await house.held(MEMBER, LedgerCustomer) == customer
    assert len(house.ledger.writes) == writes

    newer = replace(MEMBER, source_version=2, email="office@mill.example")
    await house.submit(newer)
    await house.drain()
    held = await house.held(newer, LedgerCustomer)
    assert (held.ref.id, held.name, held.email) == (customer.ref.id, customer.name, "office@mill.example")
    found = await house.use_cases.by_hand.get_link(house.principal, MEMBER.external_ref)
    assert (found.by_hand, found.revision, found.ref) == (True, 1, held.ref)


async def test_a_changed_link_needs_the_version_that_it_changes(house: House) -> None:
    customer = await a_vendors_name(house)
    with pytest.raises(VersionDiffers):
        await link(house, MEMBER, customer, if_match=1)
    await link(house, MEMBER, customer)
    other = house.ledger.books.add_customer("Paper Mill (old)")
    with pytest.raises(VersionRequired):
        await link(house, MEMBER, other)
    result = await link(house, MEMBER, other, if_match=1)
    assert (result.created, result.link.ref, result.link.revision) == (False, other.ref, 2)
    with pytest.raises(VersionDiffers):
        await unlink(house, MEMBER, if_match=1)


async def test_a_customer_is_one_contact(house: House) -> None:
    customer = await a_vendors_name(house)
    other = a_contact()
    await house.submit(other)
    await link(house, other, customer)
    with pytest.raises(CustomerAlreadyLinked) as refused:
        await link(house, MEMBER, customer)
    assert refused.value.context == {"linked_to": other.external_ref}


async def test_a_customer_is_one_contact_even_if_two_people_are_equally_quick(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither sees the other's link when it looks; the database lets one of them in."""

    async def nobody(*_: object) -> dict[str, RecordKey]:
        return {}

    customer = await a_vendors_name(house)
    other = a_contact()
    await house.submit(other)
    await link(house, other, customer)
    monkeypatch.setattr(SqlLinks, "holders", nobody)
    with pytest.raises(CustomerAlreadyLinked):
        await link(house, MEMBER, customer)


async def test_without_a_connection_there_are_no_books_to_ask(house: House) -> None:
    with pytest.raises(ConnectionRequired):
        await ask(house.ledger, None, [])


async def test_what_was_not_fetched_yet_is_not_adopted(house: House) -> None:
    customer = house.ledger.books.add_customer("Somebody")
    (accepted,) = await house.submit(a_reference(MEMBER))
    with pytest.raises(DataNotFetched):
        await house.use_cases.by_hand.adopt_entry(house.principal, accepted.entry.id, customer.ref.id)


async def test_two_contacts_of_one_name_are_not_one_customer(house: House) -> None:
    twin = a_contact(organisation="paper mill")
    await house.submit(MEMBER, twin)
    await house.drain()
    assert await house.statuses(MEMBER, twin) == [SYNCED, FAILED]
    error = (await house.entry(twin)).error
    assert error
    assert (error.code, error.context) == ("name_already_exists", {"linked_to": MEMBER.external_ref})


async def test_a_link_is_not_changed_under_a_worker(house: House) -> None:
    customer = await a_vendors_name(house)
    other = house.ledger.books.add_customer("Other")
    await link(house, MEMBER, customer)

    async def meanwhile() -> None:
        with pytest.raises(RecordInProgress):
            await link(house, MEMBER, other, if_match=1)
        with pytest.raises(RecordInProgress):
            await unlink(house, MEMBER)
        with pytest.raises(RecordInProgress):
            await adopt(house, newer, other.ref.id)
        await house.submit(newest)
        with pytest.raises(RecordInProgress):
            await adopt(house, newest, other.ref.id)

    newer, newest = replace(MEMBER, source_version=2), replace(MEMBER, source_version=3)
    await house.submit(newer)
    house.ledger.while_written = meanwhile
    await house.drain()
    assert await house.statuses(newer, newest) == [SYNCED, SYNCED]
    assert house.ledger.while_written is None


async def test_a_person_settles_what_became_of_a_contact(house: House) -> None:
    """Its answer was lost; then a person says which customer it is, and nothing is sent again."""
    other = a_contact(organisation="Old Mill")
    customer = house.ledger.books.add_customer("Old Mill (member)")
    house.ledger.answer_next(refusal(RefusalReason.REQUEST_ID_USED))
    house.ledger.while_written = lambda: _down(house)
    await house.submit(other)
    await house.drain()
    assert await house.statuses(other) == [Status.UNCERTAIN]
    house.ledger.unreadable = None
    await link(house, other, customer)
    writes = len(house.ledger.writes)
    await house.end_hold()
    await house.drain()
    assert (await house.entry(other)).ref == customer.ref
    assert len(house.ledger.writes) == writes


async def _down(house: House) -> None:
    house.ledger.unreadable = refusal(RefusalReason.UNAVAILABLE)


async def test_a_forgotten_link_lets_what_comes_next_wait(house: House) -> None:
    customer = await a_vendors_name(house)
    await link(house, MEMBER, customer)
    await unlink(house, MEMBER)
    with pytest.raises(LinkNotFound):
        await unlink(house, MEMBER)
    await house.submit(INVOICE)
    await house.drain()
    assert await house.statuses(INVOICE) == [WAITING]
    await house.resync(MEMBER)
    await house.drain()
    assert await house.code(MEMBER) == "name_already_exists"


async def test_only_contacts_that_were_submitted_have_links(house: House) -> None:
    by_hand = house.use_cases.by_hand
    customer = house.ledger.books.add_customer("Somebody")
    with pytest.raises(RecordNotFound):
        await link(house, MEMBER, customer)
    with pytest.raises(RecordNotFound):
        await by_hand.get_link(house.principal, MEMBER.external_ref)
    with pytest.raises(RecordNotFound):
        await unlink(house, MEMBER)
    with pytest.raises(RecordNotFound):
        await by_hand.get_candidates(house.principal, MEMBER.external_ref)
    await house.submit(MEMBER)
    with pytest.raises(LinkNotFound):
        await by_hand.get_link(house.principal, MEMBER.external_ref)


async def test_a_contact_whose_data_was_not_fetched_yet_is_not_compared_with_customers(house: House) -> None:
    customer = house.ledger.books.add_customer("Somebody")
    await house.submit(a_reference(MEMBER))
    questions = len(house.ledger.questions)
    with pytest.raises(DataNotFetched):
        await link(house, MEMBER, customer)
    with pytest.raises(DataNotFetched):
        await house.use_cases.by_hand.get_candidates(house.principal, MEMBER.external_ref)
    assert len(house.ledger.questions) == questions


async def test_candidates_say_who_is_linked_and_who_holds_the_name(house: House) -> None:
    customer = await a_vendors_name(house)
    other = a_contact()
    await house.submit(other)
    await link(house, other, customer)
    questions = len(house.ledger.questions)
    found = await house.use_cases.by_hand.get_candidates(house.principal, MEMBER.external_ref)
    assert [(each.customer.ref.id, each.linked_to) for each in found.items] == [
        (customer.ref.id, other.external_ref)
    ]
    assert found.name_holder
    assert found.name_holder.ref.entity == "Vendor"
    assert len(house.ledger.questions) > questions


async def a_payment_by_hand(house: House, *, total: str = "350.00") -> str:
    """Have the payment meet one that a person entered on the same invoice, and return its id."""
    await house.submit(MEMBER, INVOICE)
    await house.drain()
    books = house.ledger.books
    customer = await house.held(MEMBER, LedgerCustomer)
    invoice = books.objects[(await house.entry(INVOICE)).ref.id]  # type: ignore[union-attr]  # it is synced
    held = books.add_payment(PAYMENT.reference, of=customer, total=total, on=invoice)  # type: ignore[arg-type]  # an invoice
    await house.submit(PAYMENT)
    await house.drain()
    error = (await house.entry(PAYMENT)).error
    assert error
    assert (error.code, error.context["candidate"]) == ("payment_already_exists", held.ref.id)
    return held.ref.id


async def test_what_a_person_entered_is_adopted_and_nothing_is_written(house: House) -> None:
    object_id = await a_payment_by_hand(house)
    await house.exclude(PAYMENT, "Entered by hand")
    writes, made = len(house.ledger.writes), list(house.ledger.books.made)
    house.doorbell.rings.clear()
    entry = await adopt(house, PAYMENT, object_id)
    assert (entry.status, entry.error, entry.message, entry.cause_id) == (SYNCED, None, None, None)
    assert entry.ref
    assert entry.ref.id == object_id
    assert entry.excluded  # a person's decision stays, as when a worker has sent it
    assert await house.entry(PAYMENT) == entry
    assert (len(house.ledger.writes), house.ledger.books.made) == (writes, made)
    assert len(house.doorbell.rings) == 1
    with pytest.raises(AlreadySynced):
        await adopt(house, PAYMENT, object_id)


async def test_what_is_adopted_is_what_a_newer_version_changes(house: House) -> None:
    object_id = await a_payment_by_hand(house)
    await adopt(house, PAYMENT, object_id)
    newer = replace(PAYMENT, source_version=2, memo="Thank you")
    await house.submit(newer)
    await house.drain()
    after = await house.entry(newer)
    assert after.status is SYNCED
    assert after.ref
    assert (after.ref.id, after.ref.version) == (object_id, "1")


async def test_a_payment_that_waits_follows_an_invoice_that_is_adopted(house: House) -> None:
    await house.submit(MEMBER)
    await house.drain()
    customer = await house.held(MEMBER, LedgerCustomer)
    invoice = house.ledger.books.add_invoice(INVOICE.number, of=customer)
    await house.submit(INVOICE, PAYMENT)
    await house.drain()
    assert await house.statuses(INVOICE, PAYMENT) == [FAILED, WAITING]
    await adopt(house, INVOICE, invoice.ref.id)
    await house.drain()
    assert await house.statuses(INVOICE, PAYMENT) == [SYNCED, SYNCED]


async def test_something_else_is_not_adopted(house: House) -> None:
    object_id = await a_payment_by_hand(house, total="349.00")
    before = await house.entry(PAYMENT)
    with pytest.raises(NotTheSame) as refused:
        await adopt(house, PAYMENT, object_id)
    assert refused.value.context["total"] == "350.00"
    with pytest.raises(AdoptedReferenceInvalid):
        await adopt(house, PAYMENT, "999")
    assert await house.entry(PAYMENT) == before


async def test_an_object_of_another_record_is_not_adopted(house: House) -> None:
    customer = await a_vendors_name(house)
    other = a_contact()
    await house.submit(other)
    await link(house, other, customer)
    house.ledger.books.change(customer, name="Paper Mill")
    with pytest.raises(AlreadyLinked) as refused:
        await adopt(house, MEMBER, customer.ref.id)
    assert refused.value.context == {"linked_to": other.external_ref}


async def test_an_adopted_entry_counts_in_its_operation(house: House) -> None:
    object_id = await a_payment_by_hand(house)
    operation = await house.resync_failures()
    await adopt(house, PAYMENT, object_id)
    progress = (await house.operation(operation)).progress
    assert (progress.total, progress.synced, progress.pending) == (1, 1, 0)
    assert (await house.operation(operation)).finished_at is not None


async def test_an_older_version_is_not_adopted(house: House) -> None:
    """It is tried again far ahead, and a newer version has come meanwhile."""
    newer = replace(MEMBER, source_version=2)
    house.clock.set(FAR_AHEAD)
    house.ledger.answer_next(refusal(RefusalReason.UNAVAILABLE))
    house.ledger.while_written = lambda: house.submit(newer)
    await house.submit(MEMBER)
    await house.drain()
    assert await house.statuses(MEMBER, newer) == [Status.RETRYING, SYNCED]
    with pytest.raises(EntrySuperseded):
        await adopt(house, MEMBER, "1")


async def test_an_entry_that_nobody_knows_is_not_adopted(house: House) -> None:
    with pytest.raises(EntryNotFound):
        await house.use_cases.by_hand.adopt_entry(house.principal, new_id(), "1")
