"""The books of one company, whoever keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.commands import Command, Draft, Write
from domain.model.companies import Connection
from domain.model.facts import Facts
from domain.model.outcomes import Held, Outcome, Refused, Unknown
from domain.model.questions import Question


class QuestionsUnanswered(Exception):
    """The books could not be read; `answer` says what came back instead."""

    def __init__(self, answer: Held | Refused | Unknown) -> None:
        super().__init__(answer.reason.value)
        self.answer = answer


class Ledger(Protocol):
    """One company's books.

    Writes carry a request id: the same id twice leaves one object. An answer that never
    came is an `Unknown` outcome, never an exception. How questions and writes are batched
    is the ledger's own business.
    """

    def draft(self, command: Command) -> Draft:
        """Put a command into the ledger's own language; pure, and the same for the same command."""
        ...

    async def ask(self, questions: Sequence[Question]) -> Facts:
        """Answer every question, or raise QuestionsUnanswered and nothing else."""
        ...

    async def write(self, writes: Sequence[Write]) -> Sequence[Outcome]:
        """Carry out each write on its own; outcomes stand in the order of the writes, one each."""
        ...


class Ledgers(Protocol):
    """Opens the books that a connection leads to."""

    def open(self, connection: Connection) -> Ledger:
        """Cheap, and without a call: the first question or write is the first call."""
        ...

    async def renew(self, connection: Connection) -> Held | Refused | None:
        """Renew its tokens, unless others are stored by now; or say why that is not possible."""
        ...
