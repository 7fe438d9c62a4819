"""Spend a caller's calls, taken from the common count by the hundredth: one question for many calls.

Taken but not spent when the window ends is lost: at most a hundredth of the limit for each process.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from domain.model.rates import Allowance, Purse, Rate


def portion(rate: Rate) -> int:
    """How many calls are taken at a time."""
    return max(1, rate.limit // 100)


def is_to_be_filled(purse: Purse | None, now: float) -> bool:
    """Whether the common count has to be asked; who has used up everything asks no more."""
    return purse is None or purse.ends_at <= now or (purse.held == 0 and purse.elsewhere > 0)


def filled(rate: Rate, *, counted: int, seconds: float, now: float) -> Purse:
    """What a portion gives when with it so many are `counted`, in a window of `seconds` more."""
    before = counted - portion(rate)
    return Purse(
        held=min(portion(rate), max(0, rate.limit - before)),
        elsewhere=max(0, rate.limit - counted),
        ends_at=now + seconds,
    )


def alone(rate: Rate, now: float) -> Purse:
    """A window of this process's own, for want of a common count."""
    return Purse(held=rate.limit, elsewhere=0, ends_at=now + rate.seconds)


def spent(purse: Purse, rate: Rate, now: float) -> tuple[Purse, Allowance]:
    """Make one call, if it may be made."""
    allowed = purse.held > 0
    left = replace(purse, held=purse.held - 1) if allowed else purse
    allowance = Allowance(
        rate=rate,
        allowed=allowed,
        remaining=left.held + left.elsewhere,
        seconds=max(1, ceil(purse.ends_at - now)),
    )
    return left, allowance
