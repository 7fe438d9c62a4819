"""API keys: who calls, for which company, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    """What a key may do."""

    RECORDS_READ = "records:read"
    RECORDS_WRITE = "records:write"
    LOGS_READ = "logs:read"
    LOGS_WRITE = "logs:write"
    MAPPINGS_READ = "mappings:read"
    MAPPINGS_WRITE = "mappings:write"
    NOTIFICATIONS_READ = "notifications:read"
    NOTIFICATIONS_WRITE = "notifications:write"
    CONNECTION_READ = "connection:read"
    CONNECTION_WRITE = "connection:write"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    KEYS_ADMIN = "keys:admin"
    AUDIT_READ = "audit:read"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it is kept: the secret only as the SHA-256 of 256 random bits, in hex.

    `created_by` is the name of the key that made it, or the operator's. `replaced_by` is its successor,
    once it was rotated.
    """

    id: UUID
    company_id: UUID
    name: str
    secret_hash: str
    scopes: frozenset[Scope]
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None
    replaced_by: UUID | None = None
    version: int = 1

    def is_good(self, at: datetime) -> bool:
        """Whether it opens anything at that time."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key that was just made, and its secret, which is shown this once."""

    key: ApiKey
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotatedKey:
    """A key as it is after its rotation, and the one that replaces it."""

    old: ApiKey
    new: NewKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who acts: the key's name stands in exclusions and operations; `request_id` is the call's."""

    key_id: UUID
    company_id: UUID
    name: str
    scopes: frozenset[Scope]
    request_id: UUID | None = None
