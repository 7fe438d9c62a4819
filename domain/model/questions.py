"""Questions to the books: what is asked, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksSettings:
    """What people set for these books as a whole."""


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
    | BooksSettings
)
