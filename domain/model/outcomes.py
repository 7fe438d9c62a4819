"""What came back from the books: applied, refused, unknown, or held up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.model.books import LedgerRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """QBO's own words: its error code, message, detail and the field it names."""

    code: str
    message: str
    detail: str | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an answer left behind, for the attempt; `answer` is redacted and cut to 4,000 characters."""

    http_status: int | None = None
    intuit_tid: str | None = None
    fault: Fault | None = None
    answer: str | None = None


class RefusalReason(StrEnum):
    """Why the books said no, in the domain's words; the QBO code stands behind each."""

    NAME_TAKEN = "name_taken"  # 6240
    NUMBER_TAKEN = "number_taken"  # 6140
    TOO_LONG = "too_long"  # 2050
    INVALID_CHARACTERS = "invalid_characters"  # 2040
    REFERENCE_INACTIVE = "reference_inactive"  # 610, 2500
    ACCOUNT_REFUSED = "account_refused"  # 6430, and the same two about an account
    CANNOT_BE_APPLIED = "cannot_be_applied"  # 620
    PERIOD_CLOSED = "period_closed"  # 6210
    DEPOSITED = "deposited"  # 6540
    CHANGED = "changed"  # 5010: somebody else changed it first
    UNAUTHORIZED = "unauthorized"  # 401 that a refresh did not cure
    UNAVAILABLE = "unavailable"  # never reached QBO, or QBO said so for certain
    REQUEST_ID_USED = "request_id_used"  # 600: the first sending was executed, look for it
    REJECTED = "rejected"  # any other fault


class UnknownReason(StrEnum):
    """Why nobody knows whether it was applied."""

    EMPTY_ANSWER = "empty_answer"
    UNREADABLE_ANSWER = "unreadable_answer"
    UNAVAILABLE = "unavailable"  # 5xx, a 10000 or a transient 6000
    TIMEOUT = "timeout"  # no answer, or a connection cut after sending


class HoldReason(StrEnum):
    """What holds up a whole company; it spends no attempt."""

    RATE_LIMITED = "rate_limited"
    READ_QUOTA_USED_UP = "read_quota_used_up"
    NOT_CONNECTED = "not_connected"  # never yet, or not any more
    NEEDS_RECONNECT = "needs_reconnect"
    COMPANY_SUSPENDED = "company_suspended"
    PERMISSION_DENIED = "permission_denied"
    QUICKBOOKS_UNAVAILABLE = "quickbooks_unavailable"  # it cannot even be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """It is in the books as `ref`, with this total if it has one."""

    ref: LedgerRef
    total: Decimal | None = None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A definite no: it is not in the books.

    `object_id` is the object that stands in the way, where QBO's text names it;
    `limit` and `length` come with TOO_LONG.
    """

    reason: RefusalReason
    evidence: Evidence
    object_id: str | None = None
    limit: int | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nobody knows; the entry is `uncertain` until the books were read."""

    reason: UnknownReason
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Not applied, and the whole company has to wait: until a time, or (None) for a person."""

    reason: HoldReason
    until: datetime | None
    evidence: Evidence


Outcome = Applied | Refused | Unknown | Held
