"""The books as the domain sees them: their objects, what is asked, what is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from domain.model.records import Contact, Invoice, Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRef:
    """One object of the books: QBO's entity name, `Id` and `SyncToken`."""

    entity: str
    id: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Our tag on an object in the books: which record, at which version, it came from."""

    record_id: UUID
    source_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCustomer:
    """A customer; `name` is its display name."""

    ref: LedgerRef
    name: str
    active: bool
    currency: str | None = None
    marker: Marker | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerInvoice:
    """An invoice; `balance` is what is still open on it. A voided one keeps its number alone."""

    ref: LedgerRef
    number: str | None
    customer_id: str
    total: Decimal
    balance: Decimal
    marker: Marker | None = None
    currency: str | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPayment:
    """A payment; `applied` maps the id of an invoice to the sum it settles there."""

    ref: LedgerRef
    reference: str | None
    customer_id: str
    total: Decimal
    applied: tuple[tuple[str, Decimal], ...] = ()
    marker: Marker | None = None
    currency: str | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItem:
    """A product or service."""

    ref: LedgerRef
    name: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOther:
    """A vendor or an employee, as `ref.entity` says: they share their names with customers."""

    ref: LedgerRef
    name: str
    active: bool


LedgerObject = LedgerCustomer | LedgerInvoice | LedgerPayment | LedgerItem | LedgerOther


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerNamed:
    """Customers of this display name, active or not, compared as QBO compares."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWithId:
    """The customer of this id, active or not."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceNumbered:
    """Invoices of this number, whosever they are."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceWithId:
    """The invoice of this id."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentReferenced:
    """Payments of this reference by this customer."""

    reference: str
    customer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWithId:
    """The payment of this id."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWithId:
    """The product or service of this id, active or not."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerEmailed:
    """Customers of this e-mail address, active or not."""

    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLike:
    """Some customers that have this word in their display name, active or not; letters and digits only."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorNamed:
    """Vendors of this display name, active or not."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeNamed:
    """Employees of this display name, active or not."""

    name: str


Question = (
    CustomerNamed
    | CustomerWithId
    | InvoiceNumbered
    | InvoiceWithId
    | PaymentReferenced
    | PaymentWithId
    | ItemWithId
    | CustomerEmailed
    | CustomerLike
    | VendorNamed
    | EmployeeNamed
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCustomer:
    """Make a customer of a contact, or bring one up to date; `keeps_name`: whatever it is called there."""

    contact: Contact
    marker: Marker
    replaces: LedgerRef | None = None
    keeps_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostInvoice:
    """Post an invoice, or bring one up to date; `items` holds one item id per line."""

    invoice: Invoice
    customer_id: str
    items: tuple[str, ...]
    marker: Marker
    replaces: LedgerRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPayment:
    """Post a payment with **all** its lines: a line that an update leaves out is dropped.

    `applied` pairs the id of an invoice with the sum that settles it.
    """

    payment: Payment
    customer_id: str
    applied: tuple[tuple[str, Decimal], ...]
    marker: Marker
    replaces: LedgerRef | None = None


Command = PostCustomer | PostInvoice | PostPayment


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A command in the ledger's own language, as it will go over the wire, byte for byte.

    Kept with the attempt, so that an unknown outcome is sent again unchanged.
    """

    entity: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A draft under its request id: the same id twice leaves one object."""

    request_id: str
    draft: Draft
