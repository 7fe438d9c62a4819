"""Read a list from its beginning to its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adapters.quickbooks.query import PAGE
from domain.model.books import LedgerObject
from domain.model.questions import Everything, LedgerList, Question

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


def whole_lists(questions: Iterable[Question]) -> list[WholeList]:
    """One for each question that wants everything."""
    return [WholeList(question=each) for each in questions if isinstance(each, Everything)]
