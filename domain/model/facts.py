"""Facts: what the books answered to a round of questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from domain.model.books import (
    CustomerEmailed,
    CustomerLike,
    CustomerNamed,
    CustomerWithId,
    EmployeeNamed,
    InvoiceNumbered,
    InvoiceWithId,
    ItemWithId,
    LedgerCustomer,
    LedgerInvoice,
    LedgerItem,
    LedgerObject,
    LedgerOther,
    LedgerPayment,
    PaymentReferenced,
    PaymentWithId,
    Question,
    VendorNamed,
)

Found = TypeVar("Found", bound=LedgerObject)


@dataclass(frozen=True, slots=True)
class Facts:
    """The objects that answer each question; a question that was not asked raises KeyError."""

    answers: Mapping[Question, tuple[LedgerObject, ...]] = field(default_factory=dict)

    def customers(
        self, question: CustomerNamed | CustomerWithId | CustomerEmailed | CustomerLike
    ) -> tuple[LedgerCustomer, ...]:
        """Every customer that answers it."""
        return self._all(question, LedgerCustomer)

    def invoices(self, question: InvoiceNumbered | InvoiceWithId) -> tuple[LedgerInvoice, ...]:
        """Every invoice that answers it."""
        return self._all(question, LedgerInvoice)

    def payments(self, question: PaymentReferenced | PaymentWithId) -> tuple[LedgerPayment, ...]:
        """Every payment that answers it."""
        return self._all(question, LedgerPayment)

    def items(self, question: ItemWithId) -> tuple[LedgerItem, ...]:
        """Every product or service that answers it."""
        return self._all(question, LedgerItem)

    def others(self, question: VendorNamed | EmployeeNamed) -> tuple[LedgerOther, ...]:
        """Every vendor or employee that answers it."""
        return self._all(question, LedgerOther)

    def _all(self, question: Question, kind: type[Found]) -> tuple[Found, ...]:
        return tuple(found for found in self.answers[question] if isinstance(found, kind))
