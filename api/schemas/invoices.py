"""Invoices on the wire."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field

from api.schemas.fields import (
    Currency,
    Day,
    ExternalRef,
    In,
    MoneyIn,
    Quantity,
    SourceVersion,
    UnitPrice,
    lines,
    visible,
)
from api.schemas.shown import Amount, Number, Out, Price, Shown, ShownDay, ShownInteger
from api.schemas.taxed_lines import TaxedLineIn
from domain.model.records import Discount, Invoice, InvoiceLine, RecordKind
from domain.rules.intake import check_sums, check_total

MOST_LINES: Final = 500


class InvoiceLineIn(TaxedLineIn):
    """One fee item sold. `tax_amount` goes with a `tax` only."""

    fee_item: Annotated[str, visible(100)]
    quantity: Quantity
    unit_price: UnitPrice

    def line(self) -> InvoiceLine:
        """The same, as the domain knows it."""
        return InvoiceLine(
            fee_item=self.fee_item,
            description=self.description,
            quantity=self.quantity,
            unit_price=self.unit_price,
            tax=self.tax,
            tax_amount=self.tax_amount,
        )


class DiscountIn(In):
    """A sum off the whole invoice."""

    key: Annotated[str, visible(100)]
    amount: MoneyIn


class InvoiceIn(In):
    """A bill to a contact.

    `total`, when given, must equal the sum of the lines and their taxes, less the discount.
    """

    source_version: SourceVersion
    number: Annotated[str, visible(100)]
    contact: ExternalRef
    txn_date: Day
    due_date: Day | None = None
    currency: Currency
    lines: Annotated[list[InvoiceLineIn], Field(min_length=1, max_length=MOST_LINES)]
    discount: DiscountIn | None = None
    memo: Annotated[str, lines(4000)] | None = None
    total: MoneyIn | None = None

    def record(self, external_ref: str) -> Invoice:
        """The record that is submitted. Raises AmountTooLarge, NegativeTotal or TotalDiffers."""
        discount = Discount(key=self.discount.key, amount=self.discount.amount) if self.discount else None
        invoice = Invoice(
            external_ref=external_ref,
            source_version=self.source_version,
            number=self.number,
            contact=self.contact,
            txn_date=self.txn_date,
            due_date=self.due_date,
            currency=self.currency,
            lines=tuple(each.line() for each in self.lines),
            discount=discount,
            memo=self.memo,
        )
        check_sums(invoice)
        if self.total is not None:
            check_total(invoice, self.total)
        return invoice


class InvoiceLineOut(Out):
    """One fee item sold; `amount` is quantity times unit price, rounded to the cent."""

    fee_item: Shown
    description: Shown | None
    quantity: Number
    unit_price: Price
    tax: Shown | None
    tax_amount: Amount | None
    amount: Amount

    @classmethod
    def of(cls, line: InvoiceLine) -> Self:
        """As it is shown."""
        return cls(
            fee_item=line.fee_item,
            description=line.description,
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax=line.tax,
            tax_amount=line.tax_amount,
            amount=line.amount,
        )


class DiscountOut(Out):
    """A sum off the whole invoice."""

    key: Shown
    amount: Amount


class InvoiceOut(Out):
    """An invoice as it is kept."""

    kind: Literal[RecordKind.INVOICE]
    external_ref: Shown
    source_version: ShownInteger
    number: Shown
    contact: Shown
    txn_date: ShownDay
    due_date: ShownDay | None
    currency: Shown
    lines: Annotated[list[InvoiceLineOut], Field(max_length=MOST_LINES)]
    discount: DiscountOut | None
    memo: Shown | None
    total: Amount

    @classmethod
    def of(cls, invoice: Invoice) -> Self:
        """As it is shown."""
        off = invoice.discount
        return cls(
            kind=RecordKind.INVOICE,
            external_ref=invoice.external_ref,
            source_version=invoice.source_version,
            number=invoice.number,
            contact=invoice.contact,
            txn_date=invoice.txn_date,
            due_date=invoice.due_date,
            currency=invoice.currency,
            lines=[InvoiceLineOut.of(line) for line in invoice.lines],
            discount=DiscountOut(key=off.key, amount=off.amount) if off else None,
            memo=invoice.memo,
            total=invoice.total,
        )
