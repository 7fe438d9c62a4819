"""Reliefs: credits and write-offs, which become credit memos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.model.invoices import InvoiceLine, tax_of
from domain.model.payments import Application
from domain.model.record_keys import RecordKey, RecordKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relief:
    """What a contact need not pay after all, line by line, and the invoices that it settles."""

    kind: ClassVar[RecordKind]

    external_ref: str
    source_version: int
    reference: str
    contact: str
    txn_date: date
    currency: str
    applied_to: tuple[Application, ...] = ()
    memo: str | None = None

    @property
    def key(self) -> RecordKey:
        """Its name within the company."""
        return RecordKey(kind=self.kind, external_ref=self.external_ref)

    @property
    def contact_key(self) -> RecordKey:
        """The contact that is relieved."""
        return RecordKey(kind=RecordKind.CONTACT, external_ref=self.contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit(_Relief):
    """Goodwill, or a sale taken back; `reference` becomes the `DocNumber` of a credit memo."""

    kind: ClassVar[RecordKind] = RecordKind.CREDIT

    lines: tuple[InvoiceLine, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the lines and of the tax given back with them."""
        return sum((line.amount for line in self.lines), Decimal()) + (self.total_tax or Decimal())

    @property
    def total_tax(self) -> Decimal | None:
        """The tax that is given back, or None where the billing system leaves it to the books."""
        return tax_of(line.tax_amount for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffLine:
    """A part that will never be paid; `income_account` is what its fee item had earned to."""

    income_account: str
    amount: Decimal
    description: str | None = None
    tax: str | None = None
    tax_amount: Decimal | None = None

    @property
    def quantity(self) -> Decimal:
        """A sum is written off once."""
        return Decimal(1)

    @property
    def unit_price(self) -> Decimal:
        """All of it."""
        return self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff(_Relief):
    """A bad debt given up; in the books a credit memo on the bad-debt product or service."""

    kind: ClassVar[RecordKind] = RecordKind.WRITE_OFF

    lines: tuple[WriteOffLine, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the lines and of the tax given back with them."""
        return sum((line.amount for line in self.lines), Decimal()) + (self.total_tax or Decimal())

    @property
    def total_tax(self) -> Decimal | None:
        """The tax that is given back, or None where the billing system leaves it to the books."""
        return tax_of(line.tax_amount for line in self.lines)


Relief = Credit | WriteOff
