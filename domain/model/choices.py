"""Choices: what of the books a person can choose, kept here so that nobody waits for QBO."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from domain.model.questions import LedgerList

LONGEST_MARK = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceMark:
    """A place in a list that goes by name: the name without regard to case, cut, and the id."""

    name: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One object of a list; `detail` says which type it is of, where its list has types."""

    id: str
    name: str
    detail: str | None = None

    @property
    def mark(self) -> ChoiceMark:
        """Where it stands in its list."""
        return ChoiceMark(name=normalize("NFKC", self.name).casefold()[:LONGEST_MARK], id=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedList:
    """When a list was asked of which realm, and how many choices it gave."""

    of: LedgerList
    realm_id: str
    at: datetime
    choices: int
