"""Facts: what the books answered to a round of questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from domain.model.books import (
    LedgerAccount,
    LedgerCreditMemo,
    LedgerCustomer,
    LedgerInvoice,
    LedgerItem,
    LedgerObject,
    LedgerOther,
    LedgerPayment,
    LedgerPaymentMethod,
    LedgerPreferences,
    LedgerTaxCode,
)
from domain.model.questions import (
    AccountWithId,
    BooksSettings,
    CreditMemoNumbered,
    CreditMemoWithId,
    CreditsAppliedFor,
    CustomerEmailed,
    CustomerLike,
    CustomerNamed,
    CustomerWithId,
    EmployeeNamed,
    Everything,
    InvoiceNumbered,
    InvoiceWithId,
    ItemWithId,
    PaymentMethodWithId,
    PaymentReferenced,
    PaymentWithId,
    Question,
    TaxCodeWithId,
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

    def payments(
        self, question: PaymentReferenced | PaymentWithId | CreditsAppliedFor
    ) -> tuple[LedgerPayment, ...]:
        """Every payment that answers it."""
        return self._all(question, LedgerPayment)

    def credit_memos(self, question: CreditMemoNumbered | CreditMemoWithId) -> tuple[LedgerCreditMemo, ...]:
        """Every credit memo that answers it."""
        return self._all(question, LedgerCreditMemo)

    def items(self, question: ItemWithId) -> tuple[LedgerItem, ...]:
        """Every product or service that answers it."""
        return self._all(question, LedgerItem)

    def accounts(self, question: AccountWithId) -> tuple[LedgerAccount, ...]:
        """Every account that answers it."""
        return self._all(question, LedgerAccount)

    def payment_methods(self, question: PaymentMethodWithId) -> tuple[LedgerPaymentMethod, ...]:
        """Every payment method that answers it."""
        return self._all(question, LedgerPaymentMethod)

    def tax_codes(self, question: TaxCodeWithId) -> tuple[LedgerTaxCode, ...]:
        """Every tax code that answers it."""
        return self._all(question, LedgerTaxCode)

    def others(self, question: VendorNamed | EmployeeNamed) -> tuple[LedgerOther, ...]:
        """Every vendor or employee that answers it."""
        return self._all(question, LedgerOther)

    def preferences(self, question: BooksSettings) -> LedgerPreferences | None:
        """What is set, if the books say."""
        return next(iter(self._all(question, LedgerPreferences)), None)

    def everything(self, question: Everything) -> tuple[LedgerObject, ...]:
        """All that is active in the list."""
        return self.answers[question]

    def _all(self, question: Question, kind: type[Found]) -> tuple[Found, ...]:
        return tuple(found for found in self.answers[question] if isinstance(found, kind))
