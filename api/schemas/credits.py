"""Credits on the wire."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field

from api.schemas.applications import ApplicationsIn, ApplicationsOut, applied, shown_applications
from api.schemas.fields import Currency, Day, ExternalRef, In, SourceVersion, lines, visible
from api.schemas.invoices import MOST_LINES, InvoiceLineIn, InvoiceLineOut
from api.schemas.shown import Amount, Out, Shown, ShownDay, ShownInteger
from domain.model.records import Credit, RecordKind
from domain.rules.intake import check_sums


class CreditIn(In):
    """Goodwill, or a sale taken back; what is not applied to invoices stays open for later."""

    source_version: SourceVersion
    reference: Annotated[str, visible(100)]
    contact: ExternalRef
    txn_date: Day
    currency: Currency
    lines: Annotated[list[InvoiceLineIn], Field(min_length=1, max_length=MOST_LINES)]
    applied_to: ApplicationsIn = Field(default_factory=list)
    memo: Annotated[str, lines(4000)] | None = None

    def record(self, external_ref: str) -> Credit:
        """The record that is submitted. Raises AmountTooLarge or OverApplied."""
        credit = Credit(
            external_ref=external_ref,
            source_version=self.source_version,
            reference=self.reference,
            contact=self.contact,
            txn_date=self.txn_date,
            currency=self.currency,
            lines=tuple(each.line() for each in self.lines),
            applied_to=applied(self.applied_to),
            memo=self.memo,
        )
        check_sums(credit)
        return credit


class CreditOut(Out):
    """A credit as it is kept."""

    kind: Literal[RecordKind.CREDIT]
    external_ref: Shown
    source_version: ShownInteger
    reference: Shown
    contact: Shown
    txn_date: ShownDay
    currency: Shown
    lines: Annotated[list[InvoiceLineOut], Field(max_length=MOST_LINES)]
    applied_to: ApplicationsOut
    memo: Shown | None
    total: Amount

    @classmethod
    def of(cls, credit: Credit) -> Self:
        """As it is shown."""
        return cls(
            kind=RecordKind.CREDIT,
            external_ref=credit.external_ref,
            source_version=credit.source_version,
            reference=credit.reference,
            contact=credit.contact,
            txn_date=credit.txn_date,
            currency=credit.currency,
            lines=[InvoiceLineOut.of(line) for line in credit.lines],
            applied_to=shown_applications(credit.applied_to),
            memo=credit.memo,
            total=credit.total,
        )
