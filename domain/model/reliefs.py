"""Reliefs: credits and write-offs, which become credit memos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.model.invoices import InvoiceLine
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
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal())


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOffLine:
    """A part that will never be paid; `income_account` is what its fee item had earned to."""

    income_account: str
    amount: Decimal
    description: str | None = None
    tax: str | None = None

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
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal())


Relief = Credit | WriteOff
