"""Records by reference on the wire: the other form that the body of each kind may have."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Discriminator, Tag

from api.schemas.contacts import ContactIn
from api.schemas.credits import CreditIn
from api.schemas.fields import In, SourceVersion
from api.schemas.invoices import InvoiceIn
from api.schemas.payments import PaymentIn
from api.schemas.shown import Out, Shown, ShownInteger
from api.schemas.write_offs import WriteOffIn
from domain.model.records import ByReference, RecordKind


class ReferenceIn(In):
    """A record without its data, which is fetched from the billing system at each attempt."""

    of_kind: ClassVar[RecordKind]

    source_version: SourceVersion
    by_reference: Literal[True]

    def record(self, external_ref: str) -> ByReference:
        """What is submitted."""
        return ByReference(kind=self.of_kind, external_ref=external_ref, source_version=self.source_version)


class ContactReferenceIn(ReferenceIn):
    """A contact whose data is fetched from the billing system at each attempt."""

    of_kind: ClassVar[RecordKind] = RecordKind.CONTACT


class InvoiceReferenceIn(ReferenceIn):
    """An invoice whose data is fetched from the billing system at each attempt."""

    of_kind: ClassVar[RecordKind] = RecordKind.INVOICE


class PaymentReferenceIn(ReferenceIn):
    """A payment whose data is fetched from the billing system at each attempt."""

    of_kind: ClassVar[RecordKind] = RecordKind.PAYMENT


class CreditReferenceIn(ReferenceIn):
    """A credit whose data is fetched from the billing system at each attempt."""

    of_kind: ClassVar[RecordKind] = RecordKind.CREDIT


class WriteOffReferenceIn(ReferenceIn):
    """A write-off whose data is fetched from the billing system at each attempt."""

    of_kind: ClassVar[RecordKind] = RecordKind.WRITE_OFF


# Tags show in no place that a problem points to, as long as no field is called so.
WITH_DATA: Final = "with data"
BY_REFERENCE: Final = "by reference"


def _how_submitted(body: object) -> str:
    has_it = "by_reference" in body if isinstance(body, dict) else isinstance(body, ReferenceIn)
    return BY_REFERENCE if has_it else WITH_DATA


ContactBody = Annotated[
    Annotated[ContactIn, Tag(WITH_DATA)] | Annotated[ContactReferenceIn, Tag(BY_REFERENCE)],
    Discriminator(_how_submitted),
]
InvoiceBody = Annotated[
    Annotated[InvoiceIn, Tag(WITH_DATA)] | Annotated[InvoiceReferenceIn, Tag(BY_REFERENCE)],
    Discriminator(_how_submitted),
]
PaymentBody = Annotated[
    Annotated[PaymentIn, Tag(WITH_DATA)] | Annotated[PaymentReferenceIn, Tag(BY_REFERENCE)],
    Discriminator(_how_submitted),
]
CreditBody = Annotated[
    Annotated[CreditIn, Tag(WITH_DATA)] | Annotated[CreditReferenceIn, Tag(BY_REFERENCE)],
    Discriminator(_how_submitted),
]
WriteOffBody = Annotated[
    Annotated[WriteOffIn, Tag(WITH_DATA)] | Annotated[WriteOffReferenceIn, Tag(BY_REFERENCE)],
    Discriminator(_how_submitted),
]


class ReferenceOut(Out):
    """A record by reference of which nothing has been fetched yet."""

    kind: RecordKind
    external_ref: Shown
    source_version: ShownInteger
    by_reference: Literal[True]

    @classmethod
    def of(cls, reference: ByReference) -> Self:
        """As it is shown."""
        return cls(
            kind=reference.kind,
            external_ref=reference.external_ref,
            source_version=reference.source_version,
            by_reference=True,
        )
