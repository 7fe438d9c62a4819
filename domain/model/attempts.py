"""Attempts: what was sent for an entry, written down before the socket opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.model.commands import Draft
from domain.model.outcomes import Evidence


class AttemptOutcome(StrEnum):
    """What came of an attempt; one that never got a result is uncertain."""

    APPLIED = "applied"
    NOT_APPLIED = "not_applied"
    UNCERTAIN = "uncertain"
    ABANDONED = "abandoned"  # nobody knows, and the books that it went to are not the company's any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One sending, or one that came to nothing because the billing system did not give the data.

    `number` counts all attempts of the entry, from 1. `request_id` stays the same while
    the outcome of an earlier sending is unknown, and is new after a definite answer.
    `epoch` is the claim under which it was sent. `finished_at` is None while it is under
    way, and for ever if its worker died. `draft` is None where nothing was sent.
    """

    id: UUID
    entry_id: UUID
    number: int
    request_id: str
    epoch: int
    draft: Draft | None
    started_at: datetime
    finished_at: datetime | None = None
    outcome: AttemptOutcome | None = None
    evidence: Evidence | None = None

    @property
    def sent(self) -> Draft:
        """What was sent; only asked of a sending."""
        if self.draft is None:
            raise LookupError("nothing was sent")
        return self.draft

    @property
    def is_unsettled(self) -> bool:
        """Nobody knows yet whether this sending was applied."""
        return self.outcome in (None, AttemptOutcome.UNCERTAIN)
