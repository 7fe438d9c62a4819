"""What is answered about a record, whichever kind it is."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from pydantic import Field

from api.schemas.contacts import ContactOut
from api.schemas.credits import CreditOut
from api.schemas.invoices import InvoiceOut
from api.schemas.log_entries import LogEntryOut, QuickBooksObjectOut
from api.schemas.payments import PaymentOut
from api.schemas.references import ReferenceOut
from api.schemas.shown import Out
from api.schemas.write_offs import WriteOffOut

RecordT = TypeVar("RecordT", bound=Out)


class AcceptedOut(Out, Generic[RecordT]):
    """The record as it was submitted, and its newest log entry."""

    record: RecordT | ReferenceOut
    log: LogEntryOut


class CurrentOut(Out, Generic[RecordT]):
    """The record as it is now, its object in QuickBooks, and its log entries, newest first.

    `voided` says that it was taken back. Entries that a newer version superseded are left out.
    """

    record: RecordT | ReferenceOut
    by_reference: Annotated[
        bool,
        Field(
            description="Its data is fetched at each attempt; `record` holds what was fetched last, if any."
        ),
    ] = False
    voided: bool
    quickbooks: QuickBooksObjectOut | None
    entries: Annotated[list[LogEntryOut], Field(max_length=10_000)]


class ContactAcceptedOut(AcceptedOut[ContactOut]):
    """A contact that was accepted."""


class InvoiceAcceptedOut(AcceptedOut[InvoiceOut]):
    """An invoice that was accepted."""


class PaymentAcceptedOut(AcceptedOut[PaymentOut]):
    """A payment that was accepted."""


class CreditAcceptedOut(AcceptedOut[CreditOut]):
    """A credit that was accepted."""


class WriteOffAcceptedOut(AcceptedOut[WriteOffOut]):
    """A write-off that was accepted."""


class ContactCurrentOut(CurrentOut[ContactOut]):
    """A contact and what became of it."""


class InvoiceCurrentOut(CurrentOut[InvoiceOut]):
    """An invoice and what became of it."""


class PaymentCurrentOut(CurrentOut[PaymentOut]):
    """A payment and what became of it."""


class CreditCurrentOut(CurrentOut[CreditOut]):
    """A credit and what became of it."""


class WriteOffCurrentOut(CurrentOut[WriteOffOut]):
    """A write-off and what became of it."""
