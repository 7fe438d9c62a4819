"""Calls that carry an Idempotency-Key, and the answers they were given."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: the same key by the same caller to the same operation is the same call.

    `fingerprint` is a hash of the body; another body under the same key is a mistake.
    """

    company_id: UUID
    key_id: UUID
    method: str
    path: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """The answer as it went out: HTTP status and JSON body, and where the result is found."""

    status: int
    body: str
    location: str | None = None
