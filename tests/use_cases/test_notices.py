"""Staff hear of their connection: once that everything is held up, once that it goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from domain.model.log_entries import Status
from domain.model.notifications import Notice, NoticeKind, SubscriptionKind
from domain.model.outcomes import Evidence, Held, HoldReason
from tests.builders import (
    FAR_AHEAD,
    a_connection,
    a_contact,
    a_hold,
    a_watcher,
    some_tokens,
)
from tests.fakes.clock import NOON
from tests.use_cases.house import House, open_house

CLERK, ADMINISTRATOR = "clerk@example.com", "admin@example.com"
LOST, DENIED = HoldReason.NEEDS_RECONNECT, HoldReason.PERMISSION_DENIED
CUT_OFF = Held(reason=LOST, until=None, evidence=Evidence())
FORBIDDEN = Held(reason=DENIED, until=None, evidence=Evidence())
THROTTLED = Held(reason=HoldReason.RATE_LIMITED, until=FAR_AHEAD, evidence=Evidence())
PARKED, RELEASED, ENDING = NoticeKind.PARKED, NoticeKind.RELEASED, NoticeKind.ENDING


async def subscribe(house: House, email: str, kind: SubscriptionKind = SubscriptionKind.CONNECTION) -> None:
    await house.use_cases.setup.subscribe(house.principal, kind, email)


async def cut_off(house: House, *answers: Held, records: int = 1) -> None:
    """Let the books answer so to what a drain sends."""
    house.ledger.answer_next(*(answers or (CUT_OFF,)))
    await house.submit(*(a_contact() for _ in range(records)))
    await house.drain()


async def let_go(house: House) -> None:
    """An administrator connects again."""
    async with house.units.of(house.company.id) as uow:
        await uow.connections.hold(house.company.id, None)
        await uow.commit()


def told(house: House) -> list[tuple[str, NoticeKind]]:
    return [(mail.to, mail.notice.kind) for mail in house.notifier.sent if mail.notice]


def notices(house: House) -> Sequence[Notice]:
    return [mail.notice for mail in house.notifier.sent if mail.notice]


async def test_a_lost_connection_is_one_mail_however_many_records_wait(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    await cut_off(house, records=3)
    await house.submit(a_contact(), a_contact())
    for _ in range(3):
        await house.drain()
        await house.use_cases.sweep()
    assert told(house) == [(ADMINISTRATOR, PARKED)]
    mail = house.notifier.sent[0]
    assert (mail.company_name, mail.causes, mail.review) == ("Chamber", (), None)
    (notice,) = notices(house)
    assert (notice.title, notice.held_up) == ("QuickBooks has to be connected again", 3)
    assert [entry.attempts for entry in await house.entries()] == [0] * 5


async def test_that_it_goes_on_is_one_mail_too(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    await cut_off(house, records=2)
    await let_go(house)
    for _ in range(2):
        await house.use_cases.sweep()
    assert told(house) == [(ADMINISTRATOR, PARKED), (ADMINISTRATOR, RELEASED)]
    assert notices(house)[-1].held_up == 2
    await house.drain()
    await house.use_cases.sweep()
    assert await house.statuses() == [Status.SYNCED] * 2
    assert len(told(house)) == 2


async def test_the_second_loss_is_told_again(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    for _ in range(2):
        await cut_off(house)
        await let_go(house)
        await house.use_cases.sweep()
    assert [kind for _, kind in told(house)] == [PARKED, RELEASED] * 2


async def test_one_who_connects_and_loses_it_before_anybody_was_told_hears_nothing_new(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    await cut_off(house)
    await let_go(house)
    async with house.units.of(house.company.id) as uow:
        await uow.connections.hold(house.company.id, a_hold(LOST))
        await uow.commit()
    await house.use_cases.sweep()
    assert told(house) == [(ADMINISTRATOR, PARKED)]


async def test_what_is_tried_again_and_again_stays_one_hold_and_one_mail(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    await cut_off(house, FORBIDDEN, records=2)
    for answer in (FORBIDDEN, THROTTLED, FORBIDDEN):
        await house.end_hold()
        house.ledger.answer_next(answer)
        await house.drain()
        await house.use_cases.sweep()
    assert told(house) == [(ADMINISTRATOR, PARKED)]
    await house.end_hold()
    await house.drain()
    assert await house.statuses() == [Status.SYNCED] * 2
    assert [kind for _, kind in told(house)] == [PARKED, RELEASED]


async def test_a_permission_that_lacks_for_one_kind_of_record_makes_no_storm_of_mails(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    await cut_off(house, FORBIDDEN)
    await house.end_hold()
    swept = 0

    async def sweep_between() -> None:
        nonlocal swept
        swept += 1
        await house.use_cases.sweep()

    house.ledger.while_written = sweep_between
    house.ledger.answer_next(None, FORBIDDEN)
    await house.submit(a_contact())
    await house.drain()
    await house.use_cases.sweep()
    assert swept == 1, "the books had answered, and nothing held it up for a moment"
    assert told(house) == [(ADMINISTRATOR, PARKED)]


async def test_another_reason_asks_for_another_correction(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    await cut_off(house, FORBIDDEN)
    await house.end_hold()
    house.ledger.answer_next(CUT_OFF)
    await house.drain()
    assert [notice.title for notice in notices(house)] == [
        "The connection lacks permission",
        "QuickBooks has to be connected again",
    ]


async def test_a_throttle_is_nobodys_news(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    await cut_off(house, THROTTLED)
    await house.use_cases.sweep()
    await house.end_hold()
    await house.drain()
    await house.use_cases.sweep()
    assert told(house) == []


async def test_who_hears_of_failures_is_told_where_nobody_watches_the_connection(house: House) -> None:
    await subscribe(house, CLERK, SubscriptionKind.SYNC_ERROR)
    await cut_off(house)
    assert told(house) == [(CLERK, PARKED)]
    assert notices(house)[0].subscribed is SubscriptionKind.SYNC_ERROR


async def test_and_is_not_where_somebody_does(house: House) -> None:
    await subscribe(house, CLERK, SubscriptionKind.SYNC_ERROR)
    await subscribe(house, ADMINISTRATOR)
    await cut_off(house)
    assert told(house) == [(ADMINISTRATOR, PARKED)]


async def test_who_subscribes_while_it_is_held_up_hears_of_it_then(house: House) -> None:
    await cut_off(house)
    await house.use_cases.sweep()
    await subscribe(house, ADMINISTRATOR)
    await house.use_cases.sweep()
    assert told(house) == [(ADMINISTRATOR, PARKED)]


async def test_nobody_hears_the_end_of_what_nobody_was_told(house: House) -> None:
    await cut_off(house)
    await let_go(house)
    await subscribe(house, ADMINISTRATOR)
    await house.use_cases.sweep()
    assert told(house) == []


async def test_a_notice_that_the_server_refused_is_sent_later_and_once(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    house.notifier.refusals = 1
    await cut_off(house)
    assert told(house) == []
    for _ in range(3):
        await house.use_cases.sweep()
    assert told(house) == [(ADMINISTRATOR, PARKED)]


async def test_all_who_watch_are_told(house: House) -> None:
    emails = [f"admin-{number:03}@example.com" for number in range(201)]
    async with house.units.of(house.company.id) as uow:
        for email in emails:
            await uow.subscriptions.add(a_watcher(house.company, email))
        await uow.commit()
    await cut_off(house)
    for _ in range(60):
        await house.use_cases.sweep()
    assert sorted(email for email, _ in told(house)) == emails


async def test_an_end_is_told_a_month_and_a_week_ahead(house: House) -> None:
    await subscribe(house, ADMINISTRATOR)
    end = NOON + timedelta(days=50)
    tokens = replace(some_tokens(), refresh_expires_at=end)
    renewed = replace(a_connection(house.company), tokens=tokens, version=2)
    async with house.units.of(house.company.id) as uow:
        assert await uow.connections.replace_tokens(renewed)
        await uow.commit()
    days = []
    for day in range(60):
        house.clock.set(NOON + timedelta(days=day))
        before = len(told(house))
        await house.use_cases.sweep()
        days += [day] * (len(told(house)) - before)
    assert days == [20, 43]
    assert {(notice.kind, notice.on) for notice in notices(house)} == {(ENDING, end.date())}


async def test_a_company_that_nobody_connected_takes_records_and_says_that_they_wait(house: House) -> None:
    company = await house.use_cases.setup.create_company("Club", time_zone="UTC")
    club = replace(house, company=company, principal=replace(house.principal, company_id=company.id))
    await subscribe(club, ADMINISTRATOR)
    await club.use_cases.sweep()
    assert told(club) == []
    await club.submit(a_contact(), a_contact())
    club.doorbell.rings.clear()
    club.ledger.questions.clear()
    await club.drain()
    await club.use_cases.sweep()
    assert await club.statuses() == [Status.QUEUED] * 2
    assert [entry.attempts for entry in await club.entries()] == [0, 0]
    assert (club.ledger.questions, club.ledger.writes) == ([], [])
    assert [ring.company_id for ring in club.doorbell.rings] == [], "nobody is rung for it"
    assert told(club) == [(ADMINISTRATOR, PARKED)]
    (notice,) = notices(club)
    assert (notice.title, notice.held_up) == ("QuickBooks is not connected", 2)


async def test_ten_who_sweep_at_once_write_one_mail(postgres_url: str) -> None:
    async with open_house(postgres_url) as house:
        await subscribe(house, ADMINISTRATOR)
        async with house.units.of(house.company.id) as uow:
            await uow.connections.hold(house.company.id, a_hold(LOST))
            await uow.commit()
        await asyncio.gather(*(house.use_cases.sweep() for _ in range(10)))
        await house.use_cases.sweep()
        assert told(house) == [(ADMINISTRATOR, PARKED)]
        await let_go(house)
        await asyncio.gather(*(house.use_cases.sweep() for _ in range(10)))
        await house.use_cases.sweep()
        assert told(house) == [(ADMINISTRATOR, PARKED), (ADMINISTRATOR, RELEASED)]
