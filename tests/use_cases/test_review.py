"""Once a week, each who wants it gets one mail that says what is still open."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.errors import CompanyNotFound
from domain.model.api_keys import Principal
from domain.model.money import Money
from domain.model.notifications import Review, SubscriptionKind
from domain.model.records import Invoice
from tests.builders import NOON, a_contact, a_line, a_payment, a_reviewer, an_invoice, new_id
from tests.use_cases.house import House, open_house

CLERK, TREASURER = "clerk@example.com", "treasurer@example.com"
MEMBER = a_contact()
WEEK = timedelta(days=7)
TODAY = date(2026, 1, 15)
MONDAY = datetime.fromisoformat("2026-01-19T07:00:00+00:00")


async def subscribe(house: House, *emails: str) -> None:
    for email in emails:
        await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.WEEKLY_REVIEW, email)


async def sweep_at(house: House, moment: datetime) -> None:
    house.clock.set(moment)
    await house.use_cases.sweep()


async def reviewed(house: House) -> Review:
    """Let Monday come, and read the one mail that it brings."""
    await subscribe(house, CLERK)
    await sweep_at(house, MONDAY)
    (mail,) = house.notifier.sent
    assert mail.causes == ()
    assert mail.review
    return mail.review


def an_invoice_for(fee_item: str, price: str = "10.00") -> Invoice:
    return an_invoice(of=MEMBER, lines=(a_line(fee_item, unit_price=price),))


async def fail(house: House, *fee_items: str) -> Sequence[Invoice]:
    invoices = [an_invoice_for(fee_item) for fee_item in fee_items]
    await house.submit(MEMBER, *invoices)
    await house.drain()
    return invoices


def told(house: House) -> list[str]:
    return sorted(mail.to for mail in house.notifier.sent)


async def test_each_gets_one_mail_on_monday_from_seven(house: House) -> None:
    await subscribe(house, CLERK, TREASURER)
    await sweep_at(house, MONDAY - timedelta(seconds=1))
    assert told(house) == []
    for minutes in range(3):
        await sweep_at(house, MONDAY + timedelta(minutes=minutes))
    assert told(house) == [CLERK, TREASURER]
    await sweep_at(house, MONDAY + WEEK)
    assert told(house) == [CLERK, CLERK, TREASURER, TREASURER]


async def test_who_wants_failures_only_gets_no_review(house: House) -> None:
    await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.SYNC_ERROR, CLERK)
    await sweep_at(house, MONDAY)
    assert told(house) == []


async def test_who_wants_the_review_only_is_not_told_of_failures(house: House) -> None:
    await subscribe(house, CLERK)
    await fail(house, "gala")
    assert told(house) == []


async def test_who_subscribes_after_seven_on_monday_gets_the_next(house: House) -> None:
    house.clock.set(MONDAY + timedelta(hours=1))
    await subscribe(house, CLERK)
    await sweep_at(house, MONDAY + timedelta(days=6))
    assert told(house) == []
    await sweep_at(house, MONDAY + WEEK)
    assert told(house) == [CLERK]


async def test_missed_mondays_are_made_up_for_once(house: House) -> None:
    await subscribe(house, CLERK)
    wednesday = MONDAY + 3 * WEEK + timedelta(days=2)
    for _ in range(2):
        await sweep_at(house, wednesday)
    assert told(house) == [CLERK]
    await sweep_at(house, MONDAY + 4 * WEEK - timedelta(seconds=1))
    assert told(house) == [CLERK]
    await sweep_at(house, MONDAY + 4 * WEEK)
    assert told(house) == [CLERK, CLERK]


async def test_another_address_gets_it_at_the_same_time(house: House) -> None:
    made = await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.WEEKLY_REVIEW, CLERK)
    await house.use_cases.setup.change_subscription(house.principal, made.id, TREASURER, if_match=1)
    await sweep_at(house, MONDAY)
    assert told(house) == [TREASURER]


async def test_who_unsubscribed_gets_none(house: House) -> None:
    made = await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.WEEKLY_REVIEW, CLERK)
    await house.use_cases.setup.unsubscribe(house.principal, made.id, if_match=1)
    await sweep_at(house, MONDAY)
    assert told(house) == []


async def test_a_review_that_the_server_refused_is_sent_later_and_once(house: House) -> None:
    await subscribe(house, CLERK)
    house.notifier.refusals = 1
    for _ in range(3):
        await sweep_at(house, MONDAY)
    assert (house.notifier.refusals, told(house)) == (0, [CLERK])


async def test_more_than_are_written_at_once_all_get_theirs(house: House) -> None:
    emails = [f"member-{number:02}@example.com" for number in range(60)]
    async with house.units() as uow:
        for email in emails:
            await uow.subscriptions.add(a_reviewer(house.company, email, next_review_at=NOON))
        await uow.commit()
    for _ in range(20):
        await house.use_cases.sweep()
    assert told(house) == emails


async def test_several_who_sweep_at_once_write_each_review_once(postgres_url: str) -> None:
    async with open_house(postgres_url) as house:
        await subscribe(house, CLERK, TREASURER)
        house.clock.set(MONDAY)
        await asyncio.gather(*(house.use_cases.sweep() for _ in range(5)))
        await house.use_cases.sweep()
        assert told(house) == [CLERK, TREASURER]


async def test_when_nothing_is_open_it_says_so(house: House) -> None:
    await fail(house)
    review = await reviewed(house)
    assert review == Review(causes=(), all_causes=0, failed=0, waiting=0, left_out=(), all_left_out=0)


async def test_it_tells_the_causes_the_largest_first(house: House) -> None:
    await fail(house, "raffle", "gala", "gala")
    review = await reviewed(house)
    assert [(cause.entries, cause.amounts, cause.oldest) for cause in review.causes] == [
        (2, (("USD", Decimal("20.00")),), TODAY),
        (1, (("USD", Decimal("10.00")),), TODAY),
    ]
    assert all(cause.correction for cause in review.causes)
    assert (review.all_causes, review.failed) == (2, 3)


async def test_it_tells_twenty_causes_and_how_many_there_are(house: House) -> None:
    await fail(house, *(f"event-{number}" for number in range(23)))
    review = await reviewed(house)
    assert (len(review.causes), review.all_causes, review.failed) == (20, 23, 23)


async def test_it_tells_how_many_wait(house: House) -> None:
    (invoice,) = await fail(house, "gala")
    await house.submit(a_payment(on=invoice))
    await house.drain()
    review = await reviewed(house)
    assert (review.failed, review.waiting) == (1, 1)


async def test_it_tells_who_excluded_what_and_why(house: House) -> None:
    (invoice,) = await fail(house, "gala")
    await house.exclude(invoice, "Paid in cash")
    review = await reviewed(house)
    (left_out,) = review.left_out
    assert (left_out.reference, left_out.amount) == (
        invoice.number,
        Money(amount=Decimal("10.00"), currency="USD"),
    )
    assert (left_out.by, left_out.on, left_out.reason) == ("Billing system", TODAY, "Paid in cash")
    assert (review.failed, review.causes, review.all_left_out) == (0, (), 1)


async def test_it_tells_twenty_exclusions_and_how_many_there_are(house: House) -> None:
    for invoice in await fail(house, *(["gala"] * 22)):
        await house.exclude(invoice)
    review = await reviewed(house)
    assert (len(review.left_out), review.all_left_out) == (20, 22)


async def test_what_was_excluded_and_is_in_the_books_all_the_same_is_no_longer_told(house: House) -> None:
    (invoice,) = await fail(house, "gala")
    await house.exclude(invoice)
    await house.map("gala")
    await house.resync(invoice)
    await house.drain()
    assert (await reviewed(house)).left_out == ()


async def test_nobody_subscribes_at_a_company_that_is_gone(house: House) -> None:
    nobody = Principal(key_id=new_id(), company_id=new_id(), name="Ghost", scopes=frozenset())
    with pytest.raises(CompanyNotFound):
        await house.use_cases.setup.subscribe(nobody, SubscriptionKind.WEEKLY_REVIEW, CLERK)
