"""What QuickBooks tells of changes is kept, looked into once, and marks what others have changed."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.model.book_events import BookChange, BookEvent, ChangeMark, ChangeNotice
from domain.model.books import LedgerCustomer, LedgerInvoice
from domain.model.companies import Hold
from domain.model.log_entries import Status
from domain.model.outcomes import Evidence, HoldReason, Refused, Unknown, UnknownReason
from domain.model.records import Contact, Record
from domain.use_cases.mark_changes import KEPT
from tests.builders import a_contact, a_payment, an_invoice, some_tokens
from tests.fakes.clock import NOON
from tests.use_cases.house import NO, House

NEWER = NOON + timedelta(minutes=5)
UNREADABLE = Unknown(reason=UnknownReason.UNAVAILABLE, evidence=Evidence())


async def hear(house: House, *notices: ChangeNotice) -> None:
    await house.use_cases.receive_notices(notices)


async def notice_of(
    house: House, record: Record, operation: str = "updated", **fields: object
) -> ChangeNotice:
    """What QuickBooks tells of a record's object, some minutes after we wrote it."""
    ref = (await house.entry(record)).ref
    assert ref
    notice = ChangeNotice(
        realm_id=str(house.company.realm_id),
        entity=ref.entity,
        object_id=ref.id,
        operation=operation,
        at=NEWER,
    )
    return replace(notice, **fields)  # type: ignore[arg-type]  # as builders do


async def synced(house: House, *records: Record) -> None:
    await house.submit(*records)
    await house.drain()
    assert await house.statuses(*records) == [Status.SYNCED] * len(records)


async def renamed(house: House, contact: Contact, name: str = "Acme (old)") -> None:
    house.ledger.books.change(await house.held(contact, LedgerCustomer), name=name)


async def mark_of(house: House, record: Record) -> BookChange | None:
    mark = (await house.entry(record)).changed_in_books
    return mark.what if mark else None


async def due(house: House) -> list[BookEvent]:
    async with house.units() as uow:
        return list(await uow.book_events.due(house.company.id, limit=1000))


@pytest.fixture
async def contact(house: House) -> Contact:
    """A contact that is in the books."""
    contact = a_contact()
    await synced(house, contact)
    return contact


async def test_a_change_marks_the_entry_and_nothing_else_of_it(house: House, contact: Contact) -> None:
    before = await house.entry(contact)
    await renamed(house, contact)
    await hear(house, await notice_of(house, contact))
    house.clock.advance(1)
    await house.drain()
    mark = ChangeMark(at=NEWER, what=BookChange.CHANGED)
    assert await house.entry(contact) == replace(before, changed_in_books=mark, updated_at=house.clock.now())
    assert len(house.ledger.writes) == 1, "nothing is sent for it"


async def test_nothing_is_asked_before_the_notice_is_kept(house: House, contact: Contact) -> None:
    asked = len(house.ledger.questions)
    await hear(house, await notice_of(house, contact))
    assert len(house.ledger.questions) == asked
    assert len(await due(house)) == 1
    assert house.doorbell.rings[-1].company_id == house.company.id


async def test_the_same_notice_again_is_nothing(house: House, contact: Contact) -> None:
    notice = await notice_of(house, contact, id="e-1")
    await hear(house, notice, notice)
    await house.drain()
    asked, rings = len(house.ledger.questions), len(house.doorbell.rings)
    await hear(house, notice)
    await house.drain()
    assert (len(house.ledger.questions), len(house.doorbell.rings)) == (asked, rings)


async def test_a_mark_is_not_written_twice(house: House, contact: Contact) -> None:
    await renamed(house, contact)
    await hear(house, await notice_of(house, contact, id="e-1"))
    await house.drain()
    marked = await house.entry(contact)
    house.clock.advance(1)
    await hear(house, await notice_of(house, contact, id="e-2"))
    await house.drain()
    assert await house.entry(contact) == marked


async def test_what_is_told_of_others_is_let_go(
    house: House, contact: Contact, caplog: pytest.LogCaptureFixture
) -> None:
    known = await notice_of(house, contact)
    asked = len(house.ledger.questions)
    with caplog.at_level(logging.INFO):
        await hear(
            house,
            replace(known, realm_id="nobody's"),
            replace(known, entity="vendor"),
            replace(known, operation="locked"),
            replace(known, object_id="999"),
        )
    (line,) = [vars(line) for line in caplog.records if line.message == "notices_received"]
    assert [line[count] for count in ("notices", "of_unknown_realms", "events", "new_events")] == [4, 1, 1, 1]
    await house.drain()
    assert (await due(house), len(house.ledger.questions)) == ([], asked), "the last one is nobody's"


async def test_nothing_told_is_nothing_done(house: House) -> None:
    await hear(house)
    assert house.doorbell.rings == []


async def test_many_objects_are_asked_about_at_once(house: House) -> None:
    contacts = [a_contact(organisation=f"Member {number}") for number in range(40)]
    await house.submit(*contacts)
    await house.drain()
    await renamed(house, contacts[7])
    rounds = house.ledger.rounds
    await hear(house, *[await notice_of(house, each) for each in contacts])
    await house.drain()
    assert house.ledger.rounds == rounds + 1
    marked = [each for each in contacts if await mark_of(house, each)]
    assert marked == [contacts[7]]


async def test_what_is_no_newer_than_our_own_writing_costs_no_question(
    house: House, contact: Contact
) -> None:
    asked = len(house.ledger.questions)
    await renamed(house, contact)
    await hear(house, await notice_of(house, contact, at=NOON))
    await house.drain()
    assert (len(house.ledger.questions), await mark_of(house, contact)) == (asked, None)


