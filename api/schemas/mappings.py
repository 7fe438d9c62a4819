"""Mappings on the wire."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from api.schemas.fields import In, visible
from api.schemas.pages import Page
from api.schemas.shown import Moment, Out, Shown, ShownInteger
from domain.model.mappings import Mapping, MappingKind, Unmapped

SourceKey = Annotated[
    str, visible(100), Field(description="The billing system's own key; a slash in an address is %2F.")
]


class MappingIn(In):
    """What the source key stands for: an id of QuickBooks, in the list that the kind is mapped to."""

    quickbooks_id: Annotated[
        str,
        StringConstraints(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z]+$"),
        Field(description="Digits; of a tax code also TAX or NON. `/quickbooks/{list}` has the choices."),
    ]


class MappingOut(Out):
    """A source key, and what it stands for in QuickBooks."""

    kind: MappingKind
    source_key: Shown
    quickbooks_id: Shown
    quickbooks_name: Shown
    version: Annotated[ShownInteger, Field(description="Grows with each change; the ETag is made of it.")]
    updated_at: Moment

    @classmethod
    def of(cls, mapping: Mapping) -> Self:
        """As it is shown."""
        return cls(
            kind=mapping.kind,
            source_key=mapping.source_key,
            quickbooks_id=mapping.quickbooks_id,
            quickbooks_name=mapping.quickbooks_name,
            version=mapping.version,
            updated_at=mapping.updated_at,
        )


class UnmappedOut(Out):
    """A source key that entries fail for, how many, and since when."""

    source_key: Shown
    entries: Annotated[
        ShownInteger,
        Field(description="Failed entries; of a payment method, the payments that go over without it."),
    ]
    since: Annotated[
        Moment | None,
        Field(description="When the first of these entries was submitted; null where nothing is held up."),
    ]

    @classmethod
    def of(cls, unmapped: Unmapped) -> Self:
        """As it is shown."""
        return cls(source_key=unmapped.source_key, entries=unmapped.entries, since=unmapped.since)


class MappingPageOut(Page[MappingOut]):
    """Mappings, by source key."""


class UnmappedPageOut(Page[UnmappedOut]):
    """Source keys that lack a mapping, in their order."""
