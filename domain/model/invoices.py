"""Invoices, and the lines that they share with credits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from domain.model.record_keys import RecordKey, RecordKind

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """One fee item sold: quantity times unit price, rounded to the cent.

    `tax_amount` is the tax that the billing system charged for it, where it says so.
    """

    fee_item: str
    quantity: Decimal
    unit_price: Decimal
    description: str | None = None
    tax: str | None = None
    tax_amount: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        """Half a cent rounds up, as QBO rounds."""
        return (self.quantity * self.unit_price).quantize(CENT, ROUND_HALF_UP)


def tax_of(charged: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what was charged on lines, or None where nothing was said of any."""
    said = [amount for amount in charged if amount is not None]
    return sum(said, Decimal()) if said else None


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
        """The sum of the lines and of the tax charged for them, less the discount."""
        off = self.discount.amount if self.discount else Decimal()
        return sum((line.amount for line in self.lines), Decimal()) + (self.total_tax or Decimal()) - off

    @property
    def total_tax(self) -> Decimal | None:
        """The tax that was charged, or None where the billing system leaves it to the books."""
        return tax_of(line.tax_amount for line in self.lines)
