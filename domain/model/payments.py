"""Payments, and what settles an invoice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from domain.model.record_keys import RecordKey, RecordKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A part of a payment, a credit or a write-off that settles one invoice.

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
