"""Sealed secrets: what each is for, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFor:
    """What a secret is for; its seal opens for nothing else.

    `field` is the table and column that it lies in. A secret that is good in one realm of
    QuickBooks alone is sealed for that realm.
    """

    company_id: UUID
    field: str
    realm_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedText:
    """A sealed secret as it lies: in the row of these primary key values, sealed by the key of `key_id`."""

    about: SealedFor
    row: tuple[object, ...]
    key_id: str
    sealed: str = field(repr=False)
