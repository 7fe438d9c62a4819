"""Notifications: who gets which mail, and a mail on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class SubscriptionKind(StrEnum):
    """What a person wants to hear of."""

    SYNC_ERROR = "sync_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A member of staff and the mail they get; `version` grows with each change (its ETag)."""

    id: UUID
    company_id: UUID
    kind: SubscriptionKind
    email: str
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseSummary:
    """Failures of one cause: how many, how much money by currency, and what to do about it."""

    cause_id: UUID
    code: str
    message: str
    correction: tuple[str, ...]
    entries: int
    amounts: tuple[tuple[str, Decimal], ...]
    example_entry_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """New failures of one company, grouped by cause, on their way to one person."""

    id: UUID
    company_id: UUID
    company_name: str
    to: str
    causes: tuple[CauseSummary, ...]
    created_at: datetime
    attempts: int = 0
