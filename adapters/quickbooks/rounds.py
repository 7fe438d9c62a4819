"""Calls side by side, of which one can end the whole round; and calls that cannot be broken off."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


class Round(Generic[Result]):
    """A round of calls; when one `ends` it, those that still wait for their turn are not begun.

    `ended_by` is the result that did.
    """

    def __init__(self, *, ends: Callable[[Result], bool]) -> None:
        self._ends = ends
        self._waiting: set[asyncio.Task[Result]] = set()
        self.ended_by: Result | None = None

    async def run(self, calls: Iterable[Callable[[], Coroutine[Any, Any, Result]]]) -> list[Result | None]:
        """The results in the order of the calls; None for one that was not begun.

        An exception breaks the round off, once what was begun has come to its end.
        """
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._one(call)) for call in calls]
                self._waiting.update(tasks)
        except ExceptionGroup as broken:
            raise broken.exceptions[0] from None
        return [None if task.cancelled() else task.result() for task in tasks]

    def begin(self) -> None:
        """Say that the call of this task goes out now, and has to be waited for."""
        if task := asyncio.current_task():
            self._waiting.discard(task)

    async def _one(self, call: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        result = await call()
        if self.ended_by is None and self._ends(result):
            self.ended_by = result
            for task in self._waiting:
                task.cancel()
        return result


async def to_the_end(work: Awaitable[Result]) -> Result:
    """Wait for work that goes on anyway; a cancellation waits with us, and then goes its way."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
