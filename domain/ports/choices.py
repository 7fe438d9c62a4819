"""Where the choices of the books are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.model.choices import Choice, ChoiceMark, FetchedList
from domain.model.questions import LedgerList


class Choices(Protocol):
    """The lists of a company's books, as they were fetched last."""

    async def fetched(self, company_id: UUID, of: LedgerList) -> FetchedList | None:
        """Say when the list was fetched, if it ever was."""
        ...

    async def replace(self, company_id: UUID, fetched: FetchedList, choices: Sequence[Choice]) -> None:
        """Put these in the place of the list; nothing happens where it was fetched later than these."""
        ...

    async def page(
        self,
        company_id: UUID,
        of: LedgerList,
        *,
        words: Sequence[str] = (),
        after: ChoiceMark | None,
        limit: int,
    ) -> Sequence[Choice]:
        """Return up to `limit`, by name, behind `after`; each word starts a word of the name."""
        ...
