"""The audit trail: what people and operators did, for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.model.api_keys import Principal

OPERATOR = "operator"
"""Who acts by the command line."""

Detail = str | int | bool | None


class AuditAction(StrEnum):
    """What was done."""

    ADOPTED = "adopted"
    COMPANY_CREATED = "company_created"
    CONNECTED = "connected"
    CONNECTION_REJECTED = "connection_rejected"
    CONNECTION_STARTED = "connection_started"
    DISCONNECTED = "disconnected"
    EXCLUDED = "excluded"
    FAILURES_RESYNCED = "failures_resynced"
    INCLUDED = "included"
    KEY_CHANGED = "key_changed"
    KEY_CREATED = "key_created"
    KEY_REVOKED = "key_revoked"
    KEY_ROTATED = "key_rotated"
    LINKED = "linked"
    MAPPED = "mapped"
    RESYNCED = "resynced"
    SETTINGS_CHANGED = "settings_changed"
    SOURCE_CHANGED = "source_changed"
    SUBSCRIBED = "subscribed"
    SUBSCRIPTION_CHANGED = "subscription_changed"
    UNLINKED = "unlinked"
    UNMAPPED = "unmapped"
    UNSUBSCRIBED = "unsubscribed"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: an API key and the name it had then; the operator has no key.

    `request_id` is that of the call in which they did it, and leads to it in our logs.
    """

    key_id: UUID | None = None
    name: str = OPERATOR
    request_id: UUID | None = None

    @classmethod
    def of(cls, principal: Principal) -> Actor:
        """The caller of the API."""
        return cls(key_id=principal.key_id, name=principal.name, request_id=principal.request_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was done, before it is said by whom and when; `details` as those of its event."""

    action: AuditAction
    subject_kind: str
    subject_id: str
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One thing that was done; `subject` is what it was done to, by its kind and id.

    `details` holds ids, codes, counts and reasons: never a secret, never what a record says of a person.
    """

    id: UUID
    company_id: UUID
    at: datetime
    actor: Actor
    action: AuditAction
    subject_kind: str
    subject_id: str
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """AND between fields; an empty field selects everything. `since` is inclusive and `until` exclusive."""

    since: datetime | date | None = None
    until: datetime | date | None = None
    actions: frozenset[AuditAction] = field(default_factory=frozenset)
    key_id: UUID | None = None
    subject_kind: str | None = None
    subject_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditMark:
    """The last event of a page, by what the list is sorted on: newest first, ties by id."""

    at: datetime
    id: UUID
