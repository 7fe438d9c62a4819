"""A ledger on books in memory, and answers on order."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.model.commands import Command, Draft, Write
from domain.model.companies import Connection
from domain.model.facts import Facts
from domain.model.outcomes import (
    Applied,
    Evidence,
    Held,
    HoldReason,
    Outcome,
    Refused,
    Unknown,
    UnknownReason,
)
from domain.model.questions import Question
from domain.ports.ledger import QuestionsUnanswered
from tests.fakes.books import FakeBooks
from tests.fakes.clock import NOON

LOST = Unknown(reason=UnknownReason.TIMEOUT, evidence=Evidence())
THROTTLED = Held(reason=HoldReason.RATE_LIMITED, until=NOON + timedelta(seconds=60), evidence=Evidence())


@dataclass(frozen=True, slots=True)
class Lost:
    """Carry the write out, and answer this instead of what became of it."""

    answer: Outcome = LOST


class FakeLedger:
    """Keeps the promises of the port; `questions` (in so many `rounds`) and `writes` are all that came.

    `answer_next` orders answers for the next writes, one each: an outcome instead of the
    write, a `Lost` after it, None for what really becomes of it. While `held` is set, it
    answers everything; `unreadable` answers every question.
    """

    def __init__(self, books: FakeBooks | None = None) -> None:
        self.books = books or FakeBooks()
        self.questions: list[Question] = []
        self.rounds = 0
        self.writes: list[Write] = []
        self.held: Held | None = None
        self.unreadable: Held | Refused | Unknown | None = None
        self._ordered: deque[Outcome | Lost | None] = deque()
        self._commands: dict[Draft, Command] = {}
        self._applied: dict[str, Applied] = {}

    def answer_next(self, *answers: Outcome | Lost | None) -> None:
        self._ordered.extend(answers)

    def draft(self, command: Command) -> Draft:
        """Remember the command; a draft of this ledger is understood by this ledger alone."""
        entity = type(command).__name__.removeprefix("Post")
        draft = Draft(entity=entity, body=repr(command))
        self._commands[draft] = command
        return draft

    async def ask(self, questions: Sequence[Question]) -> Facts:
        self.questions.extend(questions)
        self.rounds += bool(questions)
        if questions and (failure := self.held or self.unreadable):
            raise QuestionsUnanswered(failure)
        return Facts({question: self.books.answer(question) for question in questions})

    async def write(self, writes: Sequence[Write]) -> Sequence[Outcome]:
        outcomes: list[Outcome] = []
        held = self.held
        for write in writes:
            outcome = held or self._carry_out(write)
            held = outcome if isinstance(outcome, Held) else None
            outcomes.append(outcome)
        return outcomes

    def _carry_out(self, write: Write) -> Outcome:
        self.writes.append(write)
        match self._ordered.popleft() if self._ordered else None:
            case Lost(answer=answer):
                self._execute(write)
                return answer
            case None:
                return self._execute(write)
            case answer:
                return answer

    def _execute(self, write: Write) -> Outcome:
        """The same request id gets the answer that it got before; a refusal is not remembered."""
        if write.request_id in self._applied:
            return self._applied[write.request_id]
        outcome = self.books.post(self._commands[write.draft])
        if isinstance(outcome, Applied):
            self._applied[write.request_id] = outcome
        return outcome


class FakeLedgers:
    """One fake ledger for each realm, made when it is first asked for."""

    def __init__(self) -> None:
        self._of_realms: dict[str, FakeLedger] = {}
        self.opened: list[Connection] = []
        self.renewed: list[Connection] = []
        self.not_renewed: Held | Refused | None = None

    def open(self, connection: Connection) -> FakeLedger:
        self.opened.append(connection)
        return self.of(connection.realm_id)

    async def renew(self, connection: Connection) -> Held | Refused | None:
        if self.not_renewed is None:
            self.renewed.append(connection)
        return self.not_renewed

    def of(self, realm_id: str) -> FakeLedger:
        return self._of_realms.setdefault(realm_id, FakeLedger())
