"""Staff get so many mails on sync errors a day; what is held back comes with the first of the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from domain.model.alerts import HeldBack
from domain.model.notifications import Mail, SubscriptionKind
from domain.model.records import Invoice
from domain.model.settings import SettingsChange
from tests.builders import a_contact, a_line, an_invoice
from tests.use_cases.house import House, open_house

CLERK, ACCOUNTANT = "clerk@example.com", "accountant@example.com"
MEMBER = a_contact()
EVENING = datetime.fromisoformat("2026-01-15T23:00:00+00:00")
MIDNIGHT = datetime.fromisoformat("2026-01-16T00:00:00+00:00")


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """A company whose staff get one such mail a day, told on both databases."""
    async with open_house(database_url) as opened:
        await opened.use_cases.setup.subscribe(opened.principal, SubscriptionKind.SYNC_ERROR, CLERK)
        await cap(opened, 1)
        opened.clock.set(EVENING)
        yield opened


async def cap(house: House, alerts: int) -> None:
    settings = await house.use_cases.setup.get_settings(house.principal)
    await house.use_cases.setup.change_settings(
        house.principal, SettingsChange(alert_cap=alerts), if_match=settings.version
    )


def an_invoice_for(fee_item: str) -> Invoice:
    return an_invoice(of=MEMBER, lines=(a_line(fee_item, unit_price="10.00"),))


async def fail(house: House, *fee_items: str) -> list[Invoice]:
    invoices = [an_invoice_for(fee_item) for fee_item in fee_items]
    await house.submit(MEMBER, *invoices)
    await house.drain()
    return invoices


def causes(mail: Mail) -> int:
    return len(mail.causes)


async def test_beyond_the_cap_one_mail_says_that_there_is_more(house: House) -> None:
    await fail(house, "gala")
    await fail(house, "raffle", "raffle", "bingo")
    await fail(house, "bridge")
    news, more = house.notifier.sent
    assert (causes(news), news.held_back) == (1, None)
    assert (causes(more), more.held_back) == (0, HeldBack(causes=2, entries=3, cap=1))


async def test_the_first_mail_of_the_next_day_tells_of_all_that_was_held_back(house: House) -> None:
    await fail(house, "gala")
    await fail(house, "raffle", "bingo")
    await fail(house, "bridge")
    house.notifier.sent.clear()
    await house.use_cases.sweep()
    assert house.notifier.sent == []
    house.clock.set(MIDNIGHT)
    await house.use_cases.sweep()
    await house.use_cases.sweep()
    assert [causes(mail) for mail in house.notifier.sent] == [3]


async def test_a_drain_in_the_morning_tells_of_it_too_and_once(house: House) -> None:
    await fail(house, "gala")
    await fail(house, "raffle")
    house.notifier.sent.clear()
    house.clock.set(MIDNIGHT)
    await fail(house, "bingo")
    await house.use_cases.sweep()
    assert [causes(mail) for mail in house.notifier.sent] == [2]


async def test_what_was_cured_over_night_is_no_mail(house: House) -> None:
    await fail(house, "gala")
    await fail(house, "raffle")
    house.notifier.sent.clear()
    await house.map("raffle")
    await house.resync_failures()
    await house.drain()
    house.clock.set(MIDNIGHT)
    await house.use_cases.sweep()
    assert house.notifier.sent == []
    async with house.units() as uow:
        assert await uow.alerts.due(at=MIDNIGHT, limit=9) == []


async def test_a_known_cause_counts_for_no_mail(house: House) -> None:
    await fail(house, "gala")
    await fail(house, "gala")
    assert len(house.notifier.sent) == 1
    house.clock.set(MIDNIGHT)
    await house.use_cases.sweep()
    assert len(house.notifier.sent) == 1


async def test_a_raised_cap_lets_the_rest_through_with_the_next_news(house: House) -> None:
    await fail(house, "gala")
    await fail(house, "raffle")
    await cap(house, 2)
    await fail(house, "bingo")
    assert [causes(mail) for mail in house.notifier.sent] == [1, 0, 2]


async def test_the_cap_is_one_for_each_reader(house: House) -> None:
    await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.SYNC_ERROR, ACCOUNTANT)
    await fail(house, "gala")
    await fail(house, "raffle")
    assert sorted((mail.to, causes(mail)) for mail in house.notifier.sent) == [
        (ACCOUNTANT, 0),
        (ACCOUNTANT, 1),
        (CLERK, 0),
        (CLERK, 1),
    ]


async def test_two_workers_keep_one_count(house: House) -> None:
    await fail(house, "gala")
    await fail(house, "raffle")
    house.clock.set(MIDNIGHT)
    await asyncio.gather(*(house.use_cases.sweep() for _ in range(3)))
    assert [causes(mail) for mail in house.notifier.sent] == [1, 0, 1]


async def test_a_review_and_the_cap_have_nothing_to_do_with_each_other(house: House) -> None:
    await house.use_cases.setup.subscribe(house.principal, SubscriptionKind.WEEKLY_REVIEW, CLERK)
    await fail(house, "gala")
    house.clock.set(datetime.fromisoformat("2026-01-19T07:00:00+00:00"))
    await fail(house, "raffle")
    await house.use_cases.sweep()
    assert [(causes(mail), mail.review is not None) for mail in house.notifier.sent[1:]] == [
        (1, False),
        (0, True),
    ]
