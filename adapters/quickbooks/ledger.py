"""The books of QBO companies, asked and written over the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from anyio import CapacityLimiter

from adapters.quickbooks.calls import Calls, Rows, is_unauthorized
from adapters.quickbooks.judge import Failure
from adapters.quickbooks.oauth import Authorisation
from adapters.quickbooks.pace import Pace
from adapters.quickbooks.query import PAGE, Query, plan
from adapters.quickbooks.renewal import NoToken, TokenWorks
from adapters.quickbooks.rounds import Round
from adapters.quickbooks.settings import QuickBooksSettings
from adapters.quickbooks.token_endpoint import TokenEndpoint
from adapters.quickbooks.translate import draft_of
from adapters.quickbooks.transport import Line, Wire
from adapters.quickbooks.whole_lists import WholeList, WholePreferences, whole_lists
from domain.model.commands import Command, Draft, Write
from domain.model.companies import Connection
from domain.model.facts import Facts
from domain.model.outcomes import Evidence, Held, Outcome, Refused, Unknown
from domain.model.questions import Question
from domain.ports.clock import Clock
from domain.ports.ledger import Ledger, QuestionsUnanswered


class QuickBooksLedger:
    """One realm's books; keeps the promises of the `Ledger` port.

    Cancellation loses track of nothing: what waits for its turn is not begun, what was
    sent is waited for to its end (its timeout at the latest), and only then the
    cancellation goes on. The outcomes are lost with it; the attempts that were written
    down before stay unsettled, and are settled as any unknown outcome is.
    """

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def draft(self, command: Command) -> Draft:
        """Put a command into QBO's language."""
        return draft_of(command)

    async def ask(self, questions: Sequence[Question]) -> Facts:
        """Answer all in as few metered reads as it takes; the first failure ends the round."""
        round_ = Round[Rows | Failure](ends=lambda result: not isinstance(result, tuple))
        queries: list[Query | WholeList | WholePreferences] = [*plan(questions), *whole_lists(questions)]
        results = await round_.run([partial(self._read, query, round_) for query in queries])
        if isinstance(round_.ended_by, Held | Refused | Unknown):
            raise QuestionsUnanswered(round_.ended_by)
        answers: dict[Question, Rows] = dict.fromkeys(questions, ())
        for query, rows in zip(queries, results, strict=True):
            answers |= query.share_out(rows if isinstance(rows, tuple) else ())
        return Facts(answers)

    async def write(self, writes: Sequence[Write]) -> Sequence[Outcome]:
        """Carry out each by a call of its own; once nothing gets in any more, the rest is not sent."""
        round_ = Round[Outcome](ends=_shuts_everybody_out)
        results = await round_.run([partial(self._calls.write, write, round_.begin) for write in writes])
        return [result or _not_sent(round_.ended_by) for result in results]

    async def _read(
        self, query: Query | WholeList | WholePreferences, round_: Round[Rows | Failure]
    ) -> Rows | Failure:
        rows: Rows = ()
        while True:
            statement = query.page(start=len(rows) + 1)
            page = await self._calls.query(query.entity, statement, round_.begin)
            if not isinstance(page, tuple):
                return page
            rows += page
            if len(page) < PAGE:
                return rows


def _shuts_everybody_out(outcome: Outcome) -> bool:
    """A held company; or a token that is refused when it is new, which none after it would cure."""
    return isinstance(outcome, Held) or is_unauthorized(outcome)


def _not_sent(ended_by: Outcome | None) -> Outcome:
    """The same as for the one that ended the round, but there is no answer to keep."""
    if ended_by is None:
        raise RuntimeError("A write was neither sent nor held back")
    return replace(ended_by, evidence=Evidence())


@dataclass(frozen=True, slots=True)
class _Traffic:
    """What all ledgers of a realm in this process obey together.

    The threads are our own: anyio's forty are shared with the rest of the process.
    """

    pace: Pace
    threads: CapacityLimiter


class QuickBooksLedgers:
    """Opens books, and keeps what all who call one realm share.

    Belongs to one event loop, and is closed at its end.
    """

    def __init__(self, settings: QuickBooksSettings, clock: Clock, units_of_work: TokenWorks) -> None:
        self._settings = settings
        self._clock = clock
        self._units_of_work = units_of_work
        self._wire = Wire(connections=settings.connections)
        self._endpoint = TokenEndpoint(settings)
        self._traffic: dict[str, _Traffic] = {}
        self._authorisations: dict[tuple[UUID, str], Authorisation] = {}

    def open(self, connection: Connection) -> Ledger:
        """Cheap, and without a call."""
        traffic = self._traffic_of(connection.realm_id)
        calls = Calls(
            line=self._line_to(connection.realm_id),
            authorisation=self._authorisation_of(connection),
            pace=traffic.pace,
            threads=traffic.threads,
            clock=self._clock,
            throttle_pause=timedelta(seconds=self._settings.throttle_pause),
        )
        return QuickBooksLedger(calls)

    async def renew(self, connection: Connection) -> NoToken | None:
        """Renew its tokens, unless others are stored by now; or say why that is not possible."""
        authorisation = self._authorisation_of(connection)
        found = await authorisation.token(refused=connection.tokens.access_token)
        return None if isinstance(found, str) else found

    async def close(self) -> None:
        """Wait for renewals of tokens that are under way, and hang up."""
        for authorisation in self._authorisations.values():
            await authorisation.finish()
        await self._endpoint.close()
        self._wire.close()

    def _line_to(self, realm_id: str) -> Line:
        settings = self._settings
        return Line(
            wire=self._wire,
            base_url=settings.addresses.api,
            realm_id=realm_id,
            connect_timeout=settings.connect_timeout,
            read_timeout=settings.read_timeout,
        )

    def _traffic_of(self, realm_id: str) -> _Traffic:
        if realm_id not in self._traffic:
            rates = self._settings.rates
            self._traffic[realm_id] = _Traffic(Pace(rates), CapacityLimiter(rates.in_flight))
        return self._traffic[realm_id]

    def _authorisation_of(self, connection: Connection) -> Authorisation:
        """By realm as well: after a reconnect to another one, no token may cross over."""
        key = (connection.company_id, connection.realm_id)
        if key not in self._authorisations:
            self._authorisations[key] = Authorisation(
                connection,
                endpoint=self._endpoint,
                units_of_work=self._units_of_work,
                clock=self._clock,
                settings=self._settings,
            )
        self._authorisations[key].learn(connection)
        return self._authorisations[key]
