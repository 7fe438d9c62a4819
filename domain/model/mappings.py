"""Mappings: which of the billing system's words stands for which object of the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.model.records import Contact, Credit, Invoice, InvoiceLine, Payment, Record, WriteOff


class MappingKind(StrEnum):
    """What is mapped, and to what of the books."""

    FEE_ITEM = "fee_item"  # a product or service
    INCOME_ACCOUNT = "income_account"  # the product or service that bad debt is written off on
    PAYMENT_METHOD = "payment_method"  # a payment method
    DISCOUNT = "discount"  # an account
    TAX = "tax"  # a tax code


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A source key and the QBO object it stands for; `version` grows with each change (its ETag)."""

    company_id: UUID
    kind: MappingKind
    source_key: str
    quickbooks_id: str
    quickbooks_name: str
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class MappingKey:
    """What is looked up among a company's mappings; the source key exactly as it was submitted."""

    kind: MappingKind
    source_key: str


def mapping_keys(record: Record) -> frozenset[MappingKey]:
    """The keys that a record uses, mapped or not."""
    match record:
        case Contact():
            return frozenset()
        case Invoice():
            return _keys_of_invoice(record)
        case Payment():
            return _keys(MappingKind.PAYMENT_METHOD, record.method)
        case Credit():
            return _keys_of_lines(record.lines)
        case WriteOff():
            accounts = _keys(MappingKind.INCOME_ACCOUNT, *(line.income_account for line in record.lines))
            return accounts | _keys(MappingKind.TAX, *(line.tax for line in record.lines))


def _keys_of_invoice(invoice: Invoice) -> frozenset[MappingKey]:
    off = invoice.discount
    return _keys_of_lines(invoice.lines) | _keys(MappingKind.DISCOUNT, off.key if off else None)


def _keys_of_lines(lines: Sequence[InvoiceLine]) -> frozenset[MappingKey]:
    fee_items = _keys(MappingKind.FEE_ITEM, *(line.fee_item for line in lines))
    return fee_items | _keys(MappingKind.TAX, *(line.tax for line in lines))


def _keys(kind: MappingKind, *source_keys: str | None) -> frozenset[MappingKey]:
    return frozenset(MappingKey(kind, key) for key in source_keys if key is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmapped:
    """A source key that entries fail for, how many of them, and when the first of these was submitted.

    A payment method holds nothing up: `entries` are then the payments that use it, since no time.
    """

    source_key: str
    entries: int
    since: datetime | None