async def test_a_payment_of_ours_does_not_change_its_invoice(house: House, contact: Contact) -> None:
    invoice = an_invoice(of=contact)
    payment = a_payment(on=invoice)
    await synced(house, invoice)
    await synced(house, payment)
    assert (await house.held(invoice, LedgerInvoice)).ref.version == "1"
    await hear(house, await notice_of(house, invoice), await notice_of(house, payment, "created"))
    await house.drain()
    assert [await mark_of(house, each) for each in (invoice, payment)] == [None, None]


async def test_a_record_that_is_being_sent_meanwhile_is_looked_at_later(
    house: House, contact: Contact
) -> None:
    await renamed(house, contact)
    await hear(house, await notice_of(house, contact))
    newer = replace(contact, source_version=2, organisation="Acme & Sons")

    async def be_taken() -> None:
        """By another worker, whose leases are over when it has just begun."""
        await house.submit(newer)
        await house.lapse()
        async with house.units() as uow:
            lease = await uow.drains.take(house.company.id, seconds=0)
            assert lease
            await uow.drains.renew(lease, seconds=60)
            await uow.queue.claim(lease, limit=1, seconds=0)
            await uow.drains.renew(lease, seconds=-1)
            await uow.commit()

    house.ledger.while_asked = be_taken
    await house.drain()
    assert await house.statuses(contact, newer) == [Status.SYNCED, Status.SYNCING]
    assert (len(await due(house)), await mark_of(house, contact)) == (1, None)
    await house.drain()
    assert await house.statuses(contact, newer) == [Status.SYNCED, Status.SYNCED]
    assert [await mark_of(house, each) for each in (contact, newer)] == [None, None]
    assert await due(house) == []


async def test_an_object_that_we_wrote_while_it_was_asked_about_is_looked_at_later(
    house: House, contact: Contact
) -> None:
    await renamed(house, contact)
    await hear(house, await notice_of(house, contact))
    newer = replace(contact, source_version=2, organisation="Acme & Sons")

    async def overtake() -> None:
        await house.submit(newer)
        await house.overtake()

    house.ledger.while_asked = overtake
    await house.drain()
    assert await house.statuses(newer) == [Status.SYNCED]
    await house.drain()
    assert [await mark_of(house, each) for each in (contact, newer)] == [None, None]
    assert await due(house) == []


@pytest.mark.parametrize("answer", [UNREADABLE, NO], ids=["down", "refused"])
async def test_books_that_cannot_be_read_leave_the_events_due(
    house: House, contact: Contact, answer: Unknown | Refused
) -> None:
    await renamed(house, contact)
    await hear(house, await notice_of(house, contact))
    house.ledger.unreadable = answer
    await house.drain()
    assert len(await due(house)) == 1
    hold = await house.hold()
    assert (hold and hold.reason) == (HoldReason.QUICKBOOKS_UNAVAILABLE if answer is UNREADABLE else None)
    house.ledger.unreadable = None
    if hold:
        await house.end_hold()
    await house.drain()
    assert (await mark_of(house, contact), await house.hold()) == (BookChange.CHANGED, None)


async def test_while_the_company_is_held_nothing_is_asked(house: House, contact: Contact) -> None:
    await hear(house, await notice_of(house, contact))
    asked = len(house.ledger.questions)

    async def be_held() -> None:
        async with house.units() as uow:
            hold = Hold(reason=HoldReason.NEEDS_RECONNECT, since=NOON, until=None)
            await uow.connections.hold(house.company.id, hold)
            await uow.commit()

    house.ledger.while_written = be_held
    await house.submit(a_contact())
    await house.drain()
    assert len(house.ledger.questions) == asked + 1, "that of the contact alone"
    assert len(await due(house)) == 1


async def test_what_another_realm_told_means_nothing_here(house: House, contact: Contact) -> None:
    await renamed(house, contact)
    await hear(house, await notice_of(house, contact))
    async with house.units() as uow:
        (event,) = await uow.book_events.due(house.company.id, limit=1)
        await uow.book_events.done([event])
        await uow.book_events.add([replace(event, key="other", realm_id="2")])
        await uow.commit()
    await house.drain()
    assert (await mark_of(house, contact), await due(house)) == (None, [])


async def test_several_companies_hear_in_one_call(house: House, contact: Contact) -> None:
    other = await house.use_cases.setup.create_company(
        "Other", realm_id="2", time_zone="UTC", tokens=some_tokens()
    )
    notice = await notice_of(house, contact)
    await hear(house, notice, replace(notice, realm_id="2"), replace(notice, realm_id="3"))
    rung = {lease.company_id for lease in house.doorbell.rings[-2:]}
    assert rung == {house.company.id, other.id}


async def test_a_link_whose_entries_are_all_superseded_has_nothing_to_mark(
    house: House, contact: Contact
) -> None:
    await renamed(house, contact)
    await hear(house, await notice_of(house, contact))
    entry = await house.entry(contact)
    async with house.units() as uow:
        await uow.log.get(house.company.id, entry.id)
        await uow.log.save(replace(entry, status=Status.SUPERSEDED))
        await uow.commit()
    await house.drain()
    assert (await mark_of(house, contact), await due(house)) == (None, [])


async def test_events_are_forgotten_after_a_month(house: House, contact: Contact) -> None:
    old = await notice_of(house, contact, id="e-1")
    await hear(house, old)
    await house.drain()
    house.clock.advance(KEPT.total_seconds() + 1)
    await hear(house, await notice_of(house, contact, id="e-2"))
    await house.drain()
    await hear(house, old)
    assert len(await due(house)) == 1, "it is told as if for the first time"
