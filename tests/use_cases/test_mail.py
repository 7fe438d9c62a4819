"""Staff get one mail for a drain, with one row for each new cause, however many fail for it."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import text

from domain import catalogue
from domain.model.log_entries import Status
from domain.model.notifications import SubscriptionKind
from domain.model.records import Invoice
from tests.builders import FAR_AHEAD, a_contact, a_line, a_subscription, an_invoice
from tests.use_cases.house import House

CLERK, ACCOUNTANT = "clerk@example.com", "accountant@example.com"
MEMBER = a_contact()


async def subscribe(house: House, *emails: str) -> None:
    for email in emails:
        await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.SYNC_ERROR, email)


def an_invoice_for(fee_item: str) -> Invoice:
    return an_invoice(of=MEMBER, lines=(a_line(fee_item, unit_price="10.00"),))


async def fail(house: House, *fee_items: str) -> None:
    await house.submit(MEMBER, *(an_invoice_for(fee_item) for fee_item in fee_items))
    await house.drain()


async def test_a_drain_is_one_mail_to_each_with_a_row_for_each_cause(house: House) -> None:
    await subscribe(house, CLERK, ACCOUNTANT)
    await fail(house, "gala", "gala", "raffle", "gala")
    assert sorted(mail.to for mail in house.notifier.sent) == [ACCOUNTANT, CLERK]
    mail = house.notifier.sent[0]
    assert mail.company_name == "Chamber"
    assert [(cause.entries, cause.amounts) for cause in mail.causes] == [
        (3, (("USD", Decimal("30.00")),)),
        (1, (("USD", Decimal("10.00")),)),
    ]
    assert {cause.correction for cause in mail.causes} == {catalogue.row("fee_item_not_mapped").correction}


async def test_a_known_cause_is_no_news(house: House) -> None:
    await subscribe(house, CLERK)
    await fail(house, "gala")
    await fail(house, "gala", "gala")
    assert len(house.notifier.sent) == 1
    await fail(house, "gala", "raffle")
    assert [len(mail.causes) for mail in house.notifier.sent] == [1, 1]


async def test_a_drain_without_failures_is_no_mail(house: House) -> None:
    await subscribe(house, CLERK)
    await fail(house)
    assert await house.statuses() == [Status.SYNCED]
    assert house.notifier.sent == []


async def test_without_subscribers_nobody_is_told_later_either(house: House) -> None:
    await fail(house, "gala")
    await subscribe(house, CLERK)
    await fail(house, "gala")
    assert house.notifier.sent == []


async def test_what_is_excluded_is_not_told(house: House) -> None:
    await subscribe(house, CLERK)
    invoice = an_invoice_for("gala")
    await house.submit(invoice)
    await house.exclude(invoice)
    await house.resync(invoice)
    await house.drain()
    assert await house.statuses(invoice) == [Status.FAILED]
    assert house.notifier.sent == []


async def test_a_mail_that_the_server_refused_is_sent_later_by_the_sweep(house: House) -> None:
    await subscribe(house, CLERK)
    house.notifier.refusals = 1
    await fail(house, "gala")
    assert house.notifier.sent == []
    await house.use_cases.sweep()
    await house.use_cases.sweep()
    assert [mail.to for mail in house.notifier.sent] == [CLERK]


async def test_a_mail_that_is_gone_is_never_sent_again(house: House) -> None:
    await subscribe(house, CLERK)
    await fail(house, "gala")
    async with house.engine.connect() as connection:
        unsent = await connection.scalar(text("SELECT count(*) FROM mails WHERE due_at IS NOT NULL"))
    assert (unsent, len(house.notifier.sent)) == (0, 1)


async def test_a_refused_mail_waits_its_time(house: House) -> None:
    await subscribe(house, CLERK)
    house.clock.set(FAR_AHEAD)
    house.notifier.refusals = 1
    await fail(house, "gala")
    await house.use_cases.sweep()
    assert house.notifier.sent == []


async def test_a_mail_refused_for_ever_is_given_up_and_keeps_no_other_back(house: House) -> None:
    await subscribe(house, CLERK)
    house.notifier.refusals = 10
    await fail(house, "gala")
    for _ in range(12):
        await house.use_cases.sweep()
    assert (house.notifier.refusals, house.notifier.sent) == (0, [])
    await fail(house, "raffle")
    assert len(house.notifier.sent) == 1


async def test_more_subscribers_than_a_page_all_get_their_mail(house: House) -> None:
    emails = [f"member-{number}@example.com" for number in range(201)]
    async with house.units() as uow:
        for email in emails:
            await uow.subscriptions.add(a_subscription(house.company, email))
        await uow.commit()
    await fail(house, "gala")
    while len(house.notifier.sent) < 201:
        before = len(house.notifier.sent)
        await house.use_cases.sweep()
        assert len(house.notifier.sent) > before
    assert sorted(mail.to for mail in house.notifier.sent) == sorted(emails)
