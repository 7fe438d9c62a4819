"""The books of one company in memory, with those of QBO's rules that the domain counts on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import TypeVar

from domain.model.books import (
    Imprint,
    LedgerAccount,
    LedgerCreditMemo,
    LedgerCustomer,
    LedgerInvoice,
    LedgerItem,
    LedgerObject,
    LedgerOther,
    LedgerPayment,
    LedgerPaymentMethod,
    LedgerPreferences,
    LedgerRef,
    LedgerTaxCode,
)
from domain.model.commands import (
    ApplyCredit,
    Command,
    DeleteCreditMemo,
    PostCreditMemo,
    PostCustomer,
    PostInvoice,
    PostPayment,
    VoidTransaction,
)
from domain.model.outcomes import Applied, Evidence, RefusalReason, Refused
from domain.model.questions import (
    AccountWithId,
    BooksSettings,
    CreditMemoNumbered,
    CreditMemoWithId,
    CreditsAppliedFor,
    CustomerEmailed,
    CustomerLike,
    CustomerNamed,
    CustomerWithId,
    EmployeeNamed,
    Everything,
    InvoiceNumbered,
    InvoiceWithId,
    ItemWithId,
    LedgerList,
    PaymentMethodWithId,
    PaymentReferenced,
    PaymentWithId,
    Question,
    TaxCodeWithId,
    VendorNamed,
)
from tests.fakes.clock import NOON

Held = TypeVar("Held", bound=LedgerObject)

MOVES_BY_ITSELF = frozenset({"ref", "balance", "remaining", "marker"})

BY_ID: dict[type[Question], type[LedgerObject]] = {
    CustomerWithId: LedgerCustomer,
    InvoiceWithId: LedgerInvoice,
    PaymentWithId: LedgerPayment,
    CreditMemoWithId: LedgerCreditMemo,
    ItemWithId: LedgerItem,
    AccountWithId: LedgerAccount,
    PaymentMethodWithId: LedgerPaymentMethod,
    TaxCodeWithId: LedgerTaxCode,
}


LISTS: dict[LedgerList, type[LedgerObject]] = {
    LedgerList.ITEMS: LedgerItem,
    LedgerList.ACCOUNTS: LedgerAccount,
    LedgerList.CUSTOMERS: LedgerCustomer,
    LedgerList.PAYMENT_METHODS: LedgerPaymentMethod,
    LedgerList.TAX_CODES: LedgerTaxCode,
}


def refusal(reason: RefusalReason, object_id: str | None = None) -> Refused:
    return Refused(reason=reason, evidence=Evidence(), object_id=object_id)


@dataclass(slots=True)
class FakeBooks:
    """Everything in them by its id; `made` is what came by `post`, oldest first. Their clock says `now`."""

    objects: dict[str, LedgerObject] = field(default_factory=dict)
    vendors: list[str] = field(default_factory=list)
    made: list[LedgerRef] = field(default_factory=list)
    now: datetime = NOON
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def add_item(self, name: str = "Dues", **fields: object) -> LedgerItem:
        given: dict[str, object] = {"active": True, "type": "Service", "income_account": "4000"}
        return self._put(LedgerItem(ref=self._new("Item"), name=name, **(given | fields)))  # type: ignore[arg-type] # its own fields

    def add_account(self, name: str = "Discounts given", type_: str = "Income") -> LedgerAccount:
        return self._put(LedgerAccount(ref=self._new("Account"), name=name, active=True, type=type_))

    def add_payment_method(self, name: str = "Check") -> LedgerPaymentMethod:
        return self._put(LedgerPaymentMethod(ref=self._new("PaymentMethod"), name=name, active=True))

    def add_tax_code(self, name: str = "California", id_: str | None = None) -> LedgerTaxCode:
        """Add a code; in the US two are there by themselves, under the ids TAX and NON."""
        ref = LedgerRef(entity="TaxCode", id=id_, version="0") if id_ else self._new("TaxCode")
        return self._put(LedgerTaxCode(ref=ref, name=name, active=True))

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

    def add_credit_memo(self, number: str, *, of: LedgerCustomer, total: str = "50.00") -> LedgerCreditMemo:
        ref, amount = self._new("CreditMemo"), Decimal(total)
        return self._put(
            LedgerCreditMemo(ref=ref, number=number, customer_id=of.ref.id, total=amount, remaining=amount)
        )

    def change(self, held: Held, **fields: object) -> Held:
        """Change an object as a person does it: by hand, and to a new version."""
        changed = replace(held, ref=_next_version(held.ref), **fields)  # type: ignore[arg-type] # its own fields
        return self._put(changed)

    def answer(self, question: Question) -> tuple[LedgerObject, ...]:
        return tuple(held for held in self.objects.values() if _answers(held, question))

    def post(self, command: Command) -> Applied | Refused:
        before = _changed_by(command)
        if before and before.id not in self.objects:
            return refusal(RefusalReason.REFERENCE_INACTIVE)
        if before and self.objects[before.id].ref != before:
            return refusal(RefusalReason.CHANGED)
        return self._carry_out(command)

    def _carry_out(self, command: Command) -> Applied | Refused:  # noqa: PLR0911 - one for each command
        match command:
            case PostCustomer():
                return self._post_customer(command)
            case PostInvoice():
                return self._post_invoice(command)
            case PostPayment():
                return self._post_payment(command)
            case PostCreditMemo():
                return self._post_credit_memo(command)
            case ApplyCredit():
                return self._apply_credit(command)
            case VoidTransaction(target=target):
                return self._void(target)
            case DeleteCreditMemo(target=target):
                del self.objects[target.id]
                return Applied(ref=target, evidence=Evidence())

    def _post_credit_memo(self, command: PostCreditMemo) -> Applied | Refused:
        relief = command.relief
        for holder in self._others(LedgerCreditMemo, command.replaces):
            if alike(holder.number, relief.reference):
                return refusal(RefusalReason.NUMBER_TAKEN, holder.ref.id)
        ref = self._ref("CreditMemo", command.replaces)
        return self._write(
            LedgerCreditMemo(
                ref=ref,
                number=relief.reference,
                customer_id=command.customer_id,
                total=relief.total,
                remaining=relief.total - self._used(ref.id),
                marker=command.marker,
            )
        )

    def _apply_credit(self, command: ApplyCredit) -> Applied | Refused:
        memo = self.objects.get(command.memo_id)
        used = sum((amount for _, amount in command.applied), Decimal())
        if not isinstance(memo, LedgerCreditMemo) or used > memo.remaining:
            return refusal(RefusalReason.CANNOT_BE_APPLIED)
        if any(not self._takes(command.customer_id, *part) for part in command.applied):
            return refusal(RefusalReason.CANNOT_BE_APPLIED)
        applied = self._write(
            LedgerPayment(
                ref=self._new("Payment"),
                reference=command.relief.reference,
                customer_id=command.customer_id,
                total=Decimal(),
                applied=command.applied,
                credits=((memo.ref.id, used),),
                marker=command.marker,
            )
        )
        self._rebalance({memo.ref.id, *dict(command.applied)})
        return applied

    def _takes(self, customer_id: str, invoice_id: str, amount: Decimal) -> bool:
        invoice = self.objects.get(invoice_id)
        is_theirs = isinstance(invoice, LedgerInvoice) and invoice.customer_id == customer_id
        return is_theirs and isinstance(invoice, LedgerInvoice) and amount <= invoice.balance

    def _void(self, target: LedgerRef) -> Applied:
        """Amounts and ties are gone; what was tied is open again."""
        held, nothing = self.objects[target.id], Decimal()
        ref = _next_version(held.ref)
        match held:
            case LedgerInvoice():
                self._put(replace(held, ref=ref, total=nothing, balance=nothing, voided=True))
                self._untie(target.id)
            case LedgerPayment():
                self._put(replace(held, ref=ref, total=nothing, applied=(), credits=(), voided=True))
                self._rebalance({each for each, _ in (*held.applied, *held.credits)})
        return Applied(ref=self.objects[target.id].ref, total=nothing, evidence=Evidence())

    def _untie(self, invoice_id: str) -> None:
        for payment in list(self._others(LedgerPayment, None)):
            kept = tuple(part for part in payment.applied if part[0] != invoice_id)
            if kept != payment.applied:
                self.change(payment, applied=kept)

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
            match self.objects.get(invoice_id):
                case LedgerInvoice() as invoice:
                    self.change(invoice, balance=invoice.total - self._settled(invoice_id))
                case LedgerCreditMemo() as memo:
                    self.change(memo, remaining=memo.total - self._used(memo.ref.id))

    def _settled(self, invoice_id: str) -> Decimal:
        payments = self._others(LedgerPayment, None)
        return sum((dict(payment.applied).get(invoice_id, Decimal()) for payment in payments), Decimal())

    def _used(self, memo_id: str) -> Decimal:
        payments = self._others(LedgerPayment, None)
        return sum((dict(payment.credits).get(memo_id, Decimal()) for payment in payments), Decimal())

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
        written = self._put(written)
        return Applied(ref=written.ref, total=getattr(written, "total", None), evidence=Evidence())

    def _put(self, held: Held) -> Held:
        held = replace(held, ref=replace(held.ref, imprint=self._imprint(held)))
        self.objects[held.ref.id] = held
        return held

    def _imprint(self, held: LedgerObject) -> Imprint:
        """All that is said of it but what moves by itself."""
        fields = {name: getattr(held, name) for name in type(held).__slots__ if name not in MOVES_BY_ITSELF}
        return Imprint(form="fake", digest=repr(fields), at=self.now)

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


def _answers_exactly(held: LedgerObject, question: Question) -> bool:  # noqa: PLR0911 - one for each question
    match question, held:
        case CustomerNamed(name=name), LedgerCustomer():
            return alike(held.name, name)
        case InvoiceNumbered(number=number), LedgerInvoice():
            return alike(held.number, number)
        case CreditMemoNumbered(number=number), LedgerCreditMemo():
            return alike(held.number, number)
        case CreditsAppliedFor(customer_id=customer_id), LedgerPayment():
            return held.customer_id == customer_id and not held.total
        case PaymentReferenced(reference=reference, customer_id=customer_id), LedgerPayment():
            return alike(held.reference, reference) and held.customer_id == customer_id
        case BooksSettings(), _:
            return isinstance(held, LedgerPreferences)
        case Everything(of=of), _:
            return isinstance(held, LISTS[of]) and getattr(held, "active", False)
        case _:
            of_id = BY_ID.get(type(question))
            return (
                of_id is not None and isinstance(held, of_id) and held.ref.id == getattr(question, "id", "")
            )


def _changed_by(command: Command) -> LedgerRef | None:
    match command:
        case VoidTransaction(target=target) | DeleteCreditMemo(target=target):
            return target
        case ApplyCredit():
            return None
        case _:
            return command.replaces


def _next_version(ref: LedgerRef) -> LedgerRef:
    return replace(ref, version=str(int(ref.version) + 1))
