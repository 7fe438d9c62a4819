"""What staff are told of their connection, and what they know already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.model.notifications import Notice, NoticeKind, SubscriptionKind
from domain.model.outcomes import HoldReason
from domain.model.tidings import Tidings, Told
from domain.rules.holds import NEEDS_PERSON, explained
from domain.rules.notices import SAME_END, News, news_of, notice_of
from tests.builders import NOON, a_hold, later, new_id

WELL = Tidings(
    company_id=new_id(), was_connected=True, hold=None, unused_end=None, grant_end=None, told=Told()
)
LOST, DENIED, UNCONNECTED = (
    HoldReason.NEEDS_RECONNECT,
    HoldReason.PERMISSION_DENIED,
    HoldReason.NOT_CONNECTED,
)


def news(held_up: int = 0, now: datetime = NOON, **fields: object) -> News | None:
    return next(iter(news_of(replace(WELL, **fields), held_up, now)), None)  # type: ignore[arg-type]  # of Tidings


def kind(held_up: int = 0, now: datetime = NOON, **fields: object) -> NoticeKind | None:
    found = news(held_up, now, **fields)
    return found.kind if found else None


def test_when_all_is_well_there_is_no_news() -> None:
    assert news() is None
    assert news(unused_end=later(days=100), grant_end=later(days=1800)) is None


@pytest.mark.parametrize("reason", sorted(NEEDS_PERSON))
def test_what_a_person_must_end_is_told_once(reason: HoldReason) -> None:
    hold, words = a_hold(reason), explained(reason)
    found = news(hold=hold)
    assert found == News(
        kind=NoticeKind.PARKED,
        title=words.title,
        meaning=words.meaning,
        correction=words.correction,
        at=hold.since,
        told=Told(hold=reason),
    )
    assert news(hold=replace(hold, since=later(days=1)), told=found.told) is None


@pytest.mark.parametrize("reason", sorted(set(HoldReason) - NEEDS_PERSON))
def test_what_passes_by_itself_is_not_told_and_ends_nothing(reason: HoldReason) -> None:
    assert news(hold=a_hold(reason, until=later(minutes=1))) is None
    assert news(hold=a_hold(reason, until=later(minutes=1)), told=Told(hold=LOST)) is None


def test_another_reason_is_told_without_an_end_between() -> None:
    found = news(hold=a_hold(LOST), told=Told(hold=DENIED))
    assert found
    assert (found.kind, found.told) == (NoticeKind.PARKED, Told(hold=LOST))


def test_that_nobody_connected_yet_is_news_once_something_waits() -> None:
    hold = a_hold(UNCONNECTED)
    assert kind(0, hold=hold, was_connected=False) is None
    assert kind(1, hold=hold, was_connected=False) is NoticeKind.PARKED


def test_that_somebody_disconnected_is_news_at_once() -> None:
    assert kind(0, hold=a_hold(UNCONNECTED), was_connected=True) is NoticeKind.PARKED


def test_that_it_is_over_is_told_to_who_knew_that_it_was_not() -> None:
    found = news(now=later(days=1), told=Told(hold=LOST, end=later(days=9), days=7))
    assert found
    assert (found.kind, found.at) == (NoticeKind.RELEASED, later(days=1))
    assert found.told == Told(end=later(days=9), days=7), "what is known of the end stays known"


@pytest.mark.parametrize(("before", "days"), [(31, None), (30, 30), (8, 30), (7, 7), (1, 7)], ids=str)
@pytest.mark.parametrize("end", ["unused_end", "grant_end"])
def test_an_end_is_told_a_month_and_a_week_ahead(end: str, before: int, days: int | None) -> None:
    found = next(iter(news_of(replace(WELL, **{end: later(days=before)}), 0, NOON)), None)  # type: ignore[arg-type]  # both are moments
    assert (found.told.days if found else None) == days
    if found:
        assert (found.kind, found.at) == (NoticeKind.ENDING, later(days=before))


def test_each_end_is_told_once_a_month_and_once_a_week_ahead() -> None:
    told, moments = Told(), []
    for day in range(40):
        found = news(now=later(days=day), grant_end=later(days=35), told=told)
        if found:
            told = found.told
            moments.append(day)
    assert moments == [5, 28]


def test_an_end_that_wobbles_by_seconds_is_the_same() -> None:
    told = Told(end=later(days=30) + SAME_END, days=30)
    assert news(unused_end=later(days=30, seconds=9), now=later(seconds=20), told=told) is None
    assert news(unused_end=later(days=30, seconds=-9), told=told) is None


def test_an_end_that_was_put_off_is_told_anew() -> None:
    told = Told(end=later(days=3) + SAME_END, days=7)
    assert kind(unused_end=later(days=5), told=told) is NoticeKind.ENDING


def test_what_is_past_is_not_announced() -> None:
    assert news(unused_end=NOON) is None


@pytest.mark.parametrize("reason", [LOST, UNCONNECTED])
def test_a_connection_that_is_lost_does_not_end(reason: HoldReason) -> None:
    assert news(hold=a_hold(reason), grant_end=later(days=5), told=Told(hold=reason)) is None


def test_one_that_is_held_up_otherwise_does() -> None:
    assert kind(hold=a_hold(DENIED), grant_end=later(days=5), told=Told(hold=DENIED)) is NoticeKind.ENDING


def test_the_earlier_end_says_why() -> None:
    unused = news(unused_end=later(days=5), grant_end=later(days=6))
    grant = news(unused_end=later(days=6), grant_end=later(days=5))
    assert unused
    assert grant
    assert "100 days" in unused.meaning
    assert "five years" in grant.meaning


def test_a_notice_has_the_companys_day_and_what_its_reader_subscribed_to() -> None:
    found = news(hold=a_hold(LOST))
    assert found
    late = replace(found, at=NOON + timedelta(hours=11, minutes=30))
    assert notice_of(late, 3, "Europe/Berlin", SubscriptionKind.SYNC_ERROR) == Notice(
        kind=NoticeKind.PARKED,
        title=found.title,
        meaning=found.meaning,
        correction=found.correction,
        on=date(2026, 1, 6),
        held_up=3,
        subscribed=SubscriptionKind.SYNC_ERROR,
    )
