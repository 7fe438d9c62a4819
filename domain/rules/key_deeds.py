"""What the audit trail says of API keys: never the secret, nor its hash."""

from __future__ import annotations

from datetime import datetime

from domain.model.api_keys import ApiKey, RotatedKey
from domain.model.audit import AuditAction, Deed, Detail


def creating_key(key: ApiKey) -> Deed:
    """What it is, as it was made."""
    return _of_key(AuditAction.KEY_CREATED, key, **_described(key))


def changing_key(key: ApiKey) -> Deed:
    """What it is now."""
    return _of_key(AuditAction.KEY_CHANGED, key, **_described(key))


def rotating_key(rotated: RotatedKey) -> Deed:
    """Which one replaces it, and until when it is good itself."""
    old, new = rotated.old, rotated.new.key
    return _of_key(AuditAction.KEY_ROTATED, old, replaced_by=str(new.id), expires_at=_written(old.expires_at))


def revoking_key(key: ApiKey) -> Deed:
    """Which one it was."""
    return _of_key(AuditAction.KEY_REVOKED, key, name=key.name)


def _of_key(action: AuditAction, key: ApiKey, **details: Detail) -> Deed:
    return Deed(action=action, subject_kind="api_key", subject_id=str(key.id), details=details)


def _described(key: ApiKey) -> dict[str, Detail]:
    scopes = " ".join(sorted(key.scopes))
    return {"name": key.name, "scopes": scopes, "expires_at": _written(key.expires_at)}


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
