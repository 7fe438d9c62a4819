"""Payments on the wire."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Discriminator, Field, Tag

from api.schemas.fields import Currency, Day, ExternalRef, In, MoneyOverZero, SourceVersion, lines, visible
from api.schemas.shown import Amount, Out, Shown, ShownDay, ShownInteger
from domain.model.records import Application, Payment, RecordKind
from domain.rules.intake import check_sums

MOST_APPLICATIONS: Final = 500


class AppliedToInvoiceIn(In):
    """A part of a payment for an invoice that is submitted here too, in whichever order."""

    invoice: ExternalRef
    amount: MoneyOverZero

    def application(self) -> Application:
        """The same, as the domain knows it."""
        return Application(invoice=self.invoice, amount=self.amount)


class AppliedToNumberIn(In):
    """A part of a payment for an invoice that is older than the integration."""

    invoice_number: Annotated[str, visible(100)]
    amount: MoneyOverZero

    def application(self) -> Application:
        """The same, as the domain knows it."""
        return Application(invoice_number=self.invoice_number, amount=self.amount)


def _how_applied(value: object) -> str:
    return "by_number" if isinstance(value, dict) and "invoice_number" in value else "by_reference"


ApplicationIn = Annotated[
    Annotated[AppliedToInvoiceIn, Tag("by_reference")] | Annotated[AppliedToNumberIn, Tag("by_number")],
    Discriminator(_how_applied),
]


class PaymentIn(In):
    """Money received from a contact; what is not applied to invoices stays unapplied."""

    source_version: SourceVersion
    reference: Annotated[str, visible(100)]
    contact: ExternalRef
    txn_date: Day
    currency: Currency
    method: Annotated[str, visible(100)] | None = None
    amount: MoneyOverZero
    applied_to: Annotated[list[ApplicationIn], Field(max_length=MOST_APPLICATIONS)] = Field(
        default_factory=list
    )
    memo: Annotated[str, lines(4000)] | None = None

    def record(self, external_ref: str) -> Payment:
        """The record that is submitted. Raises OverApplied."""
        payment = Payment(
            external_ref=external_ref,
            source_version=self.source_version,
            reference=self.reference,
            contact=self.contact,
            txn_date=self.txn_date,
            currency=self.currency,
            amount=self.amount,
            method=self.method,
            applied_to=tuple(each.application() for each in self.applied_to),
            memo=self.memo,
        )
        check_sums(payment)
        return payment


class ApplicationOut(Out):
    """A part of a payment; one of `invoice` and `invoice_number` is null."""

    invoice: Shown | None
    invoice_number: Shown | None
    amount: Amount


class PaymentOut(Out):
    """A payment as it is kept."""

    kind: Literal[RecordKind.PAYMENT]
    external_ref: Shown
    source_version: ShownInteger
    reference: Shown
    contact: Shown
    txn_date: ShownDay
    currency: Shown
    method: Shown | None
    amount: Amount
    applied_to: Annotated[list[ApplicationOut], Field(max_length=MOST_APPLICATIONS)]
    memo: Shown | None

    @classmethod
    def of(cls, payment: Payment) -> Self:
        """As it is shown."""
        return cls(
            kind=RecordKind.PAYMENT,
            external_ref=payment.external_ref,
            source_version=payment.source_version,
            reference=payment.reference,
            contact=payment.contact,
            txn_date=payment.txn_date,
            currency=payment.currency,
            method=payment.method,
            amount=payment.amount,
            applied_to=[
                ApplicationOut(invoice=each.invoice, invoice_number=each.invoice_number, amount=each.amount)
                for each in payment.applied_to
            ],
            memo=payment.memo,
        )
