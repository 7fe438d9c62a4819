"""One call to a realm: in its turn, with a good token, in a thread, and never lost sight of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Generic, TypeVar

from anyio import CapacityLimiter, to_thread

from adapters.quickbooks.answers import Reply
from adapters.quickbooks.judge import Failure, judge_query, judge_write
from adapters.quickbooks.oauth import Authorisation
from adapters.quickbooks.pace import Pace
from adapters.quickbooks.renewal import NoToken
from adapters.quickbooks.rounds import to_the_end
from adapters.quickbooks.throttling import Circumstances
from adapters.quickbooks.transport import Line
from domain.model.books import LedgerObject
from domain.model.commands import Write
from domain.model.outcomes import Outcome, RefusalReason, Refused
from domain.ports.clock import Clock

Rows = tuple[LedgerObject, ...]
Judged = TypeVar("Judged")
Judged_co = TypeVar("Judged_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand(Generic[Judged_co]):
    """How it is sent with a token, and how its reply is judged; `begin` is told when it goes out."""

    send: Callable[[str], Reply]
    judge: Callable[[Reply, Circumstances], Judged_co]
    begin: Callable[[], None]
    reading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """What it takes to call a realm; `pace` and `threads` are shared by all who call it."""

    line: Line
    authorisation: Authorisation
    pace: Pace
    threads: CapacityLimiter
    clock: Clock
    throttle_pause: timedelta

    async def write(self, write: Write, begin: Callable[[], None]) -> Outcome:
        """Send one draft under its request id."""
        draft = write.draft
        errand = _Errand(
            send=partial(self.line.write, draft, write.request_id),
            judge=partial(judge_write, draft.entity),
            begin=begin,
            reading=False,
        )
        return await self._run(errand)

    async def query(self, entity: str, statement: str, begin: Callable[[], None]) -> Rows | Failure:
        """Read one page."""
        errand = _Errand(
            send=partial(self.line.query, statement),
            judge=partial(judge_query, entity),
            begin=begin,
            reading=True,
        )
        return await self._run(errand)

    async def _run(self, errand: _Errand[Judged]) -> Judged | Failure:
        """Send it; after a 401 once more, the very same, with a new token."""
        async with self.pace.turn() as turn:
            errand.begin()
            token = await self.authorisation.token()
            judged = await self._send(errand, token)
            if not is_unauthorized(judged) or not isinstance(token, str):
                return judged
            await turn.again()
            return await self._send(errand, await self.authorisation.token(refused=token))

    async def _send(self, errand: _Errand[Judged], token: str | NoToken) -> Judged | Failure:
        if not isinstance(token, str):
            return token
        reply = await to_the_end(to_thread.run_sync(errand.send, token, limiter=self.threads))
        around = Circumstances(
            now=self.clock.now(), reading=errand.reading, throttle_pause=self.throttle_pause
        )
        return errand.judge(reply, around)


def is_unauthorized(judged: object) -> bool:
    """Whether it is a 401 by whatever name."""
    return isinstance(judged, Refused) and judged.reason is RefusalReason.UNAUTHORIZED
