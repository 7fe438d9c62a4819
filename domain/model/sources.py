"""Sources: where a billing system gives the data of records that were submitted by reference."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as having
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.model.outcomes import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAddress:
    """The address that `/invoices/{external_ref}` and the like are added to, and the bearer token for it."""

    url: str
    token: str | None = having(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePause:
    """A billing system that gives nothing to anybody is left alone until a time."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySource:
    """Where a company's billing system answers, and whether it is left alone just now."""

    company_id: UUID
    address: SourceAddress
    pause: SourcePause | None = None


class SourceFailureReason(StrEnum):
    """Why there is no data, in the domain's words."""

    PAGE = "page"  # a web page
    MALFORMED = "malformed"  # not JSON
    EMPTY = "empty"
    UNAVAILABLE = "unavailable"  # refused, too slow, 5xx, 429
    REFUSED = "refused"  # 401, 403, a redirect, and whatever else is no answer to the question
    NOT_FOUND = "not_found"  # 404, 410
    INVALID = "invalid"  # breaks the contract, `rule` at `field`
    STALE = "stale"  # an older version than the one that was submitted
    NOT_CONFIGURED = "not_configured"  # nobody said where to ask
    INTERNAL = "internal"  # a bug of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFailure:
    """What came instead of the data; never the data's own words.

    `start` is the one character that no value begins with; `field` is a JSON pointer; `found` the
    older version; `retry_after` in seconds, where the billing system asks for a pause.
    """

    reason: SourceFailureReason
    evidence: Evidence = having(default_factory=Evidence)
    start: str = ""
    field: str = ""
    rule: str = ""
    found: int = 0
    retry_after: float | None = None
