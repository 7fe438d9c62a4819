"""Write-offs on the wire."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field

from api.schemas.applications import ApplicationsIn, ApplicationsOut, applied, shown_applications
from api.schemas.fields import Currency, Day, ExternalRef, In, MoneyOverZero, SourceVersion, lines, visible
from api.schemas.invoices import MOST_LINES
from api.schemas.shown import Amount, Out, Shown, ShownDay, ShownInteger
from api.schemas.taxed_lines import TaxedLineIn
from domain.model.records import RecordKind, WriteOff, WriteOffLine
from domain.rules.intake import check_sums


class WriteOffLineIn(TaxedLineIn):
    """A part that will never be paid; `income_account` is what its fee item had earned to."""

    income_account: Annotated[str, visible(100)]
    amount: MoneyOverZero

    def line(self) -> WriteOffLine:
        """The same, as the domain knows it."""
        return WriteOffLine(
            income_account=self.income_account,
            description=self.description,
            amount=self.amount,
            tax=self.tax,
            tax_amount=self.tax_amount,
        )


class WriteOffIn(In):
    """A bad debt given up; it posts to the bad-debt product or service, and settles its invoices."""

    source_version: SourceVersion
    reference: Annotated[str, visible(100)]
    contact: ExternalRef
    txn_date: Day
    currency: Currency
    lines: Annotated[list[WriteOffLineIn], Field(min_length=1, max_length=MOST_LINES)]
    applied_to: ApplicationsIn = Field(default_factory=list)
    memo: Annotated[str, lines(4000)] | None = None

    def record(self, external_ref: str) -> WriteOff:
        """The record that is submitted. Raises AmountTooLarge or OverApplied."""
        write_off = WriteOff(
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
        check_sums(write_off)
        return write_off


class WriteOffLineOut(Out):
    """A part that will never be paid."""

    income_account: Shown
    description: Shown | None
    amount: Amount
    tax: Shown | None
    tax_amount: Amount | None

    @classmethod
    def of(cls, line: WriteOffLine) -> Self:
        """As it is shown."""
        return cls(
            income_account=line.income_account,
            description=line.description,
            amount=line.amount,
            tax=line.tax,
            tax_amount=line.tax_amount,
        )


class WriteOffOut(Out):
    """A write-off as it is kept."""

    kind: Literal[RecordKind.WRITE_OFF]
    external_ref: Shown
    source_version: ShownInteger
    reference: Shown
    contact: Shown
    txn_date: ShownDay
    currency: Shown
    lines: Annotated[list[WriteOffLineOut], Field(max_length=MOST_LINES)]
    applied_to: ApplicationsOut
    memo: Shown | None
    total: Amount

    @classmethod
    def of(cls, write_off: WriteOff) -> Self:
        """As it is shown."""
        return cls(
            kind=RecordKind.WRITE_OFF,
            external_ref=write_off.external_ref,
            source_version=write_off.source_version,
            reference=write_off.reference,
            contact=write_off.contact,
            txn_date=write_off.txn_date,
            currency=write_off.currency,
            lines=[WriteOffLineOut.of(line) for line in write_off.lines],
            applied_to=shown_applications(write_off.applied_to),
            memo=write_off.memo,
            total=write_off.total,
        )
