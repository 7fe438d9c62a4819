"""What holds up a whole company spends no attempt, asks nobody, and goes on by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.log_entries import Status
from domain.model.notifications import SubscriptionKind
from domain.model.outcomes import (
    Evidence,
    Held,
    HoldReason,
    RefusalReason,
    Refused,
    Unknown,
    UnknownReason,
)
from domain.model.questions import CustomerNamed
from tests.builders import FAR_AHEAD, a_connection, a_contact, a_payment
from tests.fakes.ledger import LOST
from tests.use_cases.house import House

QUEUED, SYNCED = Status.QUEUED, Status.SYNCED

THROTTLED = Held(reason=HoldReason.RATE_LIMITED, until=FAR_AHEAD, evidence=Evidence())
CUT_OFF = Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence())
DOWN = Refused(reason=RefusalReason.UNAVAILABLE, evidence=Evidence())
NO_ANSWER = Unknown(reason=UnknownReason.TIMEOUT, evidence=Evidence())


async def test_a_throttle_holds_the_company_and_goes_on_after_it(house: House) -> None:
    contacts = [a_contact() for _ in range(3)]
    house.ledger.answer_next(None, THROTTLED)
    await house.submit(*contacts)
    await house.drain()
    assert await house.statuses() == [SYNCED, QUEUED, QUEUED]
    hold = await house.hold()
    assert hold
    assert (hold.reason, hold.until) == (HoldReason.RATE_LIMITED, FAR_AHEAD)
    assert len(house.ledger.writes) == 2, "the third was not even sent"
    await house.drain()
    assert len(house.ledger.writes) == 2, "nobody drains a company that is held"
    await house.end_hold()
    await house.drain()
    assert await house.statuses() == [SYNCED] * 3
    assert [entry.attempts for entry in await house.entries()] == [1, 1, 1]
    assert await house.hold() is None


async def test_a_throttled_minute_does_not_make_two_mails_of_one(house: House) -> None:
    await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.SYNC_ERROR, "clerk@example.com")
    house.ledger.answer_next(THROTTLED)
    await house.submit(a_contact(), a_contact(organisation="Tab\tBakery"))
    await house.drain()
    assert await house.statuses() == [QUEUED, Status.FAILED]
    assert house.notifier.sent == []
    await house.end_hold()
    await house.drain()
    assert len(house.notifier.sent) == 1


async def test_what_a_person_has_to_end_keeps_no_mail_back(house: House) -> None:
    await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.SYNC_ERROR, "clerk@example.com")
    house.ledger.answer_next(CUT_OFF)
    await house.submit(a_contact(), a_contact(organisation="Tab\tBakery"))
    await house.drain()
    assert len([mail for mail in house.notifier.sent if mail.causes]) == 1


async def test_a_second_sending_that_is_throttled_stays_in_doubt(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(LOST, THROTTLED)
    await house.submit(contact)
    await house.drain()
    entry = await house.entry(contact)
    assert (entry.status, entry.attempts) == (Status.UNCERTAIN, 1)
    await house.end_hold()
    await house.drain()
    assert {write.request_id for write in house.ledger.writes} == {house.ledger.writes[0].request_id}
    assert await house.statuses() == [SYNCED]


async def test_of_several_holds_in_one_round_the_longest_counts(house: House) -> None:
    house.ledger.answer_next(CUT_OFF)
    await house.submit(a_contact(), a_contact())
    await house.drain()
    hold = await house.hold()
    assert hold
    assert hold.until is None


@pytest.mark.parametrize("answer", [THROTTLED, DOWN, NO_ANSWER], ids=["throttled", "unreachable", "silent"])
async def test_books_that_cannot_be_read_hold_up_the_company_and_spend_nothing(
    house: House, answer: Held | Refused | Unknown
) -> None:
    house.clock.set(FAR_AHEAD)
    house.ledger.unreadable = answer
    await house.submit(a_contact(), a_contact())
    await house.drain()
    assert await house.statuses() == [QUEUED, QUEUED]
    assert [entry.attempts for entry in await house.entries()] == [0, 0]
    assert house.ledger.writes == []
    hold = await house.hold()
    assert hold
    assert (hold.reason is HoldReason.RATE_LIMITED) == (answer is THROTTLED)
    house.ledger.unreadable = None
    await house.end_hold()
    await house.drain()
    assert await house.statuses() == [SYNCED, SYNCED]
    assert await house.hold() is None


async def test_what_is_in_doubt_stays_in_doubt_while_the_books_cannot_be_read(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(LOST)

    async def go_silent() -> None:
        house.ledger.unreadable = THROTTLED

    house.ledger.while_written = go_silent
    await house.submit(contact)
    await house.drain()
    entry = await house.entry(contact)
    assert (entry.status, entry.attempts) == (Status.UNCERTAIN, 1)


async def test_a_hold_is_forgotten_only_when_the_books_were_read(house: House) -> None:
    first = a_contact()
    house.ledger.unreadable = THROTTLED
    await house.submit(first)
    await house.drain()
    await house.exclude(first)
    await house.end_hold()
    await house.submit(a_payment(contact="c-404"))
    await house.drain()
    assert await house.hold() is not None, "a payment that waits asks the books nothing"
    house.ledger.unreadable = None
    await house.submit(a_contact())
    await house.drain()
    assert await house.hold() is None


async def test_a_question_too_odd_for_the_books_fails_its_own_entry_alone(house: House) -> None:
    odd, *others = [a_contact() for _ in range(3)]
    house.ledger.odd.add(CustomerNamed(name=odd.display_name))
    await house.submit(odd, *others)
    await house.drain()
    assert await house.statuses(odd, *others) == [Status.FAILED, SYNCED, SYNCED]
    assert await house.code(odd) == "rejected_by_quickbooks"
    assert await house.attempts(odd) == []


async def test_behind_an_odd_question_a_hold_still_stops_everybody(house: House) -> None:
    odd, *others = [a_contact() for _ in range(3)]
    house.ledger.odd.add(CustomerNamed(name=odd.display_name))
    house.ledger.answer_next(THROTTLED)
    await house.submit(odd, *others)
    await house.drain()
    assert await house.statuses(odd, *others) == [Status.FAILED, QUEUED, QUEUED]
    asked = house.ledger.questions.count(CustomerNamed(name=others[1].display_name))
    assert asked == 0, "the one behind the hold was not asked about"


async def test_an_odd_question_about_what_is_in_doubt_leaves_the_doubt(house: House) -> None:
    contact = a_contact()
    house.ledger.answer_next(LOST)

    async def find_it_odd() -> None:
        house.ledger.odd.add(CustomerNamed(name=contact.display_name))

    house.ledger.while_written = find_it_odd
    await house.submit(contact)
    await house.drain()
    entry = await house.entry(contact)
    assert entry.error
    assert (entry.status, entry.error.outcome.value) == (Status.FAILED, "uncertain")


async def test_what_the_connection_before_answered_does_not_hold_up_the_new_one(house: House) -> None:
    async def connect_elsewhere() -> None:
        async with house.units.of(house.company.id) as uow:
            await uow.connections.add(replace(a_connection(house.company), realm_id="2", version=2))
            await uow.commit()

    house.ledger.while_written = connect_elsewhere
    house.ledger.answer_next(CUT_OFF)
    await house.submit(a_contact())
    await house.drain()
    assert await house.statuses() == [QUEUED]
    assert await house.hold() is None
