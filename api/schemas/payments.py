"""Payments on the wire."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field

from api.schemas.applications import ApplicationsIn, ApplicationsOut, applied, shown_applications
from api.schemas.fields import Currency, Day, ExternalRef, In, MoneyOverZero, SourceVersion, lines, visible
from api.schemas.shown import Amount, Out, Shown, ShownDay, ShownInteger
from domain.model.records import Payment, RecordKind
from domain.rules.intake import check_sums


class PaymentIn(In):
    """Money received from a contact; what is not applied to invoices stays unapplied."""

    source_version: SourceVersion
    reference: Annotated[str, visible(100)]
    contact: ExternalRef
    txn_date: Day
    currency: Currency
    method: Annotated[str, visible(100)] | None = None
    amount: MoneyOverZero
    applied_to: ApplicationsIn = Field(default_factory=list)
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
            applied_to=applied(self.applied_to),
            memo=self.memo,
        )
        check_sums(payment)
        return payment


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
    applied_to: ApplicationsOut
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
            applied_to=shown_applications(payment.applied_to),
            memo=payment.memo,
        )
