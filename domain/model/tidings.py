"""What staff should know of a company's connection, and what they were told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.model.companies import Hold
from domain.model.outcomes import HoldReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What staff heard last: that `hold` holds everything up; that it ends by `end`, so many `days` ahead."""

    hold: HoldReason | None = None
    end: datetime | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidings:
    """One company's connection: what holds it up, when it ends by itself, and what staff know of that.

    The refresh token ends at `unused_end` unless it is used, the authorisation at `grant_end`
    whatever is done; None where Intuit did not say. `was_connected` stays when somebody disconnects.
    """

    company_id: UUID
    was_connected: bool
    hold: Hold | None
    unused_end: datetime | None
    grant_end: datetime | None
    told: Told
