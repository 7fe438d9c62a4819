"""What becomes of an API key: how long it is good, what replaces it, and which must stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from domain.errors.api_keys import ApiKeyReplaced, ExpiryInvalid, LastKeysAdmin
from domain.model.api_keys import ApiKey, NewKey, Scope
from domain.rules.key_secrets import hash_secret, write_secret

USE_NOTED_EVERY: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(days=3653)  # ten years


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a key is to expire; None is never."""

    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """What is to be different; None leaves it as it is."""

    name: str | None = None
    scopes: frozenset[Scope] | None = None
    expiry: Expiry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWanted:
    """What a new key is to be; whoever may make keys may give each any scope."""

    name: str
    scopes: frozenset[Scope]
    expires_at: datetime | None = None


def new_key(
    wanted: KeyWanted, random: bytes, *, id_: UUID, company_id: UUID, by: str, now: datetime
) -> NewKey:
    """The key, with a secret of 32 random bytes. Raises ExpiryInvalid."""
    check_expiry(wanted.expires_at, now)
    secret = write_secret(random)
    key = ApiKey(
        id=id_,
        company_id=company_id,
        name=wanted.name,
        secret_hash=hash_secret(secret),
        scopes=wanted.scopes,
        created_at=now,
        created_by=by,
        expires_at=wanted.expires_at,
    )
    return NewKey(key=key, secret=secret)


def use_not_noted_since(key: ApiKey, now: datetime) -> datetime | None:
    """When the last use must have been for this one to be noted; None while that is not due."""
    since = now - USE_NOTED_EVERY
    return since if key.last_used_at is None or key.last_used_at <= since else None


def check_expiry(expires_at: datetime | None, now: datetime) -> None:
    """Raise ExpiryInvalid for a time that is over, or too far away to be meant."""
    if expires_at is not None and not now < expires_at <= now + LONGEST:
        raise ExpiryInvalid


def changed(key: ApiKey, change: KeyChange, now: datetime) -> ApiKey:
    """The key with its changes; the same one where there are none. Raises ExpiryInvalid."""
    expires_at = change.expiry.at if change.expiry else key.expires_at
    check_expiry(expires_at, now)
    name = key.name if change.name is None else change.name
    scopes = key.scopes if change.scopes is None else change.scopes
    after = replace(key, name=name, scopes=scopes, expires_at=expires_at)
    return after if after == key else replace(after, version=key.version + 1)


def revoked(key: ApiKey, now: datetime) -> ApiKey:
    """The key, of no more use."""
    return replace(key, revoked_at=now, version=key.version + 1)


def replaced(key: ApiKey, successor: ApiKey, *, until: datetime) -> ApiKey:
    """The key that was rotated: good until then, and no longer than it would have been."""
    ends = until if key.expires_at is None else min(until, key.expires_at)
    return replace(key, expires_at=ends, replaced_by=successor.id, version=key.version + 1)


def check_replaceable(successor: ApiKey | None) -> None:
    """Raise ApiKeyReplaced unless the key that replaced it before was revoked: two at a time are enough.

    So a rotation whose answer was lost is not repeated unseen, and can be done again.
    """
    if successor and successor.revoked_at is None:
        raise ApiKeyReplaced(replaced_by=str(successor.id))


def successor_of(key: ApiKey, before: ApiKey | None, expiry: Expiry | None, now: datetime) -> KeyWanted:
    """What replaces a key: for as long as it was to last, unless told when to expire.

    `before` is the one that replaced it first, and was revoked: it has not been cut short by a rotation.
    """
    expires_at = expiry.at if expiry else _same_span(before or key, now)
    return KeyWanted(name=key.name, scopes=key.scopes, expires_at=expires_at)


def check_admin_left(good: Sequence[ApiKey], before: ApiKey, after: ApiKey, now: datetime) -> None:
    """Raise LastKeysAdmin if no good key may make others after the change, and one may before."""
    others = any(key.id != before.id and _is_admin(key, now) for key in good)
    if _is_admin(before, now) and not _is_admin(after, now) and not others:
        raise LastKeysAdmin


def _is_admin(key: ApiKey, now: datetime) -> bool:
    return Scope.KEYS_ADMIN in key.scopes and key.is_good(now)


def _same_span(key: ApiKey, now: datetime) -> datetime | None:
    return None if key.expires_at is None else now + min(key.expires_at - key.created_at, LONGEST)
