"""Read QBO's objects: only what the domain asks of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_pascal

from adapters.quickbooks.translate.marker import read_note
from domain.model.books import (
    LedgerCustomer,
    LedgerInvoice,
    LedgerItem,
    LedgerObject,
    LedgerOther,
    LedgerPayment,
    LedgerRef,
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
            applied=tuple(
                (linked.txn_id, line.amount)
                for line in self.line
                for linked in line.linked_txn
                if linked.txn_type == "Invoice"
            ),
            marker=read_note(self.private_note),
            currency=self.currency_ref.value if self.currency_ref else None,
            voided=_is_void(self.total_amt, self.private_note),
        )


class _Item(_Object):
    name: str
    active: bool = True

    def read(self) -> LedgerItem:
        return LedgerItem(ref=self.ref("Item"), name=self.name, active=self.active)


class _Other(_Object):
    display_name: str
    active: bool = True


class _Vendor(_Other):
    def read(self) -> LedgerOther:
        return LedgerOther(ref=self.ref("Vendor"), name=self.display_name, active=self.active)


class _Employee(_Other):
    def read(self) -> LedgerOther:
        return LedgerOther(ref=self.ref("Employee"), name=self.display_name, active=self.active)


def _is_void(total: Decimal, note: str | None) -> bool:
    """QBO has no flag for it: it takes the amounts away, and puts a word before the note."""
    return not total and (note or "").startswith("Voided")


_WRITTEN = TypeAdapter(_Written)
_LISTS: dict[str, TypeAdapter[tuple[_Customer | _Invoice | _Payment | _Item | _Vendor | _Employee, ...]]] = {
    "Customer": TypeAdapter(tuple[_Customer, ...]),
    "Invoice": TypeAdapter(tuple[_Invoice, ...]),
    "Payment": TypeAdapter(tuple[_Payment, ...]),
    "Item": TypeAdapter(tuple[_Item, ...]),
    "Vendor": TypeAdapter(tuple[_Vendor, ...]),
    "Employee": TypeAdapter(tuple[_Employee, ...]),
}

Shape = TypeVar("Shape")


def read_rows(entity: str, response: object) -> tuple[LedgerObject, ...]:
    """The objects of one entity in a `QueryResponse`, which is empty for none; raises Unreadable."""
    if not isinstance(response, dict):
        raise Unreadable("QueryResponse")
    return tuple(row.read() for row in _validated(_LISTS[entity], entity, response.get(entity, ())))


def read_written(entity: str, written: object) -> tuple[LedgerRef, Decimal | None]:
    """Where a write ended up, and with which total; raises Unreadable."""
    shape = _validated(_WRITTEN, entity, written)
    return shape.ref(entity), shape.total_amt


def _validated(shape: TypeAdapter[Shape], entity: str, found: object) -> Shape:
    try:
        return shape.validate_python(found)
    except ValidationError as wrong:
        where = ".".join(str(part) for part in wrong.errors(include_input=False)[0]["loc"])
        # Without the cause: it quotes the object, and that holds personal data.
        raise Unreadable(f"{entity}: {where}") from None
