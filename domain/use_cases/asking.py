"""Ask a company's books something for a person who waits for the answer."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import ConnectionRequired, QuickBooksUnreadable
from domain.model.companies import Connection
from domain.model.facts import Facts
from domain.model.outcomes import Held, HoldReason, Refused, Unknown
from domain.model.questions import Question
from domain.ports.ledger import Ledgers, QuestionsUnanswered
from domain.ports.unit_of_work import UnitOfWork


async def ask(ledgers: Ledgers, connection: Connection | None, questions: Sequence[Question]) -> Facts:
    """Raises ConnectionRequired or QuickBooksUnreadable. No unit of work may be open."""
    if connection is None:
        raise ConnectionRequired
    try:
        return await ledgers.open(connection).ask(questions)
    except QuestionsUnanswered as unanswered:
        raise _unanswered(unanswered.answer) from None


async def require_same_books(uow: UnitOfWork, connection: Connection | None) -> None:
    """Raise QuickBooksUnreadable where the company has other books by now than those that were asked.

    Until the end of the unit of work it keeps those that it has.
    """
    if connection and not await uow.grants.has_books(connection.company_id, connection.realm_id):
        raise QuickBooksUnreadable


def _unanswered(answer: Held | Refused | Unknown) -> ConnectionRequired | QuickBooksUnreadable:
    """A person has to connect again, or has only to wait."""
    lost = isinstance(answer, Held) and answer.reason is HoldReason.NEEDS_RECONNECT
    return ConnectionRequired() if lost else QuickBooksUnreadable()
