"""The limits are never exceeded, and no time is given away."""

from __future__ import annotations

import asyncio
from bisect import bisect_left

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from adapters.quickbooks.pace import Pace
from adapters.quickbooks.settings import Rates
from tests.unit.quickbooks.virtual_time import VirtualTime

QBO = Rates(per_second=10, in_flight=10, per_minute=500)


class Traffic:
    """Calls through a pace; each reaches QBO somewhere between its beginning and its end."""

    def __init__(self, rates: Rates) -> None:
        self.time = VirtualTime()
        self.pace = Pace(rates, now=self.time.now, sleep=self.time.sleep)
        self.arrivals: list[float] = []
        self.order: list[int] = []
        self.in_flight = self.most_in_flight = 0

    async def call(self, number: int = 0, *, way: float = 0.0, back: float = 0.0) -> None:
        async with self.pace.turn():
            self.order.append(number)
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            await self.time.sleep(way)
            self.arrivals.append(self.time.now())
            await self.time.sleep(back)
            self.in_flight -= 1

    def most_within(self, seconds: float) -> int:
        times = sorted(self.arrivals)
        return max(bisect_left(times, start + seconds) - index for index, start in enumerate(times))


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3)), min_size=30, max_size=60))
@settings(max_examples=40, deadline=None, phases=[Phase.generate])  # shrinking would take minutes
def test_no_second_at_qbo_sees_more_than_its_limit(calls: list[tuple[float, float]]) -> None:
    async def all_at_once() -> Traffic:
        traffic = Traffic(QBO)
        await traffic.time.run(*(traffic.call(way=way, back=back) for way, back in calls))
        return traffic

    traffic = asyncio.run(all_at_once())
    # A hair less than a second: sums of floats may fall short of it by a rounding.
    assert traffic.most_within(1 - 1e-6) <= QBO.per_second
    assert traffic.most_in_flight <= QBO.in_flight


async def test_calls_that_take_no_time_go_out_ten_a_second() -> None:
    traffic = Traffic(QBO)
    await traffic.time.run(*(traffic.call() for _ in range(25)))
    assert [round(at, 6) for at in traffic.arrivals] == [0.0] * 10 + [1.0] * 10 + [2.0] * 5


async def test_no_minute_sees_more_than_its_limit() -> None:
    traffic = Traffic(Rates(per_second=10, in_flight=10, per_minute=25))
    await traffic.time.run(*(traffic.call() for _ in range(40)))
    assert [round(at) for at in traffic.arrivals] == [0] * 10 + [1] * 10 + [2] * 5 + [60] * 10 + [61] * 5


async def test_slow_calls_wait_for_each_other() -> None:
    traffic = Traffic(Rates(per_second=10, in_flight=3, per_minute=500))
    await traffic.time.run(*(traffic.call(way=5) for _ in range(7)))
    assert (traffic.most_in_flight, traffic.time.now()) == (3, 15.0)


async def test_who_waits_is_not_overtaken() -> None:
    traffic = Traffic(Rates(per_second=2, in_flight=2, per_minute=500))

    async def call_at(seconds: float, number: int) -> None:
        await traffic.time.sleep(seconds)
        await traffic.call(number)

    # The third waits for the second 1, in which the last two come.
    times = [0, 0, 0.5, 1, 1]
    await traffic.time.run(*(call_at(seconds, number) for number, seconds in enumerate(times)))
    assert traffic.order == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    "rates",
    [
        Rates(per_second=1, in_flight=10, per_minute=500),
        Rates(per_second=10, in_flight=10, per_minute=1),
    ],
    ids=["a second", "a minute"],
)
async def test_a_limit_below_the_calls_in_flight_is_kept_too(rates: Rates) -> None:
    traffic = Traffic(rates)
    await traffic.time.run(*(traffic.call(way=0.5) for _ in range(3)))
    assert traffic.most_in_flight == 1


async def test_a_turn_that_was_given_up_is_free_again() -> None:
    traffic = Traffic(Rates(per_second=1, in_flight=1, per_minute=500))

    async def give_up() -> None:
        waiting = asyncio.ensure_future(traffic.call(1))
        await traffic.time.sleep(0.5)
        waiting.cancel()

    await traffic.time.run(traffic.call(0), give_up(), traffic.call(2))
    assert traffic.order == [0, 2]
    assert traffic.arrivals == [0.0, 1.0]


async def test_a_call_that_fails_gives_its_turn_back() -> None:
    traffic = Traffic(Rates(per_second=1, in_flight=1, per_minute=500))

    async def fail() -> None:
        with pytest.raises(OSError, match="broken"):
            async with traffic.pace.turn():
                raise OSError("broken")

    await traffic.time.run(fail(), traffic.call())
    assert traffic.arrivals == [1.0]


async def test_a_second_call_in_a_turn_counts_and_keeps_its_place() -> None:
    traffic = Traffic(Rates(per_second=1, in_flight=1, per_minute=500))

    async def call_twice() -> None:
        async with traffic.pace.turn() as turn:
            traffic.arrivals.append(traffic.time.now())
            await turn.again()
            traffic.arrivals.append(traffic.time.now())

    await traffic.time.run(call_twice(), traffic.call())
    assert traffic.arrivals == [0.0, 1.0, 2.0]


async def test_a_second_call_that_was_given_up_counts_once() -> None:
    traffic = Traffic(Rates(per_second=1, in_flight=1, per_minute=500))

    async def give_up() -> None:
        async with traffic.pace.turn() as turn:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0):
                    await turn.again()

    await traffic.time.run(give_up(), traffic.call(), traffic.call())
    assert traffic.arrivals == [1.0, 2.0]
