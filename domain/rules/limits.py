"""QBO's field limits, checked before anything is sent; nothing is ever cut.

Source: QBO's field reference; DisplayName is documented with 500, but 100 was seen enforced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.model.log_entries import SyncError
from domain.model.records import Address, Contact, Credit, Invoice, Payment, Record, Relief, WriteOff
from domain.rules.failures import failure

NAME_BREAKERS = ":\t\r\n"
LAST_OF_THE_BASIC_PLANE = "\uffff"
PRIVATE_NOTE = 4000
MARKER_ROOM = 100  # our own tag stands behind the memo


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One text that goes to QBO: what staff call it, its value and QBO's limit."""

    label: str
    value: str | None
    limit: int
    is_name: bool = False


def check_fields(record: Record) -> SyncError | None:
    """The first field that QBO would refuse, or None."""
    for field in _fields_of(record):
        if error := _check(field, subject=str(record.key)):
            return error
    return None


def _check(field: Field, *, subject: str) -> SyncError | None:
    value = field.value or ""
    if len(value) > field.limit:
        return failure(
            "field_too_long", subject=subject, field=field.label, length=len(value), limit=field.limit
        )
    if field.is_name and any(char in value for char in NAME_BREAKERS):
        return failure("invalid_characters", subject=subject, field=field.label)
    # QBO answers 500 to characters outside the Basic Multilingual Plane, such as emoji.
    if any(char > LAST_OF_THE_BASIC_PLANE for char in value):
        return failure("invalid_characters", subject=subject, field=field.label)
    return None


def _fields_of(record: Record) -> Iterator[Field]:
    match record:
        case Contact():
            yield from _fields_of_contact(record)
        case Invoice():
            yield from _fields_of_invoice(record)
        case Payment():
            yield Field(label="Payment reference", value=record.reference, limit=21)
            yield Field(label="Memo", value=record.memo, limit=PRIVATE_NOTE - MARKER_ROOM)
        case Credit() | WriteOff():
            yield from _fields_of_relief(record)


def _fields_of_contact(contact: Contact) -> Iterator[Field]:
    yield Field(label="Display name", value=contact.display_name, limit=100, is_name=True)
    yield Field(label="Organisation", value=contact.organisation, limit=100, is_name=True)
    yield Field(label="First name", value=contact.first_name, limit=100, is_name=True)
    yield Field(label="Last name", value=contact.last_name, limit=100, is_name=True)
    yield Field(label="Suffix", value=contact.suffix, limit=16, is_name=True)
    yield Field(label="E-mail", value=contact.email, limit=100)
    yield Field(label="Phone", value=contact.phone, limit=30)
    if contact.address:
        yield from _fields_of_address(contact.address)


def _fields_of_address(address: Address) -> Iterator[Field]:
    for line in address.lines:
        yield Field(label="Address line", value=line, limit=500)
    yield Field(label="Address lines together", value="".join(address.lines), limit=2000)
    yield Field(label="City", value=address.city, limit=255)
    yield Field(label="Region", value=address.region, limit=255)
    yield Field(label="Country", value=address.country, limit=255)
    yield Field(label="Postal code", value=address.postal_code, limit=30)


def _fields_of_invoice(invoice: Invoice) -> Iterator[Field]:
    yield Field(label="Invoice number", value=invoice.number, limit=21)
    yield Field(label="Memo", value=invoice.memo, limit=1000)
    for line in invoice.lines:
        yield Field(label="Line description", value=line.description, limit=4000)


def _fields_of_relief(relief: Relief) -> Iterator[Field]:
    """The reference becomes the number of a credit memo, and the reference of what applies it."""
    yield Field(label="Reference", value=relief.reference, limit=21)
    yield Field(label="Memo", value=relief.memo, limit=1000)
    for line in relief.lines:
        yield Field(label="Line description", value=line.description, limit=4000)
