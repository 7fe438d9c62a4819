"""How many calls a caller may make in a while, and what is left of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`limit` calls in windows of `seconds`, each of which begins with a caller's first call."""

    limit: int
    seconds: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """Calls that may still be made until `ends_at`, in monotonic seconds.

    Those `held` are this process's to spend without asking; `elsewhere` are those that nobody has yet.
    """

    held: int
    elsewhere: int
    ends_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What came of one call: whether it is `allowed`, and what is left for `seconds` after it."""

    rate: Rate
    allowed: bool
    remaining: int
    seconds: int
