"""The books as the domain sees them: their objects, what is asked, what is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from domain.model.records import Contact, Invoice, Payment, Relief


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
)


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
class CreditMemoNumbered:
    """Credit memos of this number, whosever they are."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditMemoWithId:
    """The credit memo of this id."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditsAppliedFor:
    """The payments of nothing of this customer: they say which credit memo settles which invoice."""

    customer_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemWithId:
    """The product or service of this id, active or not."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWithId:
    """The account of this id, active or not."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMethodWithId:
    """The payment method of this id, active or not."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCodeWithId:
    """The tax code of this id, active or not."""

    id: str


class LedgerList(StrEnum):
    """A list of the books that people choose from."""

    ITEMS = "items"
    ACCOUNTS = "accounts"
    CUSTOMERS = "customers"
    PAYMENT_METHODS = "payment-methods"
    TAX_CODES = "tax-codes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """All that is active in a list."""

    of: LedgerList


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
    | CreditMemoNumbered
    | CreditMemoWithId
    | CreditsAppliedFor
    | ItemWithId
    | AccountWithId
    | PaymentMethodWithId
    | TaxCodeWithId
    | Everything
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
