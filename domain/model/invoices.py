"""Invoices, and the lines that they share with credits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from domain.model.record_keys import RecordKey, RecordKind

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One fee item sold: quantity times unit price, rounded to the cent."""

    fee_item: str
    quantity: Decimal
    unit_price: Decimal
    description: str | None = None
    tax: str | None = None

    @property
    def amount(self) -> Decimal:
        """Half a cent rounds up, as QBO rounds."""
        return (self.quantity * self.unit_price).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A sum off the whole invoice; `key` names it in the billing system."""

    key: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A bill to a contact; `number` becomes the `DocNumber`."""

    kind: ClassVar[RecordKind] = RecordKind.INVOICE

    external_ref: str
    source_version: int
    number: str
    contact: str
    txn_date: date
    due_date: date | None = None
    currency: str
    lines: tuple[InvoiceLine, ...]
    discount: Discount | None = None
    memo: str | None = None

    @property
    def key(self) -> RecordKey:
        """Its name within the company."""
        return RecordKey(kind=self.kind, external_ref=self.external_ref)

    @property
    def contact_key(self) -> RecordKey:
        """The contact that is billed."""
        return RecordKey(kind=RecordKind.CONTACT, external_ref=self.contact)

    @property
    def total(self) -> Decimal:
        """The sum of the lines, less the discount."""
        off = self.discount.amount if self.discount else Decimal()
        return sum((line.amount for line in self.lines), Decimal()) - off
