"""Alerts: how many mails on sync errors a company's day has had, and what is held back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDay:
    """One day of a company's, by its own time zone.

    `told_of_more`: staff know that there is more than the cap lets through. `resumes_at` is when
    what is held back may go; None while nothing is.
    """

    company_id: UUID
    day: date
    mails: int = 0
    told_of_more: bool = False
    resumes_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """How many causes staff were told nothing of, and how many entries failed for these."""

    causes: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """What is new beyond the cap of a day, which is so many mails."""

    causes: int
    entries: int
    cap: int
