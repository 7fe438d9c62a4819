"""Read a list from its beginning to its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from adapters.quickbooks.query import PAGE
from domain.model.books import LedgerObject
from domain.model.questions import BooksSettings, Everything, LedgerList, Question

ENTITIES: Mapping[LedgerList, str] = {
    LedgerList.ITEMS: "Item",
    LedgerList.ACCOUNTS: "Account",
    LedgerList.CUSTOMERS: "Customer",
    LedgerList.PAYMENT_METHODS: "PaymentMethod",
    LedgerList.TAX_CODES: "TaxCode",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeList:
    """All that is active in a list, read page by page: name lists keep the inactive to themselves."""

    question: Everything

    @property
    def entity(self) -> str:
        """What its rows are."""
        return ENTITIES[self.question.of]

    def page(self, start: int) -> str:
        """The statement for the rows from `start` on, counted from 1."""
        # Without an order, a row could change pages between two calls.
        return f"SELECT * FROM {self.entity} ORDERBY Id STARTPOSITION {start} MAXRESULTS {PAGE}"  # noqa: S608 - our own words

    def share_out(self, found: Iterable[LedgerObject]) -> dict[Question, tuple[LedgerObject, ...]]:
        """All of it answers the one question."""
        return {self.question: tuple(found)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePreferences:
    """The one object that says what is set for the books."""

    question: BooksSettings
    entity: str = "Preferences"

    def page(self, start: int) -> str:
        """The statement for the rows from `start` on, counted from 1."""
        return f"SELECT * FROM {self.entity} STARTPOSITION {start} MAXRESULTS {PAGE}"  # noqa: S608 - our own words

    def share_out(self, found: Iterable[LedgerObject]) -> dict[Question, tuple[LedgerObject, ...]]:
        """It answers the one question."""
        return {self.question: tuple(found)}


def whole_lists(questions: Iterable[Question]) -> Iterator[WholeList | WholePreferences]:
    """One for each question that wants everything, or what is set for the whole."""
    for each in questions:
        match each:
            case Everything():
                yield WholeList(question=each)
            case BooksSettings():
                yield WholePreferences(question=each)
            case _:
                continue
