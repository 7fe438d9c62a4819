"""What it means to a person that the books could not be read just now."""

from __future__ import annotations

from domain.errors import ConnectionRequired, QuickBooksUnreadable
from domain.model.outcomes import Held, HoldReason, Refused, Unknown


def why_unanswered(answer: Held | Refused | Unknown) -> ConnectionRequired | QuickBooksUnreadable:
    """A person has to connect again, or has only to wait."""
    lost = isinstance(answer, Held) and answer.reason is HoldReason.NEEDS_RECONNECT
    return ConnectionRequired() if lost else QuickBooksUnreadable()
