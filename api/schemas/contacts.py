"""Contacts on the wire."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import ConfigDict, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.fields import Currency, Email, In, SourceVersion, line, visible
from api.schemas.shown import Out, Shown, ShownInteger
from domain.model.records import Address, Contact, RecordKind

NAMES: Final = ("organisation", "first_name", "last_name")

# Not all of them null: said in the schema too, so that whoever reads it knows.
_A_NAME: Final[dict[str, Any]] = {"not": {"properties": {name: {"type": "null"} for name in NAMES}}}


class AddressIn(In):
    """A postal address, as the billing system writes it."""

    lines: Annotated[list[Annotated[str, visible(500)]], Field(max_length=5)] = Field(default_factory=list)
    city: Annotated[str, line(255)] | None = None
    region: Annotated[str, line(255)] | None = None
    postal_code: Annotated[str, line(60)] | None = None
    country: Annotated[str, line(255)] | None = None

    def address(self) -> Address:
        """The same, as the domain knows it."""
        return Address(
            lines=tuple(self.lines),
            city=self.city,
            region=self.region,
            postal_code=self.postal_code,
            country=self.country,
        )


class ContactIn(In):
    """A member: an organisation, or a person. At least one of the names is needed."""

    model_config = ConfigDict(json_schema_extra=_A_NAME)

    source_version: SourceVersion
    organisation: Annotated[str, visible(500)] | None = None
    first_name: Annotated[str, visible(200)] | None = None
    last_name: Annotated[str, visible(200)] | None = None
    suffix: Annotated[str, visible(50)] | None = None
    email: Email | None = None
    phone: Annotated[str, line(60)] | None = None
    currency: Currency
    address: AddressIn | None = None
    active: Annotated[
        StrictBool, Field(description="False for one that is gone: its customer becomes inactive.")
    ] = True

    @model_validator(mode="after")
    def _has_a_name(self) -> Self:
        if self.organisation or self.first_name or self.last_name:
            return self
        raise PydanticCustomError("name_required", "Needs an organisation, a first_name or a last_name.")

    def record(self, external_ref: str) -> Contact:
        """The record that is submitted."""
        return Contact(
            external_ref=external_ref,
            source_version=self.source_version,
            currency=self.currency,
            organisation=self.organisation,
            first_name=self.first_name,
            last_name=self.last_name,
            suffix=self.suffix,
            email=self.email,
            phone=self.phone,
            address=self.address.address() if self.address else None,
            active=self.active,
        )


class AddressOut(Out):
    """A postal address."""

    lines: Annotated[list[Shown], Field(max_length=5)]
    city: Shown | None
    region: Shown | None
    postal_code: Shown | None
    country: Shown | None

    @classmethod
    def of(cls, address: Address) -> Self:
        """As it is shown."""
        return cls(
            lines=list(address.lines),
            city=address.city,
            region=address.region,
            postal_code=address.postal_code,
            country=address.country,
        )


class ContactOut(Out):
    """A contact as it is kept."""

    kind: Literal[RecordKind.CONTACT]
    external_ref: Shown
    source_version: ShownInteger
    organisation: Shown | None
    first_name: Shown | None
    last_name: Shown | None
    suffix: Shown | None
    email: Shown | None
    phone: Shown | None
    currency: Shown
    address: AddressOut | None
    active: bool

    @classmethod
    def of(cls, contact: Contact) -> Self:
        """As it is shown."""
        return cls(
            kind=RecordKind.CONTACT,
            external_ref=contact.external_ref,
            source_version=contact.source_version,
            organisation=contact.organisation,
            first_name=contact.first_name,
            last_name=contact.last_name,
            suffix=contact.suffix,
            email=contact.email,
            phone=contact.phone,
            currency=contact.currency,
            address=AddressOut.of(contact.address) if contact.address else None,
            active=contact.active,
        )
