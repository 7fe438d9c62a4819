"""Links of contacts, and candidates for them, on the wire."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from api.schemas.fields import In
from api.schemas.log_entries import QuickBooksObjectOut
from api.schemas.shown import Out, Shown, ShownInteger
from domain.model.books import LedgerCustomer, LedgerOther
from domain.model.links import Link
from domain.rules.candidates import MOST, Candidate, Candidates, Why

QuickBooksId = Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=r"^[0-9]+$")]


class LinkIn(In):
    """Which customer the contact is: its id in QuickBooks."""

    quickbooks_customer_id: QuickBooksId


class AdoptIn(In):
    """What the entry's record is already: the id of that object in QuickBooks."""

    quickbooks_id: QuickBooksId


class LinkOut(Out):
    """A contact, and the customer that it is."""

    external_ref: Shown
    quickbooks_customer_id: Shown
    by_hand: Annotated[
        bool,
        Field(description="A person said so. The customer then keeps its name in QuickBooks."),
    ]
    version: Annotated[ShownInteger, Field(description="Grows with each change; the ETag is made of it.")]
    quickbooks: QuickBooksObjectOut | None

    @classmethod
    def of(cls, link: Link, *, quickbooks_url: str) -> Self:
        """As it is shown."""
        return cls(
            external_ref=link.record.external_ref,
            quickbooks_customer_id=link.ref.id,
            by_hand=link.by_hand,
            version=link.revision,
            quickbooks=QuickBooksObjectOut.of(link.ref, number=None, base=quickbooks_url),
        )


class CandidateCustomerOut(Out):
    """A customer of QuickBooks, without its addresses."""

    id: Shown
    name: Shown
    active: bool
    currency: Annotated[Shown | None, Field(description="ISO 4217; null in a company of one currency.")]


class CandidateOut(Out):
    """A customer that the contact may be."""

    customer: CandidateCustomerOut
    why: Annotated[list[Why], Field(max_length=len(Why))]
    linked_to: Annotated[
        Shown | None, Field(description="Another contact that is this customer already, by its reference.")
    ]

    @classmethod
    def of(cls, candidate: Candidate) -> Self:
        """As it is shown."""
        customer = candidate.customer
        shown = CandidateCustomerOut(
            id=customer.ref.id, name=customer.name, active=customer.active, currency=customer.currency
        )
        return cls(customer=shown, why=list(candidate.why), linked_to=candidate.linked_to)


class NameHolderOut(Out):
    """Who has the contact's display name in QuickBooks, where customers, vendors and employees share them."""

    entity: Annotated[Shown, Field(description="`Customer`, `Vendor` or `Employee`.")]
    id: Shown
    name: Shown
    active: bool

    @classmethod
    def of(cls, holder: LedgerCustomer | LedgerOther) -> Self:
        """As it is shown."""
        return cls(entity=holder.ref.entity, id=holder.ref.id, name=holder.name, active=holder.active)


class CandidatesOut(Out):
    """Which customers a contact may be, the likeliest first."""

    items: Annotated[list[CandidateOut], Field(max_length=MOST)]
    name_holder: NameHolderOut | None

    @classmethod
    def of(cls, found: Candidates) -> Self:
        """As it is shown."""
        holder = found.name_holder
        return cls(
            items=[CandidateOut.of(each) for each in found.items],
            name_holder=NameHolderOut.of(holder) if holder else None,
        )
