"""Whether an object of the books is the record: what a person says, checked before it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import AlreadyLinked, NotTheSame
from domain.model.books import LedgerCreditMemo, LedgerCustomer, LedgerInvoice, LedgerPayment
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.questions import (
    CreditMemoWithId,
    CustomerWithId,
    InvoiceNumbered,
    InvoiceWithId,
    PaymentWithId,
    Question,
)
from domain.model.records import Contact, Credit, Invoice, Payment, Record, RecordKey, Relief, WriteOff
from domain.rules.markers import is_ours

Adoptable = LedgerCustomer | LedgerInvoice | LedgerPayment | LedgerCreditMemo


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field in which they differ; both values are None where they would name a person."""

    field: str
    ours: str | None
    theirs: str | None


def questions(record: Record, object_id: str) -> tuple[Question, ...]:
    """The object itself, and the invoices that a payment names by their numbers."""
    match record:
        case Contact():
            return (CustomerWithId(id=object_id),)
        case Invoice():
            return (InvoiceWithId(id=object_id),)
        case Payment():
            return (PaymentWithId(id=object_id), *_numbered(record))
        case Credit() | WriteOff():
            return (CreditMemoWithId(id=object_id),)


def found(record: Record, object_id: str, facts: Facts) -> Adoptable | None:
    """The object of the record's kind, if it is there; one that was voided or made inactive is not."""
    held: Sequence[Adoptable]
    match record:
        case Contact():
            held = [each for each in facts.customers(CustomerWithId(id=object_id)) if each.active]
        case Invoice():
            held = [each for each in facts.invoices(InvoiceWithId(id=object_id)) if not each.voided]
        case Payment():
            held = [each for each in facts.payments(PaymentWithId(id=object_id)) if not each.voided]
        case Credit() | WriteOff():
            held = facts.credit_memos(CreditMemoWithId(id=object_id))
    return next(iter(held), None)


def differences(dossier: Dossier, held: Adoptable, facts: Facts) -> tuple[Difference, ...]:
    """Every field in which the object is not the record; none means that it is the same."""
    match dossier.record, held:
        case Contact() as contact, LedgerCustomer():
            return tuple(_of_contact(contact, held))
        case Invoice() as invoice, LedgerInvoice():
            return tuple(_of_invoice(invoice, held, dossier))
        case Payment() as payment, LedgerPayment():
            return tuple(_of_payment(payment, held, dossier, facts))
        case Credit() | WriteOff() as relief, LedgerCreditMemo():
            return tuple(_of_relief(relief, held, dossier))
        case _:
            raise TypeError("The object is of another kind than the record")


def check_same(dossier: Dossier, held: Adoptable, facts: Facts) -> None:
    """Raise NotTheSame where they differ, AlreadyLinked where another record of ours made the object."""
    if held.marker is not None and not is_ours(held.marker, dossier):
        raise AlreadyLinked
    if unlike := differences(dossier, held, facts):
        names = ", ".join(each.field for each in unlike)
        raise NotTheSame(f"It differs in: {names}.", fields=names, **_values(unlike))


def candidate_context(ids: Iterable[str]) -> dict[str, str]:
    """What an error says of the objects that it may be."""
    known = tuple(dict.fromkeys(ids))
    match known:
        case ():
            return {}
        case (only,):
            return {"candidate": only}
        case _:
            return {"candidates": ", ".join(known)}


def _values(unlike: Iterable[Difference]) -> dict[str, str]:
    """Both values of each, where they may be told: ours by the name of the field."""
    values: dict[str, str] = {}
    for each in unlike:
        told = {each.field: each.ours, f"{each.field}_in_quickbooks": each.theirs}
        values |= {name: value for name, value in told.items() if value is not None}
    return values


def _of_contact(contact: Contact, held: LedgerCustomer) -> Iterable[Difference]:
    if not _alike(contact.display_name, held.name):
        yield Difference(field="display_name", ours=None, theirs=None)
    yield from _unlike("currency", contact.currency, held.currency or contact.currency)


def _of_invoice(invoice: Invoice, held: LedgerInvoice, dossier: Dossier) -> Iterable[Difference]:
    yield from _unlike("customer", _object_id(dossier, invoice.contact_key), held.customer_id)
    yield from _unlike("number", invoice.number, held.number)
    yield from _unlike("total", _money(invoice.total), _money(held.total))
    yield from _unlike("currency", invoice.currency, held.currency or invoice.currency)


def _of_payment(
    payment: Payment, held: LedgerPayment, dossier: Dossier, facts: Facts
) -> Iterable[Difference]:
    yield from _unlike("customer", _object_id(dossier, payment.contact_key), held.customer_id)
    yield from _unlike("reference", payment.reference, held.reference)
    yield from _unlike("total", _money(payment.amount), _money(held.total))
    yield from _unlike("currency", payment.currency, held.currency or payment.currency)
    ours = _listed(_applications(payment, held.customer_id, dossier, facts))
    yield from _unlike("applied_to", ours, _listed(held.applied))


def _of_relief(relief: Relief, held: LedgerCreditMemo, dossier: Dossier) -> Iterable[Difference]:
    """What of it is applied is compared as a sum: a credit memo does not say to what."""
    yield from _unlike("customer", _object_id(dossier, relief.contact_key), held.customer_id)
    yield from _unlike("reference", relief.reference, held.number)
    yield from _unlike("total", _money(relief.total), _money(held.total))
    yield from _unlike("currency", relief.currency, held.currency or relief.currency)
    applied = sum((each.amount for each in relief.applied_to), Decimal())
    yield from _unlike("applied", _money(applied), _money(held.total - held.remaining))


def _applications(
    payment: Payment, customer_id: str, dossier: Dossier, facts: Facts
) -> Iterable[tuple[str, Decimal]]:
    """The ids of the invoices and what settles each; one that is not in the books is a question mark."""
    for application in payment.applied_to:
        key = application.invoice_key
        invoice_id = _object_id(dossier, key) if key else None
        if application.invoice_number is not None:
            named = facts.invoices(InvoiceNumbered(number=application.invoice_number))
            invoice_id = next((each.ref.id for each in named if each.customer_id == customer_id), None)
        yield invoice_id or "?", application.amount


def _numbered(payment: Payment) -> tuple[InvoiceNumbered, ...]:
    numbers = (application.invoice_number for application in payment.applied_to)
    return tuple(InvoiceNumbered(number=number) for number in numbers if number is not None)


def _object_id(dossier: Dossier, key: RecordKey) -> str | None:
    link = dossier.needs[key].link
    return link.ref.id if link else None


def _listed(applied: Iterable[tuple[str, Decimal]]) -> str:
    """Each invoice once, in one order, as staff would write it: 145: 350.00."""
    sums: dict[str, Decimal] = {}
    for invoice_id, amount in applied:
        sums[invoice_id] = sums.get(invoice_id, Decimal()) + amount
    return ", ".join(f"{invoice_id}: {_money(amount)}" for invoice_id, amount in sorted(sums.items()))


def _unlike(field: str, ours: str | None, theirs: str | None) -> Iterable[Difference]:
    if ours is None or not _alike(ours, theirs):
        yield Difference(field=field, ours=ours, theirs=theirs)


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _alike(one: str, other: str | None) -> bool:
    """As QBO compares: without regard to case and to outer spaces."""
    return one.strip().lower() == (other or "").strip().lower()
