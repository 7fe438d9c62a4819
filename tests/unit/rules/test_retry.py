"""When the machine tries again, when it asks a person, and how long it leaves a company alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.companies import Hold
from domain.model.outcomes import (
    Evidence,
    Held,
    HoldReason,
    RefusalReason,
    Refused,
    Unknown,
    UnknownReason,
)
from domain.rules.retry import RetryPolicy, hold_for, is_standing, longest
from tests.builders import NOON, a_hold, later

POLICY = RetryPolicy()
THROTTLED = Held(reason=HoldReason.RATE_LIMITED, until=later(seconds=60), evidence=Evidence())
CUT_OFF = Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence())
LOST = Unknown(reason=UnknownReason.TIMEOUT, evidence=Evidence())
DOWN = Refused(reason=RefusalReason.UNAVAILABLE, evidence=Evidence())

attempts = st.integers(0, 100)
rolls = st.floats(0, 1, exclude_max=True)
caps = st.floats(1, 10_000)


def wait(policy: RetryPolicy, attempts: int, roll: float) -> float:
    return (policy.next_at(NOON, attempts, roll) - NOON).total_seconds()


@pytest.mark.parametrize(
    ("attempts", "least", "most"),
    [(1, 2.5, 5), (2, 5, 10), (3, 10, 20), (8, 320, 640), (9, 450, 900), (10, 450, 900)],
)
def test_the_backoff_doubles_up_to_fifteen_minutes(attempts: int, least: float, most: float) -> None:
    assert (wait(POLICY, attempts, 0), wait(POLICY, attempts, 1)) == (least, most)


@given(attempts=attempts, roll=rolls, cap=caps)
def test_the_backoff_stays_within_its_bounds(attempts: int, roll: float, cap: float) -> None:
    policy = RetryPolicy(cap=cap)
    assert min(policy.base, cap) / 2 - 1e-6 <= wait(policy, attempts, roll) <= cap + 1e-6


@given(attempts=attempts, roll=rolls, cap=caps, more=caps)
def test_the_backoff_grows_with_attempts_cap_and_luck(
    attempts: int, roll: float, cap: float, more: float
) -> None:
    narrow, wide = RetryPolicy(cap=cap), RetryPolicy(cap=cap + more)
    assert wait(narrow, attempts, roll) <= wait(wide, attempts, roll)
    assert wait(narrow, attempts, roll) <= wait(narrow, attempts + 1, roll)
    assert wait(narrow, attempts, 0) <= wait(narrow, attempts, roll) <= wait(narrow, attempts, 1)


@pytest.mark.parametrize(("attempts", "used_up"), [(0, False), (9, False), (10, True), (11, True)])
def test_a_person_is_asked_after_ten_attempts(
    attempts: int,
    used_up: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert POLICY.is_used_up(attempts) is used_up


@pytest.mark.parametrize("held", [THROTTLED, CUT_OFF], ids=["until a time", "until a person acts"])
def test_a_company_is_held_up_as_long_as_the_books_say(held: Held) -> None:
    assert hold_for(held, None, NOON, POLICY) == Hold(reason=held.reason, since=NOON, until=held.until)


@pytest.mark.parametrize("reason", [HoldReason.COMPANY_SUSPENDED, HoldReason.PERMISSION_DENIED])
def test_what_a_person_ends_in_quickbooks_is_tried_again_since_nobody_tells_us(reason: HoldReason) -> None:
    held = Held(reason=reason, until=None, evidence=Evidence())
    assert hold_for(held, None, NOON, POLICY).until == later(seconds=5)
    before = a_hold(reason, until=later(seconds=600))
    assert hold_for(held, before, later(seconds=600), POLICY).until == later(seconds=1200)


@pytest.mark.parametrize("answer", [LOST, DOWN], ids=["no answer", "never got there"])
def test_books_that_cannot_be_read_hold_a_company_up_for_a_moment(answer: Unknown | Refused) -> None:
    hold = hold_for(answer, None, NOON, POLICY)
    assert hold == Hold(reason=HoldReason.QUICKBOOKS_UNAVAILABLE, since=NOON, until=later(seconds=5))


@pytest.mark.parametrize(
    ("lasted", "seconds"), [(2, 5), (5, 5), (10, 10), (600, 600), (900, 900), (86_400, 900)]
)
def test_the_longer_it_has_lasted_the_longer_it_is_left_alone(lasted: int, seconds: int) -> None:
    before = a_hold(HoldReason.QUICKBOOKS_UNAVAILABLE, until=later(seconds=lasted))
    now = NOON + timedelta(seconds=lasted)
    hold = hold_for(LOST, before, now, POLICY)
    assert (hold.since, hold.until) == (NOON, now + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("until", "standing"),
    [(None, True), (later(seconds=1), True), (NOON, False)],
    ids=["until a person acts", "a second before its end", "at its end"],
)
def test_a_hold_stands_until_its_end(
    until: datetime | None,
    standing: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert is_standing(a_hold(until=until), NOON) is standing


def test_a_new_reason_begins_anew() -> None:
    hold = hold_for(LOST, a_hold(HoldReason.RATE_LIMITED), later(days=1), POLICY)
    assert hold.since == later(days=1)


@given(ends=st.lists(st.one_of(st.none(), st.datetimes(min_value=datetime(2026, 1, 1))), max_size=5))  # noqa: DTZ001 - only their order matters
def test_of_several_holds_the_longest_counts(ends: list[datetime | None]) -> None:
    holds = [Held(reason=HoldReason.RATE_LIMITED, until=end, evidence=Evidence()) for end in ends]
    chosen = longest(holds)
    if not ends:
        assert chosen is None
    elif None in ends:
        assert chosen
        assert chosen.until is None
    else:
        assert chosen
        assert chosen.until == max(end for end in ends if end)
