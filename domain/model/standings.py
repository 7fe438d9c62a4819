"""Standings: how a record stands on its way to the books, as far as it matters to those who need it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.model.log_entries import Status

OVER = frozenset({Status.SYNCED, Status.SUPERSEDED, Status.SKIPPED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The newest entry of a record; `is_left_out` is that of the entry, `is_void` that it takes it back."""

    entry_id: UUID
    status: Status
    is_left_out: bool
    message: str | None = None
    is_void: bool = False

    @property
    def is_given_up(self) -> bool:
        """A person left it out, or it was voided: nobody brings it into the books any more.

        What the settings skip is not given up: they may change.
        """
        return self.is_void or (self.is_left_out and self.status not in OVER)
