"""How a caller's calls are taken from the common count and spent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model.rates import Purse, Rate
from domain.rules.rates import alone, filled, is_to_be_filled, portion, spent
from tests.contracts.rate_limiter import RATE, RateLimiterContract
from tests.fakes.rate_limiter import FakeRateLimiter

LARGE = Rate(limit=3000)


class TestFakeRateLimiter(RateLimiterContract):
    @pytest.fixture
    def limiter(self) -> FakeRateLimiter:
        return FakeRateLimiter(RATE)


def a_purse(held: int = 1, elsewhere: int = 1, ends_at: float = 100) -> Purse:
    return Purse(held=held, elsewhere=elsewhere, ends_at=ends_at)


@pytest.mark.parametrize(("limit", "taken"), [(1, 1), (99, 1), (100, 1), (3000, 30)], ids=str)
def test_a_hundredth_of_the_limit_is_taken_at_a_time(limit: int, taken: int) -> None:
    assert portion(Rate(limit=limit)) == taken


@pytest.mark.parametrize(
    ("purse", "fill"),
    [
        pytest.param(None, True, id="at first"),
        pytest.param(a_purse(), False, id="while some are held"),
        pytest.param(a_purse(held=0), True, id="when all that were held are spent"),
        pytest.param(a_purse(held=0, elsewhere=0), False, id="not when everything is used up"),
        pytest.param(a_purse(held=0, elsewhere=0, ends_at=10), True, id="when the window is over"),
    ],
)
def test_the_common_count_is_asked(purse: Purse | None, *, fill: bool) -> None:
    assert is_to_be_filled(purse, now=10) == fill


def test_the_last_portion_may_be_a_part_of_one() -> None:
    purse = filled(LARGE, counted=3010, seconds=20, now=5)
    assert purse == Purse(held=20, elsewhere=0, ends_at=25)


def test_what_others_used_up_is_not_to_be_had() -> None:
    assert filled(LARGE, counted=3030, seconds=20, now=5) == Purse(held=0, elsewhere=0, ends_at=25)


def test_a_call_is_told_when_there_are_more() -> None:
    left, allowance = spent(a_purse(held=0, elsewhere=0, ends_at=12.2), RATE, now=10)
    assert (left.held, allowance.allowed, allowance.remaining, allowance.seconds) == (0, False, 0, 3)


@settings(deadline=None)
@given(st.integers(1, 1000), st.integers(1, 8))
def test_all_processes_together_never_allow_more_than_the_limit(limit: int, processes: int) -> None:
    rate, counted, allowed = Rate(limit=limit), 0, 0
    purses: list[Purse | None] = [None] * processes
    for number in range(limit + 10 * processes):
        process = number % processes
        purse = purses[process]
        if is_to_be_filled(purse, now=0):
            counted += portion(rate)
            purse = filled(rate, counted=counted, seconds=60, now=0)
        assert purse is not None
        purses[process], allowance = spent(purse, rate, now=0)
        allowed += allowance.allowed
    assert limit - processes * portion(rate) <= allowed <= limit


def test_alone_a_process_has_the_whole_limit() -> None:
    assert alone(RATE, now=5) == Purse(held=5, elsewhere=0, ends_at=65)
