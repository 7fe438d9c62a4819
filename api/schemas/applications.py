"""What settles an invoice, on the wire: a part of a payment, a credit or a write-off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from pydantic import Discriminator, Field, Tag

from api.schemas.fields import ExternalRef, In, MoneyOverZero, visible
from api.schemas.shown import Amount, Out, Shown
from domain.model.records import Application

MOST_APPLICATIONS: Final = 500


class AppliedToInvoiceIn(In):
    """A part for an invoice that is submitted here too, in whichever order."""

    invoice: ExternalRef
    amount: MoneyOverZero

    def application(self) -> Application:
        """The same, as the domain knows it."""
        return Application(invoice=self.invoice, amount=self.amount)


class AppliedToNumberIn(In):
    """A part for an invoice that is older than the integration."""

    invoice_number: Annotated[str, visible(100)]
    amount: MoneyOverZero

    def application(self) -> Application:
        """The same, as the domain knows it."""
        return Application(invoice_number=self.invoice_number, amount=self.amount)


def _how_applied(value: object) -> str:
    return "by_number" if isinstance(value, dict) and "invoice_number" in value else "by_reference"


ApplicationIn = Annotated[
    Annotated[AppliedToInvoiceIn, Tag("by_reference")] | Annotated[AppliedToNumberIn, Tag("by_number")],
    Discriminator(_how_applied),
]
ApplicationsIn = Annotated[list[ApplicationIn], Field(max_length=MOST_APPLICATIONS)]


class ApplicationOut(Out):
    """A part that settles an invoice; one of `invoice` and `invoice_number` is null."""

    invoice: Shown | None
    invoice_number: Shown | None
    amount: Amount


ApplicationsOut = Annotated[list[ApplicationOut], Field(max_length=MOST_APPLICATIONS)]


def applied(parts: Sequence[AppliedToInvoiceIn | AppliedToNumberIn]) -> tuple[Application, ...]:
    """The same, as the domain knows them."""
    return tuple(part.application() for part in parts)


def shown_applications(parts: Sequence[Application]) -> list[ApplicationOut]:
    """As they are shown."""
    return [
        ApplicationOut(invoice=each.invoice, invoice_number=each.invoice_number, amount=each.amount)
        for each in parts
    ]
