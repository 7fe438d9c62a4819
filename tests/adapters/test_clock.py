"""Time, ids and chance, the real ones and the tests' own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from adapters.clock import RandomDice, SystemClock, UuidIds
from domain.ports.clock import Clock, Dice, Ids
from tests.fakes.clock import NOON, FakeClock, FakeDice, FakeIds


@pytest.mark.parametrize("clock", [SystemClock(), FakeClock()], ids=["system", "fake"])
def test_the_time_is_in_utc_and_never_goes_back(clock: Clock) -> None:
    before = clock.now()
    assert before.tzinfo is UTC
    assert clock.now() >= before


def test_the_system_clock_goes_with_the_world() -> None:
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_fake_clock_is_moved_by_hand() -> None:
    clock = FakeClock()
    clock.advance(90)
    assert clock.now() == NOON + timedelta(seconds=90)
    clock.set(datetime(2026, 7, 1, 14, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now().isoformat() == "2026-07-01T12:00:00+00:00"


@pytest.mark.parametrize("ids", [UuidIds(), FakeIds()], ids=["real", "fake"])
def test_ids_are_of_version_7_and_sort_as_they_were_made(ids: Ids) -> None:
    made = [ids.new() for _ in range(1000)]
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    assert sorted(set(made)) == made
    assert [str(one) for one in made] == sorted(str(one) for one in made)


@pytest.mark.parametrize("dice", [RandomDice(), FakeDice()], ids=["real", "fake"])
def test_a_roll_is_below_one(dice: Dice) -> None:
    assert all(0 <= dice.roll() < 1 for _ in range(1000))


def test_real_dice_differ() -> None:
    assert RandomDice().roll() != RandomDice().roll()
