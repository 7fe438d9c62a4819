"""Contacts: the members that are billed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from domain.model.record_keys import RecordKey, RecordKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; `country` as the billing system writes it."""

    lines: tuple[str, ...] = ()
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A member: an organisation, or a person with first name, last name and suffix.

    One that is not `active` any more becomes an inactive customer.
    """

    kind: ClassVar[RecordKind] = RecordKind.CONTACT

    external_ref: str
    source_version: int
    currency: str
    organisation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    suffix: str | None = None
    email: str | None = None
    phone: str | None = None
    address: Address | None = None
    active: bool = True

    @property
    def key(self) -> RecordKey:
        """Its name within the company."""
        return RecordKey(kind=self.kind, external_ref=self.external_ref)

    @property
    def display_name(self) -> str:
        """The organisation's name; else first name, last name and suffix."""
        person = (self.first_name, self.last_name, self.suffix)
        return _trimmed(self.organisation) or " ".join(filter(None, map(_trimmed, person)))


def _trimmed(name: str | None) -> str:
    return (name or "").strip()
