"""The books of one company in memory, with those of QBO's rules that the domain counts on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from typing import TypeVar

from domain.model.books import (
    Command,
    CustomerEmailed,
    CustomerLike,
    CustomerNamed,
    CustomerWithId,
    EmployeeNamed,
    InvoiceNumbered,
    InvoiceWithId,
    ItemWithId,
    LedgerCustomer,
    LedgerInvoice,
    LedgerItem,
    LedgerObject,
    LedgerOther,
    LedgerPayment,
    LedgerRef,
    PaymentReferenced,
    PaymentWithId,
    PostCustomer,
    PostInvoice,
    PostPayment,
    Question,
    VendorNamed,
)
from domain.model.outcomes import Applied, Evidence, RefusalReason, Refused

Held = TypeVar("Held", bound=LedgerObject)

BY_ID: dict[type[Question], type[LedgerObject]] = {
    CustomerWithId: LedgerCustomer,
    InvoiceWithId: LedgerInvoice,
    PaymentWithId: LedgerPayment,
    ItemWithId: LedgerItem,
}


def refusal(reason: RefusalReason, object_id: str | None = None) -> Refused:
    return Refused(reason=reason, evidence=Evidence(), object_id=object_id)


@dataclass(slots=True)
class FakeBooks:
    """Everything in them by its id; `made` is what came by `post`, oldest first."""

    objects: dict[str, LedgerObject] = field(default_factory=dict)
    vendors: list[str] = field(default_factory=list)
    made: list[LedgerRef] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def add_item(self, name: str = "Dues") -> LedgerItem:
        return self._put(LedgerItem(ref=self._new("Item"), name=name, active=True))

    def add_customer(
        self, name: str, *, active: bool = True, currency: str = "USD", email: str | None = None
    ) -> LedgerCustomer:
        ref = self._new("Customer")
        return self._put(LedgerCustomer(ref=ref, name=name, active=active, currency=currency, email=email))

    def add_other(self, entity: str, name: str) -> LedgerOther:
        """Add a vendor or an employee."""
        return self._put(LedgerOther(ref=self._new(entity), name=name, active=True))

    def add_invoice(self, number: str, *, of: LedgerCustomer, total: str = "350.00") -> LedgerInvoice:
        ref, amount = self._new("Invoice"), Decimal(total)
        return self._put(
            LedgerInvoice(ref=ref, number=number, customer_id=of.ref.id, total=amount, balance=amount)
        )

    def add_payment(
        self, reference: str, *, of: LedgerCustomer, total: str = "350.00", on: LedgerInvoice | None = None
    ) -> LedgerPayment:
        """Add a payment, unapplied or `on` an invoice."""
        ref, amount = self._new("Payment"), Decimal(total)
        applied = ((on.ref.id, amount),) if on else ()
        payment = LedgerPayment(
            ref=ref, reference=reference, customer_id=of.ref.id, total=amount, applied=applied
        )
        self._put(payment)
        self._rebalance({invoice_id for invoice_id, _ in applied})
        return payment

    def change(self, held: Held, **fields: object) -> Held:
        """Change an object as a person does it: by hand, and to a new version."""
        changed = replace(held, ref=_next_version(held.ref), **fields)  # type: ignore[arg-type] # its own fields
        return self._put(changed)

    def answer(self, question: Question) -> tuple[LedgerObject, ...]:
        return tuple(held for held in self.objects.values() if _answers(held, question))

    def post(self, command: Command) -> Applied | Refused:
        if command.replaces and self.objects[command.replaces.id].ref != command.replaces:
            return refusal(RefusalReason.CHANGED)
        match command:
            case PostCustomer():
                return self._post_customer(command)
            case PostInvoice():
                return self._post_invoice(command)
            case PostPayment():
                return self._post_payment(command)

    def _post_customer(self, command: PostCustomer) -> Applied | Refused:
        """Customers and vendors share one name space; only a customer is named."""
        name = self._name_of(command)
        for holder in self._others(LedgerCustomer, command.replaces):
            if alike(holder.name, name):
                return refusal(RefusalReason.NAME_TAKEN, holder.ref.id)
        others = [other.name for other in self._others(LedgerOther, None)]
        if any(alike(taken, name) for taken in (*self.vendors, *others)):
            return refusal(RefusalReason.NAME_TAKEN)
        return self._write(
            LedgerCustomer(
                ref=self._ref("Customer", command.replaces),
                name=name,
                active=True,
                currency=command.contact.currency,
                marker=command.marker,
                email=command.contact.email,
            )
        )

    def _name_of(self, command: PostCustomer) -> str:
        held = self.objects.get(command.replaces.id) if command.replaces and command.keeps_name else None
        return held.name if isinstance(held, LedgerCustomer) else command.contact.display_name

    def _post_invoice(self, command: PostInvoice) -> Applied | Refused:
        number, total = command.invoice.number, command.invoice.total
        for holder in self._others(LedgerInvoice, command.replaces):
            if alike(holder.number, number):
                return refusal(RefusalReason.NUMBER_TAKEN, holder.ref.id)
        ref = self._ref("Invoice", command.replaces)
        return self._write(
            LedgerInvoice(
                ref=ref,
                number=number,
                customer_id=command.customer_id,
                total=total,
                balance=total - self._settled(ref.id),
                marker=command.marker,
            )
        )

    def _post_payment(self, command: PostPayment) -> Applied | Refused:
        before = self._payment(command.replaces)
        for invoice_id, amount in command.applied:
            given_back = dict(before.applied).get(invoice_id, Decimal()) if before else Decimal()
            invoice = self.objects.get(invoice_id)
            if (
                not isinstance(invoice, LedgerInvoice)
                or invoice.customer_id != command.customer_id
                or amount > invoice.balance + given_back
            ):
                return refusal(RefusalReason.CANNOT_BE_APPLIED)
        applied = self._write(
            LedgerPayment(
                ref=self._ref("Payment", command.replaces),
                reference=command.payment.reference,
                customer_id=command.customer_id,
                total=command.payment.amount,
                applied=command.applied,
                marker=command.marker,
            )
        )
        self._rebalance(
            {invoice_id for invoice_id, _ in (*command.applied, *(before.applied if before else ()))}
        )
        return applied

    def _rebalance(self, invoice_ids: set[str]) -> None:
        """An invoice gets a new version with each payment on it."""
        for invoice_id in invoice_ids:
            invoice = self.objects[invoice_id]
            if isinstance(invoice, LedgerInvoice):
                self.change(invoice, balance=invoice.total - self._settled(invoice_id))

    def _settled(self, invoice_id: str) -> Decimal:
        payments = self._others(LedgerPayment, None)
        return sum((dict(payment.applied).get(invoice_id, Decimal()) for payment in payments), Decimal())

    def _payment(self, replaced: LedgerRef | None) -> LedgerPayment | None:
        held = self.objects.get(replaced.id) if replaced else None
        return held if isinstance(held, LedgerPayment) else None

    def _others(self, kind: type[Held], replaced: LedgerRef | None) -> Iterator[Held]:
        for held in self.objects.values():
            if isinstance(held, kind) and (replaced is None or held.ref.id != replaced.id):
                yield held

    def _write(self, written: LedgerObject) -> Applied:
        if written.ref.id not in self.objects:
            self.made.append(written.ref)
        self._put(written)
        return Applied(ref=written.ref, total=getattr(written, "total", None), evidence=Evidence())

    def _put(self, held: Held) -> Held:
        self.objects[held.ref.id] = held
        return held

    def _ref(self, entity: str, replaced: LedgerRef | None) -> LedgerRef:
        return _next_version(replaced) if replaced else self._new(entity)

    def _new(self, entity: str) -> LedgerRef:
        return LedgerRef(entity=entity, id=str(next(self._numbers)), version="0")


def alike(one: str | None, other: str) -> bool:
    return (one or "").strip().lower() == other.strip().lower()


def _answers(held: LedgerObject, question: Question) -> bool:
    return _answers_by_likeness(held, question) or _answers_exactly(held, question)


def _answers_by_likeness(held: LedgerObject, question: Question) -> bool:
    match question, held:
        case CustomerEmailed(email=email), LedgerCustomer():
            return alike(held.email, email)
        case CustomerLike(word=word), LedgerCustomer():
            return word.lower() in held.name.lower()
        case ((VendorNamed(name=name) | EmployeeNamed(name=name)), LedgerOther()):
            return type(question).__name__ == f"{held.ref.entity}Named" and alike(held.name, name)
        case _:
            return False


def _answers_exactly(held: LedgerObject, question: Question) -> bool:
    match question, held:
        case CustomerNamed(name=name), LedgerCustomer():
            return alike(held.name, name)
        case InvoiceNumbered(number=number), LedgerInvoice():
            return alike(held.number, number)
        case PaymentReferenced(reference=reference, customer_id=customer_id), LedgerPayment():
            return alike(held.reference, reference) and held.customer_id == customer_id
        case ((CustomerWithId() | InvoiceWithId() | PaymentWithId() | ItemWithId()), _):
            return isinstance(held, BY_ID[type(question)]) and held.ref.id == question.id
        case _:
            return False


def _next_version(ref: LedgerRef) -> LedgerRef:
    return replace(ref, version=str(int(ref.version) + 1))
