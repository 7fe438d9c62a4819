"""Read QBO's objects: only what the domain asks of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_pascal

from adapters.quickbooks.translate.imprints import imprint_of
from adapters.quickbooks.translate.marker import read_note
from adapters.quickbooks.translate.preferences import Preferences
from domain.model.books import (
    LedgerAccount,
    LedgerCreditMemo,
    LedgerCustomer,
    LedgerInvoice,
    LedgerItem,
    LedgerObject,
    LedgerOther,
    LedgerPayment,
    LedgerPaymentMethod,
    LedgerRef,
    LedgerTaxCode,
)


class Unreadable(Exception):
    """It is not what QBO promises; the message names the entity, never a value."""


class _Shape(BaseModel):
    """QBO spells its properties in PascalCase, and sends many more than these."""

    model_config = ConfigDict(alias_generator=to_pascal, frozen=True)


class _Ref(BaseModel):
    value: str


class _Object(_Shape):
    id: str
    sync_token: str

    def ref(self, entity: str) -> LedgerRef:
        return LedgerRef(entity=entity, id=self.id, version=self.sync_token)


class _Written(_Object):
    total_amt: Decimal | None = None


class _Deleted(_Shape):
    """What QBO answers about an object that is gone: its version with it."""

    id: str
    status: Literal["Deleted"] = Field(alias="status")
    sync_token: str = ""
    total_amt: None = None

    def ref(self, entity: str) -> LedgerRef:
        return LedgerRef(entity=entity, id=self.id, version=self.sync_token)


class _Email(_Shape):
    address: str | None = None


class _Customer(_Object):
    display_name: str
    active: bool = True
    currency_ref: _Ref | None = None
    notes: str | None = None
    primary_email_addr: _Email | None = None

    def read(self) -> LedgerCustomer:
        return LedgerCustomer(
            ref=self.ref("Customer"),
            name=self.display_name,
            active=self.active,
            currency=self.currency_ref.value if self.currency_ref else None,
            marker=read_note(self.notes),
            email=self.primary_email_addr.address if self.primary_email_addr else None,
        )


class _Invoice(_Object):
    doc_number: str | None = None
    customer_ref: _Ref
    total_amt: Decimal
    balance: Decimal
    private_note: str | None = None
    currency_ref: _Ref | None = None

    def read(self) -> LedgerInvoice:
        return LedgerInvoice(
            ref=self.ref("Invoice"),
            number=self.doc_number,
            customer_id=self.customer_ref.value,
            total=self.total_amt,
            balance=self.balance,
            marker=read_note(self.private_note),
            currency=self.currency_ref.value if self.currency_ref else None,
            voided=_is_void(self.total_amt, self.private_note),
        )


class _CreditMemo(_Object):
    doc_number: str | None = None
    customer_ref: _Ref
    currency_ref: _Ref | None = None
    total_amt: Decimal
    remaining_credit: Decimal | None = None
    balance: Decimal | None = None
    private_note: str | None = None

    def read(self) -> LedgerCreditMemo:
        remaining = self.balance if self.remaining_credit is None else self.remaining_credit
        return LedgerCreditMemo(
            ref=self.ref("CreditMemo"),
            number=self.doc_number,
            customer_id=self.customer_ref.value,
            total=self.total_amt,
            remaining=self.total_amt if remaining is None else remaining,
            marker=read_note(self.private_note),
            currency=self.currency_ref.value if self.currency_ref else None,
        )


class _LinkedTxn(_Shape):
    txn_id: str
    txn_type: str


class _PaymentLine(_Shape):
    amount: Decimal
    linked_txn: tuple[_LinkedTxn, ...] = ()


class _Payment(_Object):
    payment_ref_num: str | None = None
    customer_ref: _Ref
    total_amt: Decimal
    line: tuple[_PaymentLine, ...] = ()
    private_note: str | None = None
    currency_ref: _Ref | None = None

    def read(self) -> LedgerPayment:
        return LedgerPayment(
            ref=self.ref("Payment"),
            reference=self.payment_ref_num,
            customer_id=self.customer_ref.value,
            total=self.total_amt,
            applied=self._linked("Invoice"),
            credits=self._linked("CreditMemo"),
            marker=read_note(self.private_note),
            currency=self.currency_ref.value if self.currency_ref else None,
            voided=_is_void(self.total_amt, self.private_note),
        )

    def _linked(self, txn_type: str) -> tuple[tuple[str, Decimal], ...]:
        return tuple(
            (linked.txn_id, line.amount)
            for line in self.line
            for linked in line.linked_txn
            if linked.txn_type == txn_type
        )


class _Named(_Object):
    """What is in a list; its full name has those it stands under before it, with colons."""

    name: str
    fully_qualified_name: str | None = None
    active: bool = True

    @property
    def full_name(self) -> str:
        return self.fully_qualified_name or self.name


class _Item(_Named):
    type: str | None = None
    income_account_ref: _Ref | None = None

    def read(self) -> LedgerItem:
        return LedgerItem(
            ref=self.ref("Item"),
            name=self.full_name,
            active=self.active,
            type=self.type,
            income_account=self.income_account_ref.value if self.income_account_ref else None,
        )


class _Account(_Named):
    account_type: str

    def read(self) -> LedgerAccount:
        return LedgerAccount(
            ref=self.ref("Account"), name=self.full_name, active=self.active, type=self.account_type
        )


class _PaymentMethod(_Named):
    def read(self) -> LedgerPaymentMethod:
        return LedgerPaymentMethod(ref=self.ref("PaymentMethod"), name=self.full_name, active=self.active)


class _TaxCode(_Named):
    def read(self) -> LedgerTaxCode:
        return LedgerTaxCode(ref=self.ref("TaxCode"), name=self.full_name, active=self.active)


class _Other(_Object):
    display_name: str
    active: bool = True


class _Vendor(_Other):
    def read(self) -> LedgerOther:
        return LedgerOther(ref=self.ref("Vendor"), name=self.display_name, active=self.active)


class _Employee(_Other):
    def read(self) -> LedgerOther:
        return LedgerOther(ref=self.ref("Employee"), name=self.display_name, active=self.active)


_Txn = _Invoice | _Payment | _CreditMemo
_Row = _Customer | _Txn | _Item | _Account | _PaymentMethod | _TaxCode | _Vendor | _Employee | Preferences

_WRITTEN: TypeAdapter[_Written | _Deleted] = TypeAdapter(_Written | _Deleted)
_LISTS: dict[str, TypeAdapter[tuple[_Row, ...]]] = {
    "Customer": TypeAdapter(tuple[_Customer, ...]),
    "Invoice": TypeAdapter(tuple[_Invoice, ...]),
    "Payment": TypeAdapter(tuple[_Payment, ...]),
    "CreditMemo": TypeAdapter(tuple[_CreditMemo, ...]),
    "Item": TypeAdapter(tuple[_Item, ...]),
    "Account": TypeAdapter(tuple[_Account, ...]),
    "PaymentMethod": TypeAdapter(tuple[_PaymentMethod, ...]),
    "TaxCode": TypeAdapter(tuple[_TaxCode, ...]),
    "Vendor": TypeAdapter(tuple[_Vendor, ...]),
    "Employee": TypeAdapter(tuple[_Employee, ...]),
    "Preferences": TypeAdapter(tuple[Preferences, ...]),
}

Shape = TypeVar("Shape")


def read_rows(entity: str, response: object) -> tuple[LedgerObject, ...]:
    """The objects of one entity in a `QueryResponse`, which is empty for none; raises Unreadable."""
    if not isinstance(response, dict):
        raise Unreadable("QueryResponse")
    found = response.get(entity, ())
    rows = _validated(_LISTS[entity], entity, found)
    return tuple(_with_imprint(row.read(), whole) for row, whole in zip(rows, found, strict=True))


def read_written(entity: str, written: object) -> tuple[LedgerRef, Decimal | None]:
    """Where a write ended up, and with which total; raises Unreadable."""
    shape = _validated(_WRITTEN, entity, written)
    return replace(shape.ref(entity), imprint=imprint_of(entity, written)), shape.total_amt


def _with_imprint(read: LedgerObject, whole: object) -> LedgerObject:
    return replace(read, ref=replace(read.ref, imprint=imprint_of(read.ref.entity, whole)))


def _is_void(total: Decimal, note: str | None) -> bool:
    """QBO: a void takes the amounts and writes "Voided" before the note; the objects have no flag."""
    return not total and (note or "").lstrip().lower().startswith("voided")


def _validated(shape: TypeAdapter[Shape], entity: str, found: object) -> Shape:
    try:
        return shape.validate_python(found)
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors(include_input=False)[0]["loc"])
        # Without the cause: it quotes the object, and that holds personal data.
        raise Unreadable(f"{entity}: {where}") from None
