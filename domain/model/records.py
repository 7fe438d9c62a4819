"""Records: what the billing system submits, under its own reference."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.model.contacts import Address, Contact
from domain.model.invoices import CENT, Discount, Invoice, InvoiceLine
from domain.model.money import Money
from domain.model.payments import Application, Payment
from domain.model.record_keys import RecordKey, RecordKind
from domain.model.reliefs import Credit, Relief, WriteOff, WriteOffLine

__all__ = [
    "CENT",
    "Address",
    "Application",
    "ByReference",
    "Contact",
    "Credit",
    "Discount",
    "Invoice",
    "InvoiceLine",
    "Payment",
    "Record",
    "RecordKey",
    "RecordKind",
    "Relief",
    "StoredRecord",
    "Submission",
    "Transaction",
    "WriteOff",
    "WriteOffLine",
    "amount_of",
    "needs",
    "reference_of",
]

Transaction = Invoice | Payment | Relief
Record = Contact | Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ByReference:
    """A record submitted without its data, which the billing system is asked for at each attempt."""

    kind: RecordKind
    external_ref: str
    source_version: int

    @property
    def key(self) -> RecordKey:
        """Its name within the company."""
        return RecordKey(kind=self.kind, external_ref=self.external_ref)


Submission = Record | ByReference


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """The current version of a record, with the id that all its versions share; void once and for all.

    One that is `by_reference` holds what was fetched last, under the version that was submitted
    last; the bare reference until anything was.
    """

    id: UUID
    company_id: UUID
    record: Submission
    by_reference: bool = False
    voided: bool = False

    @property
    def data(self) -> Record | None:
        """What is known of it; None before the first fetch."""
        return None if isinstance(self.record, ByReference) else self.record

    @property
    def submitted(self) -> Submission:
        """What the billing system sent us."""
        if not self.by_reference:
            return self.record
        key, version = self.record.key, self.record.source_version
        return ByReference(kind=key.kind, external_ref=key.external_ref, source_version=version)


def needs(record: Record) -> tuple[RecordKey, ...]:
    """The records that must be in the books first, each once."""
    match record:
        case Contact():
            return ()
        case Invoice():
            return (record.contact_key,)
        case Payment() | Credit() | WriteOff():
            invoices = (application.invoice_key for application in record.applied_to)
            return tuple(dict.fromkeys((record.contact_key, *filter(None, invoices))))


def reference_of(record: Record) -> str | None:
    """What staff know it by: an invoice's number, the reference of the others; a contact has none."""
    match record:
        case Contact():
            return None
        case Invoice():
            return record.number
        case Payment() | Credit() | WriteOff():
            return record.reference


def amount_of(record: Record) -> Money | None:
    """What the record is about in money; a contact is about none."""
    match record:
        case Contact():
            return None
        case Invoice() | Credit() | WriteOff():
            return Money(amount=record.total, currency=record.currency)
        case Payment():
            return Money(amount=record.amount, currency=record.currency)
