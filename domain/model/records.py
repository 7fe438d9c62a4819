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
class StoredRecord:
    """The current version of a record, with the id that all its versions share; void once and for all."""

    id: UUID
    company_id: UUID
    record: Record
    voided: bool = False


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
