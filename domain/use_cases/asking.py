"""Ask the books on behalf of a person who waits for the answer."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import ConnectionRequired, QuickBooksUnreadable
from domain.model.books import Question
from domain.model.facts import Facts
from domain.model.outcomes import Held, HoldReason
from domain.ports.ledger import Ledger, QuestionsUnanswered


async def ask(ledger: Ledger, questions: Sequence[Question]) -> Facts:
    """Raises ConnectionRequired when somebody has to connect again, else QuickBooksUnreadable."""
    try:
        return await ledger.ask(questions)
    except QuestionsUnanswered as unanswered:
        answer = unanswered.answer
        lost = isinstance(answer, Held) and answer.reason is HoldReason.NEEDS_RECONNECT
        raise (ConnectionRequired if lost else QuickBooksUnreadable) from None
