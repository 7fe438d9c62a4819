"""When the machine tries again, and when it asks a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.model.companies import Hold
from domain.model.log_entries import MAX_ATTEMPTS
from domain.model.outcomes import Held, HoldReason, Refused, Unknown

# Ended in QuickBooks, where nobody tells us of it: so it is tried again and again.
ENDED_ELSEWHERE = frozenset({HoldReason.COMPANY_SUSPENDED, HoldReason.PERMISSION_DENIED})

MAX_LOOKS = 3  # how often the books may change under us before a person is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Backoff doubles from `base` to `cap` seconds, half of it by chance."""

    base: float = 5.0
    cap: float = 900.0
    max_attempts: int = MAX_ATTEMPTS

    def is_used_up(self, attempts: int) -> bool:
        """Whether a person is asked now."""
        return attempts >= self.max_attempts

    def next_at(self, now: datetime, attempts: int, roll: float) -> datetime:
        """The time of the next attempt, after so many; `roll` is from 0 to 1."""
        full = min(self.cap, self.base * 2 ** max(0, attempts - 1))
        return now + timedelta(seconds=full / 2 + full / 2 * roll)


def longest(holds: Iterable[Held]) -> Held | None:
    """The one that holds the company up longest; None lasts until a person acts."""
    return max(holds, key=lambda held: (held.until is None, held.until), default=None)


def is_standing(hold: Hold, now: datetime) -> bool:
    """Whether it still holds the company up."""
    return hold.until is None or hold.until > now


def hold_for(
    answer: Held | Refused | Unknown, before: Hold | None, now: datetime, policy: RetryPolicy
) -> Hold:
    """Hold the company up as long as the books say; where they do not say, as long as that has lasted.

    The second kind doubles with each try, within the bounds of the backoff. What only a new connection
    ends has no time.
    """
    reason = answer.reason if isinstance(answer, Held) else HoldReason.QUICKBOOKS_UNAVAILABLE
    since = before.since if before and before.reason is reason else now
    if isinstance(answer, Held) and reason not in ENDED_ELSEWHERE:
        return Hold(reason=reason, since=since, until=answer.until)
    wait = min(policy.cap, max(policy.base, (now - since).total_seconds()))
    return Hold(reason=reason, since=since, until=now + timedelta(seconds=wait))
