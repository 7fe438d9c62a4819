"""Calls side by side, one of which can end the round."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from adapters.quickbooks.rounds import Round, to_the_end


class Turns:
    """Gives turns one by one, as the pace does."""

    def __init__(self, round_: Round[str]) -> None:
        self._round = round_
        self._line = asyncio.Lock()
        self.begun: list[str] = []

    async def call(self, result: str) -> str:
        async with self._line:
            self._round.begin()
            self.begun.append(result)
            await asyncio.sleep(0)
            return result


def a_round() -> tuple[Round[str], Turns]:
    round_ = Round[str](ends=lambda result: result == "stop")
    return round_, Turns(round_)


async def test_results_stand_in_the_order_of_the_calls() -> None:
    round_ = Round[str](ends=lambda _: False)
    slow = asyncio.Event()

    async def first() -> str:
        await slow.wait()
        return "first"

    async def second() -> str:
        slow.set()
        return "second"

    assert await round_.run([first, second]) == ["first", "second"]
    assert round_.ended_by is None


async def test_what_waits_is_not_begun_once_the_round_is_ended() -> None:
    round_, turns = a_round()
    results = await round_.run([partial(turns.call, each) for each in ("a", "stop", "b", "c")])
    assert results == ["a", "stop", None, None]
    assert turns.begun == ["a", "stop"]
    assert round_.ended_by == "stop"


async def test_what_was_begun_before_the_end_is_waited_for() -> None:
    round_ = Round[str](ends=lambda result: result == "stop")
    both_begun = asyncio.Barrier(2)

    async def call(result: str) -> str:
        round_.begin()
        await both_begun.wait()
        for _ in range(10 if result == "late" else 0):
            await asyncio.sleep(0)
        return result

    assert await round_.run([lambda: call("stop"), lambda: call("late")]) == ["stop", "late"]


async def test_an_exception_breaks_the_round_off_as_itself() -> None:
    round_, turns = a_round()

    async def break_() -> str:
        raise OSError("broken")

    with pytest.raises(OSError, match="broken"):
        await round_.run([break_, partial(turns.call, "a")])


async def test_an_empty_round_is_over_at_once() -> None:
    assert await Round[str](ends=lambda _: True).run([]) == []


async def test_a_cancellation_waits_for_work_that_goes_on_anyway() -> None:
    done = asyncio.Event()
    release = asyncio.Event()

    async def work() -> None:
        await release.wait()
        done.set()

    waiting = asyncio.ensure_future(to_the_end(work()))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.sleep(0)
    assert not waiting.done()
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert done.is_set()
