"""API keys on the wire."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.schemas.fields import In, Instant, Whole, visible
from api.schemas.pages import Page
from api.schemas.shown import Moment, Out, Shown, ShownId, ShownInteger, shown
from domain.model.api_keys import ApiKey, NewKey, RotatedKey, Scope
from domain.rules.api_keys import Expiry, KeyChange

A_DAY: Final = 86_400
LONGEST_OVERLAP: Final = 7 * A_DAY
MOST_SCOPES: Final = 50


def _distinct(scopes: list[Scope]) -> list[Scope]:
    if len(set(scopes)) == len(scopes):
        return scopes
    raise PydanticCustomError("not_distinct", "Must name each scope once.")


KeyName = Annotated[
    str, visible(100), Field(description="Who uses it; stands in exclusions, resyncs and the audit trail.")
]
KeyScopes = Annotated[
    list[Scope],
    Field(
        min_length=1,
        max_length=len(Scope),
        description="What it may do. `keys:admin` may give any scope, also one that it lacks itself.",
        json_schema_extra={"uniqueItems": True},
    ),
    AfterValidator(_distinct),
]
Expires = Annotated[
    Instant | None,
    Field(description="From when on it opens nothing; within the next ten years, or null for never."),
]


Overlap = Annotated[
    Whole,
    Field(
        le=LONGEST_OVERLAP,
        description="For how long the old key is good still, beside the new one; a day, if left out.",
    ),
    WithJsonSchema({"type": "integer", "format": "int32", "minimum": 0, "maximum": LONGEST_OVERLAP}),
]
Secret = Annotated[
    str,
    Field(description="The key itself, shown this once; only its hash is kept."),
    shown(57, pattern="^synclog_[0-9A-Za-z]{49}$"),
]


class ApiKeyIn(In):
    """Who is to have a key, what for, and for how long; for ever, if it has no `expires_at`."""

    name: KeyName
    scopes: KeyScopes
    expires_at: Expires = Field(default_factory=lambda: None)


class ApiKeyChangeIn(In):
    """What is to be different; what is left out stays as it is."""

    name: KeyName = Field(default_factory=str)
    scopes: KeyScopes = Field(default_factory=list)
    expires_at: Expires = Field(default_factory=lambda: None)

    def change(self) -> KeyChange:
        """What was given: neither a name nor scopes can be empty."""
        expiry = Expiry(self.expires_at) if "expires_at" in self.model_fields_set else None
        return KeyChange(name=self.name or None, scopes=frozenset(self.scopes) or None, expiry=expiry)


class ApiKeyRotationIn(In):
    """How long both keys are good, and when the new one expires.

    Without `expires_at`, the new one lasts as long as the old one was to last.
    """

    overlap_seconds: Overlap = Field(default_factory=lambda: A_DAY)
    expires_at: Expires = Field(default_factory=lambda: None)

    def overlap(self) -> timedelta:
        """For how long both are good."""
        return timedelta(seconds=self.overlap_seconds)

    def expiry(self) -> Expiry | None:
        """When the new one expires, if that was said."""
        return Expiry(self.expires_at) if "expires_at" in self.model_fields_set else None


class ApiKeyOut(Out):
    """A key, without its secret, which nobody here knows."""

    id: ShownId
    name: Shown
    scopes: Annotated[list[Scope], Field(max_length=MOST_SCOPES)]
    created_at: Moment
    created_by: Annotated[Shown, Field(description="The name of the key that made it, or `operator`.")]
    expires_at: Annotated[Moment | None, Field(description="From then on it opens nothing; null is never.")]
    revoked_at: Moment | None
    last_used_at: Annotated[Moment | None, Field(description="To the minute; null if never.")]
    replaced_by: Annotated[ShownId | None, Field(description="The key that took its place by a rotation.")]
    version: Annotated[
        ShownInteger,
        Field(description="Grows with each change; the ETag is made of it. A use is no change."),
    ]

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        """As it is shown."""
        return cls(**_shown(key))


class NewApiKeyOut(ApiKeyOut):
    """A key that was just made."""

    secret: Secret

    @classmethod
    def of_new(cls, new: NewKey) -> Self:
        """With its secret."""
        return cls(**_shown(new.key), secret=new.secret)


class RotatedApiKeyOut(NewApiKeyOut):
    """The key that replaces another."""

    replaces: ShownId
    old_expires_at: Annotated[Moment, Field(description="Until when the old key is good.")]

    @classmethod
    def of_rotated(cls, rotated: RotatedKey) -> Self:
        """With its secret, and the end of the old one."""
        old, new = rotated.old, rotated.new
        return cls(**_shown(new.key), secret=new.secret, replaces=old.id, old_expires_at=old.expires_at)


class ApiKeyPageOut(Page[ApiKeyOut]):
    """API keys, oldest first."""


def _shown(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": sorted(key.scopes),
        "created_at": key.created_at,
        "created_by": key.created_by,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
        "replaced_by": key.replaced_by,
        "version": key.version,
    }
