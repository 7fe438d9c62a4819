"""Batches of records on the wire."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Discriminator, Field, Tag

from api.schemas.contacts import ContactIn
from api.schemas.credits import CreditIn
from api.schemas.fields import ExternalRef, In
from api.schemas.invoices import InvoiceIn
from api.schemas.payments import PaymentIn
from api.schemas.problems import Problem
from api.schemas.references import (
    ContactReferenceIn,
    CreditReferenceIn,
    InvoiceReferenceIn,
    PaymentReferenceIn,
    WriteOffReferenceIn,
)
from api.schemas.shown import Out, ShownId, ShownInteger
from api.schemas.write_offs import WriteOffIn

MOST_RECORDS: Final = 500


class ContactItem(ContactIn):
    """A contact in a batch."""

    kind: Literal["contact"]
    external_ref: ExternalRef


class InvoiceItem(InvoiceIn):
    """An invoice in a batch."""

    kind: Literal["invoice"]
    external_ref: ExternalRef


class PaymentItem(PaymentIn):
    """A payment in a batch."""

    kind: Literal["payment"]
    external_ref: ExternalRef


class CreditItem(CreditIn):
    """A credit in a batch."""

    kind: Literal["credit"]
    external_ref: ExternalRef


class WriteOffItem(WriteOffIn):
    """A write-off in a batch."""

    kind: Literal["write_off"]
    external_ref: ExternalRef


class ContactReferenceItem(ContactReferenceIn):
    """A contact in a batch, by reference."""

    kind: Literal["contact"]
    external_ref: ExternalRef


class InvoiceReferenceItem(InvoiceReferenceIn):
    """An invoice in a batch, by reference."""

    kind: Literal["invoice"]
    external_ref: ExternalRef


class PaymentReferenceItem(PaymentReferenceIn):
    """A payment in a batch, by reference."""

    kind: Literal["payment"]
    external_ref: ExternalRef


class CreditReferenceItem(CreditReferenceIn):
    """A credit in a batch, by reference."""

    kind: Literal["credit"]
    external_ref: ExternalRef


class WriteOffReferenceItem(WriteOffReferenceIn):
    """A write-off in a batch, by reference."""

    kind: Literal["write_off"]
    external_ref: ExternalRef


def _which(item: object) -> object:
    """The kind, and whether it comes with its data; pydantic refuses what is neither."""
    kind = item.get("kind") if isinstance(item, dict) else None
    has_no_data = isinstance(kind, str) and isinstance(item, dict) and "by_reference" in item
    return f"{kind} by reference" if has_no_data else kind


RecordItem = Annotated[
    Annotated[ContactItem, Tag("contact")]
    | Annotated[InvoiceItem, Tag("invoice")]
    | Annotated[PaymentItem, Tag("payment")]
    | Annotated[CreditItem, Tag("credit")]
    | Annotated[WriteOffItem, Tag("write_off")]
    | Annotated[ContactReferenceItem, Tag("contact by reference")]
    | Annotated[InvoiceReferenceItem, Tag("invoice by reference")]
    | Annotated[PaymentReferenceItem, Tag("payment by reference")]
    | Annotated[CreditReferenceItem, Tag("credit by reference")]
    | Annotated[WriteOffReferenceItem, Tag("write_off by reference")],
    Discriminator(_which),
]


class RecordBatchIn(In):
    """Records of any kinds. They are accepted in their order, each on its own."""

    records: Annotated[list[RecordItem], Field(min_length=1, max_length=MOST_RECORDS)]


class BatchItemOut(Out):
    """What came of one record of the batch: its log entry, or the problem that kept it out."""

    index: ShownInteger
    status: Annotated[ShownInteger, Field(description="The status that the record would get on its own.")]
    log_id: ShownId | None
    problem: Problem | None


class RecordBatchOut(Out):
    """One item for each record, in their order."""

    items: Annotated[list[BatchItemOut], Field(max_length=MOST_RECORDS)]
