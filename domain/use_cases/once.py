"""Run a call's effect once: its answer is kept in the transaction of the effect."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from domain.model.api_keys import Principal
from domain.model.idempotency import Call, StoredAnswer
from domain.ports.clock import Clock
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answer, and whether it is the one that was given before."""

    answer: StoredAnswer
    replayed: bool


class Once:
    """For the operations that honour an Idempotency-Key; without a key, the effect simply runs."""

    def __init__(self, *, units_of_work: UnitsOfWork, doorbell: Doorbell, clock: Clock) -> None:
        self._units_of_work = units_of_work
        self._doorbell = doorbell
        self._clock = clock

    async def __call__(
        self,
        principal: Principal,
        call: Call | None,
        effect: Callable[[UnitOfWork], Awaitable[Result]],
        answer: Callable[[Result], StoredAnswer],
    ) -> Answered:
        """Raises IdempotencyKeyReused, and whatever the effect raises: then nothing is kept."""
        async with self._units_of_work.of(principal.company_id) as uow:
            if call and (before := await uow.idempotency.claim(call, at=self._clock.now())):
                return Answered(answer=before, replayed=True)
            given = answer(await effect(uow))
            if call:
                await uow.idempotency.answer(call, given)
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        await self._doorbell.ring(last)
        return Answered(answer=given, replayed=False)
