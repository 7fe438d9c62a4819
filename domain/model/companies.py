"""Companies: one QBO company each, and our authorisation to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domain.model.outcomes import HoldReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A membership organisation; `time_zone` (IANA) gives its days their ends.

    `realm_id` is the QBO company that its links and mappings belong to: None before it was
    connected for the first time, and kept when it is disconnected.
    """

    id: UUID
    name: str
    realm_id: str | None = None
    time_zone: str = "UTC"
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """An OAuth pair; the refresh token's value rotates and its old value dies.

    `expires_at` is the access token's end. Unless it is renewed the refresh token ends at
    `refresh_expires_at` (100 days), and whatever is done the authorisation ends at
    `grant_expires_at` (5 years); None where Intuit did not say.
    """

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime
    refresh_expires_at: datetime | None = None
    grant_expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What keeps a company's entries back: until a time, or (None) until a person acts."""

    reason: HoldReason
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Our authorisation to one company's books; `version` grows each time the tokens change."""

    company_id: UUID
    realm_id: str
    tokens: Tokens
    version: int
    hold: Hold | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalLease:
    """The right to renew a connection's tokens, until then by the database's clock."""

    company_id: UUID
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainLease:
    """The right to drain a company: one worker at a time, fenced by its epoch."""

    company_id: UUID
    epoch: int
