"""An answer that never came: looked for by the marker, sent again unchanged, and never made twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.model.attempts import AttemptOutcome
from domain.model.books import LedgerCustomer
from domain.model.log_entries import ErrorOutcome, Status
from domain.model.outcomes import Evidence, RefusalReason, Refused
from tests.builders import FAR_AHEAD, a_contact, a_line, a_payment, an_invoice
from tests.fakes.ledger import LOST, Lost
from tests.use_cases.house import House, Killed

APPLIED, NOT_APPLIED, UNCERTAIN, _ = AttemptOutcome

DOWN = Refused(reason=RefusalReason.UNAVAILABLE, evidence=Evidence())


async def test_a_lost_answer_leaves_the_entry_uncertain_until_the_books_were_asked(house: House) -> None:
    contact = a_contact()
    house.clock.set(FAR_AHEAD)
    house.ledger.answer_next(Lost())
    await house.submit(contact)
    await house.drain()
    entry = await house.entry(contact)
    assert (entry.status, entry.attempts) == (Status.UNCERTAIN, 1)
    assert entry.error
    assert (entry.error.code, entry.error.outcome) == ("quickbooks_timeout", ErrorOutcome.UNCERTAIN)
    assert entry.next_attempt_at == FAR_AHEAD + timedelta(seconds=3.75)


async def test_what_was_done_in_spite_of_the_lost_answer_is_found_and_adopted(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(Lost())
    await house.submit(contact)
    await house.drain()
    assert (await house.entry(contact)).status is Status.SYNCED
    assert (await house.held(contact, LedgerCustomer)).name == contact.display_name
    assert len(house.ledger.writes) == len(house.ledger.books.made) == 1
    assert [attempt.outcome for attempt in await house.attempts(contact)] == [UNCERTAIN]


async def test_what_was_not_done_goes_out_again_with_the_same_id_and_the_same_bytes(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(LOST, LOST)
    await house.submit(contact)
    await house.drain()
    first, second, third = house.ledger.writes
    assert first == second == third
    attempts = await house.attempts(contact)
    assert [attempt.outcome for attempt in attempts] == [UNCERTAIN, UNCERTAIN, APPLIED]
    assert [attempt.number for attempt in attempts] == [1, 2, 3]
    assert {attempt.request_id for attempt in attempts} == {first.request_id}


async def test_after_a_definite_no_the_request_id_is_new(house: House) -> None:
    """Else a person's correction may be answered with the old no."""
    contact = a_contact()
    house.ledger.answer_next(DOWN)
    await house.submit(contact)
    await house.drain()
    first, second = house.ledger.writes
    assert (first.draft, first.request_id != second.request_id) == (second.draft, True)


