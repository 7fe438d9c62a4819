"""The books of one QBO company, asked and written over the wire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Generic, TypeVar

from anyio import CapacityLimiter, to_thread

from adapters.quickbooks.answers import Reply
from adapters.quickbooks.judge import Failure, judge_query, judge_write
from adapters.quickbooks.oauth import Authorisation
from adapters.quickbooks.pace import Pace
from adapters.quickbooks.query import PAGE, Query, plan
from adapters.quickbooks.rounds import Round, to_the_end
from adapters.quickbooks.throttling import Circumstances
from adapters.quickbooks.translate import draft_of
from adapters.quickbooks.transport import Line
from domain.model.books import Command, Draft, LedgerObject, Question, Write
from domain.model.facts import Facts
from domain.model.outcomes import Evidence, Held, Outcome, RefusalReason, Refused, Unknown
from domain.ports.clock import Clock
from domain.ports.ledger import QuestionsUnanswered

Rows = tuple[LedgerObject, ...]
Judged = TypeVar("Judged")
Judged_co = TypeVar("Judged_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand(Generic[Judged_co]):
    """One call: how it is sent with a token, and how its reply is judged."""

    send: Callable[[str], Reply]
    judge: Callable[[Reply, Circumstances], Judged_co]
    begin: Callable[[], None]
    reading: bool


class QuickBooksLedger:
    """One realm's books; keeps the promises of the `Ledger` port.

    Cancellation loses track of nothing: what waits for its turn is not begun, what was
    sent is waited for to its end (its timeout at the latest), and only then the
    cancellation goes on. The outcomes are lost with it; the attempts that were written
    down before stay unsettled, and are settled as any unknown outcome is.
    """

    def __init__(
        self,
        *,
        line: Line,
        authorisation: Authorisation,
        pace: Pace,
        threads: CapacityLimiter,
        clock: Clock,
        throttle_pause: timedelta,
    ) -> None:
        self._line = line
        self._authorisation = authorisation
        self._pace = pace
        self._threads = threads
        self._clock = clock
        self._throttle_pause = throttle_pause

    def draft(self, command: Command) -> Draft:
        """Put a command into QBO's language."""
        return draft_of(command)

    async def ask(self, questions: Sequence[Question]) -> Facts:
        """Answer all in as few metered reads as it takes; the first failure ends the round."""
        round_ = Round[Rows | Failure](ends=lambda result: not isinstance(result, tuple))
        queries = plan(questions)
        results = await round_.run([partial(self._read, query, round_) for query in queries])
        if isinstance(round_.ended_by, Held | Refused | Unknown):
            raise QuestionsUnanswered(round_.ended_by)
        answers: dict[Question, Rows] = dict.fromkeys(questions, ())
        for query, rows in zip(queries, results, strict=True):
            answers |= query.share_out(rows if isinstance(rows, tuple) else ())
        return Facts(answers)

    async def write(self, writes: Sequence[Write]) -> Sequence[Outcome]:
        """Carry out each by a call of its own; once the company is held, the rest is not sent."""
        round_ = Round[Outcome](ends=lambda outcome: isinstance(outcome, Held))
        results = await round_.run([partial(self._post, write, round_) for write in writes])
        return [result or _not_sent(round_.ended_by) for result in results]

    async def _post(self, write: Write, round_: Round[Outcome]) -> Outcome:
        draft = write.draft
        errand = _Errand(
            send=partial(self._line.write, draft.entity, draft.body, write.request_id),
            judge=partial(judge_write, draft.entity),
            begin=round_.begin,
            reading=False,
        )
        return await self._run(errand)

    async def _read(self, query: Query, round_: Round[Rows | Failure]) -> Rows | Failure:
        rows: Rows = ()
        while True:
            errand = _Errand(
                send=partial(self._line.query, query.page(len(rows) + 1)),
                judge=partial(judge_query, query.entity),
                begin=round_.begin,
                reading=True,
            )
            page = await self._run(errand)
            if not isinstance(page, tuple):
                return page
            rows += page
            if len(page) < PAGE:
                return rows

    async def _run(self, errand: _Errand[Judged]) -> Judged | Failure:
        """Send it; after a 401 once more, the very same, with a new token."""
        used, judged = await self._send(errand)
        if used is None or not _is_unauthorized(judged):
            return judged
        _, judged = await self._send(errand, refused=used)
        return judged

    async def _send(
        self, errand: _Errand[Judged], *, refused: str | None = None
    ) -> tuple[str | None, Judged | Failure]:
        """The token that was used, if it came to that, and what came back."""
        async with self._pace.turn():
            errand.begin()
            token = await self._authorisation.token(refused=refused)
            if not isinstance(token, str):
                return None, token
            reply = await to_the_end(to_thread.run_sync(errand.send, token, limiter=self._threads))
        return token, errand.judge(reply, self._circumstances(reading=errand.reading))

    def _circumstances(self, *, reading: bool) -> Circumstances:
        return Circumstances(now=self._clock.now(), reading=reading, throttle_pause=self._throttle_pause)


def _is_unauthorized(judged: object) -> bool:
    return isinstance(judged, Refused) and judged.reason is RefusalReason.UNAUTHORIZED


def _not_sent(ended_by: Outcome | None) -> Held:
    """Held with the one that ended the round; there is no answer to keep."""
    assert isinstance(ended_by, Held)  # noqa: S101 - only a Held ends a round of writes
    return Held(reason=ended_by.reason, until=ended_by.until, evidence=Evidence())
