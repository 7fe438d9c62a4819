"""When staff get their weekly review, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain import catalogue
from domain.model.failures import Cause, OpenWork
from domain.model.log_entries import Exclusion, LogEntry, Status
from domain.model.log_filter import LogFilter
from domain.model.notifications import CauseSummary, LeftOut, Review, SubscriptionKind

MOST_SHOWN: Final = 20
"""So many causes, and as many exclusions, are written out; the log has the others."""

FROM: Final = time(7)
WEEK: Final = timedelta(days=7)

SETTLED: Final = frozenset({Status.SYNCED, Status.SUPERSEDED})
LEFT_OUT: Final = LogFilter(excluded=True, statuses=frozenset(Status) - SETTLED)
"""What a person decided to leave out of the books, and what is not in them by another way."""


def next_review(after: datetime, time_zone: str) -> datetime:
    """The first Monday, 07:00 by the clocks of that zone, behind this moment; in UTC.

    Of reviews that were missed meanwhile, none is left to be made up for.
    """
    today = after.astimezone(ZoneInfo(time_zone)).date()
    monday = today - timedelta(days=today.weekday())
    this_week = _morning_of(monday, time_zone)
    return this_week if this_week > after else _morning_of(monday + WEEK, time_zone)


def first_review(kind: SubscriptionKind, now: datetime, time_zone: str) -> datetime | None:
    """When a new subscription's first review is due; None for other mails."""
    return next_review(now, time_zone) if kind is SubscriptionKind.WEEKLY_REVIEW else None


def moved_review(at: datetime | None, old_zone: str, new_zone: str) -> datetime | None:
    """The same morning by other clocks: moved to another day, a week could have two reviews, or none."""
    return _morning_of(at.astimezone(ZoneInfo(old_zone)).date(), new_zone) if at else None


def review_of(
    work: OpenWork, causes: Sequence[Cause], excluded: Sequence[LogEntry], time_zone: str
) -> Review:
    """What is open, in a mail's words; days are those of the company."""
    zone = ZoneInfo(time_zone)
    return Review(
        causes=tuple(_summary(cause, zone) for cause in causes),
        all_causes=max(work.causes, len(causes)),
        failed=work.failed,
        waiting=work.waiting,
        left_out=tuple(_left_out(entry, entry.excluded, zone) for entry in excluded if entry.excluded),
        all_left_out=max(work.excluded, len(excluded)),
    )


def _morning_of(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, FROM, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def _summary(cause: Cause, zone: ZoneInfo) -> CauseSummary:
    error = cause.example.error
    code, message = (error.code, error.message) if error else ("internal_error", "")
    return CauseSummary(
        cause_id=cause.id,
        code=code,
        message=message,
        correction=catalogue.row(code).correction,
        entries=cause.entries,
        amounts=tuple((money.currency, money.amount) for money in cause.amounts),
        example_entry_id=cause.example.id,
        oldest=cause.oldest_at.astimezone(zone).date(),
    )


def _left_out(entry: LogEntry, exclusion: Exclusion, zone: ZoneInfo) -> LeftOut:
    return LeftOut(
        entry_id=entry.id,
        reference=entry.reference or entry.record.external_ref,
        amount=entry.amount,
        by=exclusion.by,
        on=exclusion.at.astimezone(zone).date(),
        reason=exclusion.reason,
    )