async def test_after_ten_lost_answers_a_person_is_asked(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(*[LOST] * 10)
    await house.submit(contact)
    await house.drain()
    entry = await house.entry(contact)
    assert (entry.status, entry.attempts, len(house.ledger.writes)) == (Status.FAILED, 10, 10)
    assert entry.error
    assert (entry.error.code, entry.error.outcome) == ("outcome_unknown", ErrorOutcome.UNCERTAIN)


async def test_the_tenth_sending_is_looked_for_too(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(*[LOST] * 9, Lost())
    await house.submit(contact)
    await house.drain()
    assert await house.statuses() == [Status.SYNCED]
    assert len(house.ledger.books.made) == 1


async def test_after_ten_attempts_that_never_got_there_a_person_is_asked(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(*[DOWN] * 10)
    await house.submit(contact)
    await house.drain()
    entry = await house.entry(contact)
    assert (entry.status, entry.attempts, len(house.ledger.writes)) == (Status.FAILED, 10, 10)
    assert entry.error
    assert (entry.error.code, entry.error.outcome) == ("quickbooks_unavailable", ErrorOutcome.NOT_APPLIED)


async def test_a_resync_of_an_unknown_outcome_looks_first(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(Lost())
    house.clock.set(FAR_AHEAD)
    await house.submit(contact)
    await house.drain()
    after = await house.resync(contact)
    assert (after.status, after.attempts, after.by_hand) == (Status.UNCERTAIN, 0, True)
    await house.drain()
    assert await house.statuses() == [Status.SYNCED]
    assert len(house.ledger.writes) == 1


async def test_what_may_be_in_the_books_is_looked_for_even_if_it_could_not_be_sent_today(
    house: House,
) -> None:
    """The mapping was changed while the outcome was unknown."""
    contact = a_contact()
    invoice = an_invoice(of=contact, lines=(a_line("gala"),))
    await house.map("gala")
    await house.submit(contact)
    await house.drain()
    house.ledger.answer_next(Lost())
    house.clock.set(FAR_AHEAD)
    await house.submit(invoice)
    await house.drain()
    await house.unmap("gala")
    await house.resync(invoice)
    await house.drain()
    assert await house.statuses(invoice) == [Status.SYNCED]
    assert [ref.entity for ref in house.ledger.books.made] == ["Customer", "Invoice"]


async def test_a_worker_killed_after_sending_leaves_one_object(house: House) -> None:
    contact = a_contact()
    house.ledger.while_written = house.be_killed
    await house.submit(contact)
    with pytest.raises(Killed):
        await house.drain()
    assert await house.statuses() == [Status.SYNCING]
    await house.drain()
    assert await house.statuses() == [Status.SYNCED]
    assert len(house.ledger.books.made) == 1
    assert [attempt.outcome for attempt in await house.attempts(contact)] == [None]


async def test_a_record_that_kills_every_worker_is_a_persons_in_the_end(house: House) -> None:
    contact = a_contact()
    await house.submit(contact)
    house.ledger.answer_next(*[LOST] * 20)
    for _ in range(10):
        house.ledger.while_written = house.be_killed
        with pytest.raises(Killed):
            await house.drain()
    await house.drain()
    assert await house.code(contact) == "outcome_unknown"
    assert len(house.ledger.writes) == 10


async def test_a_worker_that_slept_past_its_lease_changes_nothing(house: House) -> None:
    """Its answer stays as evidence on its own attempt."""
    contact = a_contact()
    house.ledger.answer_next(Refused(reason=RefusalReason.REJECTED, evidence=Evidence(intuit_tid="late")))
    house.ledger.while_written = house.overtake
    await house.submit(contact)
    await house.drain()
    assert await house.statuses() == [Status.SYNCED]
    late, current = await house.attempts(contact)
    assert (late.outcome, current.outcome) == (NOT_APPLIED, APPLIED)
    assert late.evidence
    assert late.evidence.intuit_tid == "late"
    assert current.epoch == late.epoch + 1
    assert late.request_id == current.request_id


async def test_a_worker_that_slept_before_it_sent_sends_nothing(house: House) -> None:
    """Its claim was lost before it could write its attempt down."""
    contact = a_contact()
    house.ledger.while_asked = house.overtake
    await house.submit(contact)
    await house.drain()
    assert await house.statuses() == [Status.SYNCED]
    assert len(house.ledger.writes) == len(await house.attempts(contact)) == 1


async def test_a_payment_whose_answer_was_lost_is_not_paid_twice(house: House) -> None:
    contact = a_contact()
    invoice = an_invoice(of=contact)
    payment = a_payment(on=invoice)
    house.ledger.answer_next(None, None, Lost())
    await house.submit(contact, invoice, payment)
    await house.drain()
    assert set(await house.statuses()) == {Status.SYNCED}
    assert [ref.entity for ref in house.ledger.books.made] == ["Customer", "Invoice", "Payment"]


async def test_a_no_to_a_second_sending_is_looked_into(house: House) -> None:
    """It may be about what the first one did; when it is not, the entry goes under a new request id."""
    contact = a_contact()
    house.ledger.answer_next(LOST, Refused(reason=RefusalReason.NAME_TAKEN, evidence=Evidence()))
    await house.submit(contact)
    await house.drain()
    assert await house.statuses() == [Status.SYNCED]
    assert [attempt.outcome for attempt in await house.attempts(contact)] == [UNCERTAIN, NOT_APPLIED, APPLIED]
    first, second, third = (write.request_id for write in house.ledger.writes)
    assert first == second != third


async def test_books_that_change_under_us_are_read_again_three_times_at_most(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(*[Refused(reason=RefusalReason.CHANGED, evidence=Evidence())] * 4)
    await house.submit(contact)
    await house.drain()
    entry = await house.entry(contact)
    assert (entry.status, entry.attempts, entry.stale_reads) == (Status.FAILED, 4, 3)
    assert await house.code(contact) == "changed_in_quickbooks"
