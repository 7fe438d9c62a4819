"""The books as the domain sees them: their objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """How an object looked in the books at a version of it.

    `digest` stands for what we write of such an object, and for nothing that moves by itself, as a
    balance does; only digests of one `form` can be compared. `at` is when that version came to be,
    by the clock of the books.
    """

    form: str
    digest: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRef:
    """One object of the books: QBO's entity name, `Id` and `SyncToken`, and how it looked then, if known."""

    entity: str
    id: str
    version: str
    imprint: Imprint | None = field(default=None, compare=False)


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

    @property
    def settled(self) -> Decimal:
        """What was paid or credited on it."""
        return self.total - self.balance


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPayment:
    """A payment; `applied` pairs the id of an invoice with the sum it settles there.

    `credits` pairs the id of a credit memo with the sum that it takes from there: a payment of
    nothing applies a credit memo to an invoice.
    """

    ref: LedgerRef
    reference: str | None
    customer_id: str
    total: Decimal
    applied: tuple[tuple[str, Decimal], ...] = ()
    credits: tuple[tuple[str, Decimal], ...] = ()
    marker: Marker | None = None
    currency: str | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCreditMemo:
    """A credit memo; `remaining` is what of it is not applied to anything."""

    ref: LedgerRef
    number: str | None
    customer_id: str
    total: Decimal
    remaining: Decimal
    marker: Marker | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItem:
    """A product or service; `income_account` is the id of the account that its sales are posted to."""

    ref: LedgerRef
    name: str
    active: bool
    type: str | None = None
    income_account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerAccount:
    """A line of the chart of accounts; `type` is QBO's own word, such as Bank or Income."""

    ref: LedgerRef
    name: str
    active: bool
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPaymentMethod:
    """A way of paying."""

    ref: LedgerRef
    name: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTaxCode:
    """A tax code; in the US also TAX and NON, whose ids are these words."""

    ref: LedgerRef
    name: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerOther:
    """A vendor or an employee, as `ref.entity` says: they share their names with customers."""

    ref: LedgerRef
    name: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPreferences:
    """What people set for these books as a whole, as far as it changes what becomes of a record.

    `closed_until` is the last day on which nothing may be changed any more.
    """

    ref: LedgerRef
    own_numbers: bool
    applies_credits: bool
    closed_until: date | None
    automated_sales_tax: bool


LedgerObject = (
    LedgerCustomer
    | LedgerInvoice
    | LedgerPayment
    | LedgerCreditMemo
    | LedgerItem
    | LedgerAccount
    | LedgerPaymentMethod
    | LedgerTaxCode
    | LedgerOther
    | LedgerPreferences
)
