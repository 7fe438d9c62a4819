"""Mappings: which of the billing system's words stands for which object of the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmapped:
    """A source key that entries fail for, and how many of them."""

    source_key: str
    entries: int
