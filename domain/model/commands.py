"""Commands to the books: what is written, and how it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.model.books import LedgerRef, Marker
from domain.model.records import Contact, Invoice, Payment, Relief


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCustomer:
    """Make a customer of a contact, or bring one up to date; `keeps_name`: whatever it is called there."""

    contact: Contact
    marker: Marker
    replaces: LedgerRef | None = None
    keeps_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostInvoice:
    """Post an invoice, or bring one up to date; `items` holds one item id per line.

    `tax_codes` holds the id of one tax code or None per line; it is empty where no line is taxed.
    `discount_account` is where a discount goes.
    """

    invoice: Invoice
    customer_id: str
    items: tuple[str, ...]
    marker: Marker
    replaces: LedgerRef | None = None
    tax_codes: tuple[str | None, ...] = ()
    discount_account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPayment:
    """Post a payment with **all** its lines: a line that an update leaves out is dropped.

    `applied` pairs the id of an invoice with the sum that settles it; `method` is the id of a
    payment method.
    """

    payment: Payment
    customer_id: str
    applied: tuple[tuple[str, Decimal], ...]
    marker: Marker
    replaces: LedgerRef | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCreditMemo:
    """Post the credit memo of a credit or a write-off; `items` holds one item id per line."""

    relief: Relief
    customer_id: str
    items: tuple[str, ...]
    marker: Marker
    replaces: LedgerRef | None = None
    tax_codes: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyCredit:
    """Apply a credit memo by a payment of nothing; `applied` pairs the id of an invoice with a sum."""

    relief: Relief
    customer_id: str
    memo_id: str
    applied: tuple[tuple[str, Decimal], ...]
    marker: Marker


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidTransaction:
    """Void an invoice or a payment: it keeps its number and loses its amounts."""

    target: LedgerRef


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteCreditMemo:
    """Delete a credit memo, which QBO cannot void; nothing may be applied of it any more."""

    target: LedgerRef


Command = (
    PostCustomer
    | PostInvoice
    | PostPayment
    | PostCreditMemo
    | ApplyCredit
    | VoidTransaction
    | DeleteCreditMemo
)


class DraftOperation(StrEnum):
    """What a draft does to an object of its entity."""

    POST = "post"  # a new one, or a new version
    VOID = "void"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A command in the ledger's own language, as it will go over the wire, byte for byte.

    Kept with the attempt, so that an unknown outcome is sent again unchanged.
    """

    entity: str
    body: str
    operation: DraftOperation = DraftOperation.POST


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A draft under its request id: the same id twice leaves one object."""

    request_id: str
    draft: Draft
