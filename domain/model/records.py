"""Records: what the billing system submits, under its own reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.model.money import Money

CENT = Decimal("0.01")


class RecordKind(StrEnum):
    """What a record is, in the words of the billing system."""

    CONTACT = "contact"
    INVOICE = "invoice"
    PAYMENT = "payment"

    @property
    def rank(self) -> int:
        """Parents before children: the order in which kinds are pushed."""
        return tuple(RecordKind).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKey:
    """What names a record within its company, over all its versions."""

    kind: RecordKind
    external_ref: str

    def __str__(self) -> str:
        return f"{self.kind} {self.external_ref}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; `country` as the billing system writes it."""

    lines: tuple[str, ...] = ()
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A member: an organisation, or a person with first name, last name and suffix."""

    kind: ClassVar[RecordKind] = RecordKind.CONTACT

    external_ref: str
    source_version: int
    currency: str
    organisation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    suffix: str | None = None
    email: str | None = None
    phone: str | None = None
    address: Address | None = None

    @property
    def key(self) -> RecordKey:
        """Its name within the company."""
        return RecordKey(kind=self.kind, external_ref=self.external_ref)

    @property
    def display_name(self) -> str:
        """The organisation's name; else first name, last name and suffix."""
        person = (self.first_name, self.last_name, self.suffix)
        return _trimmed(self.organisation) or " ".join(filter(None, map(_trimmed, person)))


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
        charged = [line.tax_amount for line in self.lines if line.tax_amount is not None]
        return sum(charged, Decimal()) if charged else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A part of a payment that settles one invoice.

    The invoice is named by its `external_ref`, or, when it is older than the
    integration, by its number.
    """

    amount: Decimal
    invoice: str | None = None
    invoice_number: str | None = None

    @property
    def invoice_key(self) -> RecordKey | None:
        """The submitted invoice it names, if it names one."""
        if self.invoice is None:
            return None
        return RecordKey(kind=RecordKind.INVOICE, external_ref=self.invoice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money received from a contact; what is not applied stays unapplied."""

    kind: ClassVar[RecordKind] = RecordKind.PAYMENT

    external_ref: str
    source_version: int
    reference: str
    contact: str
    txn_date: date
    currency: str
    amount: Decimal
    method: str | None = None
    applied_to: tuple[Application, ...] = ()
    memo: str | None = None

    @property
    def key(self) -> RecordKey:
        """Its name within the company."""
        return RecordKey(kind=self.kind, external_ref=self.external_ref)

    @property
    def contact_key(self) -> RecordKey:
        """The contact that pays."""
        return RecordKey(kind=RecordKind.CONTACT, external_ref=self.contact)


Record = Contact | Invoice | Payment


def _trimmed(name: str | None) -> str:
    return (name or "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """The current version of a record, with the id that all its versions share."""

    id: UUID
    company_id: UUID
    record: Record


def needs(record: Record) -> tuple[RecordKey, ...]:
    """The records that must be in the books first, each once."""
    match record:
        case Contact():
            return ()
        case Invoice():
            return (record.contact_key,)
        case Payment():
            invoices = (application.invoice_key for application in record.applied_to)
            return tuple(dict.fromkeys((record.contact_key, *filter(None, invoices))))


def amount_of(record: Record) -> Money | None:
    """What the record is about in money; a contact is about none."""
    match record:
        case Contact():
            return None
        case Invoice():
            return Money(amount=record.total, currency=record.currency)
        case Payment():
            return Money(amount=record.amount, currency=record.currency)
