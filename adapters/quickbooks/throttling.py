"""How long a 429 holds a company back, and whether it is the month's reads that are used up.

QBO documents no difference between the two: the same status and the same code 3001. A
throttle lasts a minute, though, so an answer to a *question* that speaks of the month, or
tells us to wait for more than an hour, is taken for the monthly quota. A quota that says
neither is taken for a throttle, and met again a minute later; writes go on in between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from domain.model.outcomes import Fault, HoldReason

LONGEST_THROTTLE = timedelta(hours=1)
SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(days=32)
OF_THE_MONTH = re.compile(r"\b(month|monthly|quota)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """When the answer came, whether to a question, and how long a throttle lasts unless it says so."""

    now: datetime
    reading: bool
    throttle_pause: timedelta


def throttled(
    retry_after: str | None, faults: Sequence[Fault], around: Circumstances
) -> tuple[HoldReason, datetime]:
    """Why to wait, and until when."""
    told = _wait(retry_after, around.now)
    wait = told or around.throttle_pause
    speaks_of_it = any(OF_THE_MONTH.search(f"{fault.message} {fault.detail}") for fault in faults)
    if not around.reading or not (speaks_of_it or wait > LONGEST_THROTTLE):
        return HoldReason.RATE_LIMITED, around.now + wait
    return HoldReason.READ_QUOTA_USED_UP, around.now + wait if told else _next_month(around.now)


def _wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """Retry-After is a number of seconds or a date; what is neither counts as none."""
    told = (retry_after or "").strip()
    if told.isascii() and told.isdigit():
        return _within_reason(timedelta(seconds=min(int(told[:9]), LONGEST.total_seconds())))
    try:
        return _within_reason(parsedate_to_datetime(told) - now)
    except (ValueError, TypeError):
        return None


def _within_reason(wait: timedelta) -> timedelta:
    return min(max(wait, SHORTEST), LONGEST)


def _next_month(now: datetime) -> datetime:
    """The counters begin anew with the calendar month."""
    later = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0) + LONGEST
    return later.replace(day=1)
