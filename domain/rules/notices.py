"""What staff are told of their connection: that everything is held up, that it goes on, that it ends soon."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.model.notifications import Notice, NoticeKind, SubscriptionKind
from domain.model.outcomes import HoldReason
from domain.model.tidings import Tidings, Told
from domain.rules.holds import CONNECTION_LOST, NEEDS_PERSON, explained

READERS: Final = (SubscriptionKind.CONNECTION, SubscriptionKind.SYNC_ERROR)
"""Who is told: the first of these that anybody is subscribed to, so that nobody is left in the dark."""

WARNED_AHEAD: Final = (7, 30)
"""So many days before the connection ends by itself; each is told once."""

SAME_END: Final = timedelta(days=1)
"""Intuit tells an end as so many seconds from now: from one answer to the next it is a little off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What there is to tell; `at` is since when, or until when. `told` is what staff know from then on."""

    kind: NoticeKind
    title: str
    meaning: str
    correction: tuple[str, ...]
    at: datetime
    told: Told


def news_of(tidings: Tidings, held_up: int, now: datetime) -> tuple[News, ...]:
    """At most one: what holds up everything comes first, that it is over only when it was told before."""
    if tidings.hold and is_news(tidings, held_up):
        return (_parked(tidings, tidings.hold.reason, tidings.hold.since),)
    if tidings.hold is None and tidings.told.hold:
        return (_released(tidings, now),)
    return _ending(tidings, now)


def is_news(tidings: Tidings, held_up: int) -> bool:
    """Whether a person must act who does not know it yet.

    Who is still setting up their company knows that it is not connected, until something is held up by it.
    """
    reason = tidings.hold.reason if tidings.hold else None
    if reason not in NEEDS_PERSON or reason is tidings.told.hold:
        return False
    return reason is not HoldReason.NOT_CONNECTED or tidings.was_connected or held_up > 0


def end_of(tidings: Tidings) -> datetime | None:
    """When it ends by itself, if it has not ended otherwise."""
    if tidings.hold and tidings.hold.reason in CONNECTION_LOST:
        return None
    return min((end for end in (tidings.unused_end, tidings.grant_end) if end), default=None)


def notice_of(news: News, held_up: int, time_zone: str, subscribed: SubscriptionKind) -> Notice:
    """Put it down for a mail; days are those of the company."""
    return Notice(
        kind=news.kind,
        title=news.title,
        meaning=news.meaning,
        correction=news.correction,
        on=news.at.astimezone(ZoneInfo(time_zone)).date(),
        held_up=held_up,
        subscribed=subscribed,
    )


def _parked(tidings: Tidings, reason: HoldReason, since: datetime) -> News:
    words = explained(reason)
    return News(
        kind=NoticeKind.PARKED,
        title=words.title,
        meaning=words.meaning,
        correction=words.correction,
        at=since,
        told=replace(tidings.told, hold=reason),
    )


def _released(tidings: Tidings, now: datetime) -> News:
    return News(
        kind=NoticeKind.RELEASED,
        title="QuickBooks takes records again",
        meaning="What held up the sync is over.",
        correction=("Nothing: what was held up goes by itself, in order.",),
        at=now,
        told=replace(tidings.told, hold=None),
    )


def _ending(tidings: Tidings, now: datetime) -> tuple[News, ...]:
    end = end_of(tidings)
    days = next((days for days in WARNED_AHEAD if end and end - now <= timedelta(days=days)), None)
    if end is None or days is None or end <= now or _knows(tidings.told, end, days):
        return ()
    meaning, correction = _GRANT_ENDS if end == tidings.grant_end else _UNUSED
    news = News(
        kind=NoticeKind.ENDING,
        title="The connection to QuickBooks ends soon",
        meaning=meaning,
        correction=correction,
        at=end,
        told=replace(tidings.told, end=end + SAME_END, days=days),
    )
    return (news,)


def _knows(told: Told, end: datetime, days: int) -> bool:
    """Ends only ever move on: one that comes no later than what was told is the same."""
    return told.end is not None and end <= told.end and told.days is not None and told.days <= days


_GRANT_ENDS: Final = (
    "Intuit lets every authorisation end after five years.",
    (
        "Connect QuickBooks again before that day. Nothing has to be disconnected first.",
        "If nobody does, everything is held up from that day on, and nothing is lost.",
    ),
)
_UNUSED: Final = (
    "It ends when it is not renewed for 100 days, and it could not be renewed for a while.",
    (
        "Test the connection: if it works, it is renewed.",
        "If it does not, connect QuickBooks again before that day.",
    ),
)
