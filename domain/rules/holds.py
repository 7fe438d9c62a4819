"""What it means that a company is held up, what ends it, and whether a person must act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain import catalogue
from domain.catalogue import Who
from domain.model.outcomes import HoldReason

CONNECTION_LOST: Final = frozenset({HoldReason.NOT_CONNECTED, HoldReason.NEEDS_RECONNECT})
"""Nothing can be sent or asked before somebody connects."""

NEEDS_PERSON: Final = CONNECTION_LOST | {HoldReason.PERMISSION_DENIED, HoldReason.COMPANY_SUSPENDED}
"""Whatever a machine does, these last until somebody acts; their staff are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldExplanation:
    """In words for staff: `correction` holds steps, the likeliest first, and `who` takes them."""

    title: str
    meaning: str
    correction: tuple[str, ...]
    who: Who
    needs_person: bool


def explained(reason: HoldReason) -> HoldExplanation:
    """Say it in the catalogue's words, where its row is about a whole company."""
    if reason in _OWN_WORDS:
        return _OWN_WORDS[reason]
    row = catalogue.row(reason.value)
    return HoldExplanation(
        title=row.title,
        meaning=row.meaning,
        correction=row.correction,
        who=row.who,
        needs_person=reason in NEEDS_PERSON,
    )


# The catalogue's row is about one record, which has attempts; a hold spends none.
_OWN_WORDS: Final[Mapping[HoldReason, HoldExplanation]] = {
    HoldReason.QUICKBOOKS_UNAVAILABLE: HoldExplanation(
        title="QuickBooks is not available",
        meaning="QuickBooks could not be reached, is under maintenance, or had an error of its own.",
        correction=("Nothing: it is asked again by itself, until it answers.",),
        who=Who.NOBODY,
        needs_person=False,
    ),
}
