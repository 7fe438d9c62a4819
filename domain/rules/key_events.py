"""What the audit trail says of API keys: never the secret, nor its hash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.model.api_keys import ApiKey, RotatedKey
from domain.model.audit import Actor, AuditAction, AuditEvent, Detail


def key_created(key: ApiKey, *, id_: UUID, by: Actor) -> AuditEvent:
    """What it is, as it was made."""
    return _event(AuditAction.KEY_CREATED, key, id_, by, key.created_at, **_described(key))


def key_changed(key: ApiKey, *, id_: UUID, by: Actor, at: datetime) -> AuditEvent:
    """What it is now."""
    return _event(AuditAction.KEY_CHANGED, key, id_, by, at, **_described(key))


def key_rotated(rotated: RotatedKey, *, id_: UUID, by: Actor) -> AuditEvent:
    """Which one replaces it, and until when it is good itself."""
    old, new = rotated.old, rotated.new.key
    details = {"replaced_by": str(new.id), "expires_at": _written(old.expires_at)}
    return _event(AuditAction.KEY_ROTATED, old, id_, by, new.created_at, **details)


def key_revoked(key: ApiKey, *, id_: UUID, by: Actor, at: datetime) -> AuditEvent:
    """Which one it was."""
    return _event(AuditAction.KEY_REVOKED, key, id_, by, at, name=key.name)


def _event(
    action: AuditAction, key: ApiKey, id_: UUID, by: Actor, at: datetime, **details: Detail
) -> AuditEvent:
    return AuditEvent(
        id=id_,
        company_id=key.company_id,
        at=at,
        actor=by,
        action=action,
        subject_kind="api_key",
        subject_id=str(key.id),
        details=details,
    )


def _described(key: ApiKey) -> dict[str, Detail]:
    scopes = " ".join(sorted(key.scopes))
    return {"name": key.name, "scopes": scopes, "expires_at": _written(key.expires_at)}


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
