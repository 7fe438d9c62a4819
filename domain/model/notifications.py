"""Notifications: who gets which mail, and a mail on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from domain.model.alerts import HeldBack
from domain.model.money import Money


class SubscriptionKind(StrEnum):
    """What a person wants to hear of."""

    SYNC_ERROR = "sync_error"
    WEEKLY_REVIEW = "weekly_review"
    CONNECTION = "connection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A member of staff and the mail they get; `version` grows with each change (its ETag).

    `next_review_at` is when the next weekly review is due; None for other mails.
    """

    id: UUID
    company_id: UUID
    kind: SubscriptionKind
    email: str
    version: int
    created_at: datetime
    next_review_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseSummary:
    """Failures of one cause: how many, how much money by currency, and what to do about it.

    `oldest` is the day on which the first of them was accepted; reviews alone say it.
    """

    cause_id: UUID
    code: str
    message: str
    correction: tuple[str, ...]
    entries: int
    amounts: tuple[tuple[str, Decimal], ...]
    example_entry_id: UUID
    oldest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An entry that a person excluded: which, who, on which day of the company's, and why."""

    entry_id: UUID
    reference: str
    amount: Money | None
    by: str
    on: date
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What is open at one company: the largest causes, the newest exclusions, and how many in all."""

    causes: tuple[CauseSummary, ...]
    all_causes: int
    failed: int
    waiting: int
    left_out: tuple[LeftOut, ...]
    all_left_out: int


class NoticeKind(StrEnum):
    """What there is to say of a connection."""

    PARKED = "parked"  # everything is held up until a person acts
    RELEASED = "released"  # what a person had to end is over
    ENDING = "ending"  # it ends by itself, on a day that is known


MOST_COUNTED: Final = 10_000
"""So many records are counted for a notice; it then says that there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """News of one company's connection, and what to do.

    `on` is the day of the company's since which it is held up, or on which it ends. `held_up` is
    how many records a worker would send; one more than MOST_COUNTED where there are more.
    `subscribed` is what its reader is subscribed to.
    """

    kind: NoticeKind
    title: str
    meaning: str
    correction: tuple[str, ...]
    on: date
    held_up: int
    subscribed: SubscriptionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """New failures of one company by cause, or (without `causes`) its review or a notice, to one person.

    `held_back`: there are more than the company's day may have mails, and this is the last one.
    """

    id: UUID
    company_id: UUID
    company_name: str
    to: str
    causes: tuple[CauseSummary, ...]
    created_at: datetime
    attempts: int = 0
    review: Review | None = None
    held_back: HeldBack | None = None
    notice: Notice | None = None
