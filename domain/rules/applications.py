"""Which invoices of the books a payment, a credit or a write-off settles, and what is open on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.model.books import LedgerInvoice
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import SyncError
from domain.model.questions import InvoiceNumbered, InvoiceWithId
from domain.model.records import Application, Invoice, Payment, RecordKey, RecordKind, Relief
from domain.rules.failures import failure
from domain.rules.needs import customer_id, linked_id
from domain.rules.skipping import is_older_than_we

Sums = Mapping[str, Decimal]
"""What is applied, by the id of the invoice."""

NAMES = {
    RecordKind.PAYMENT: "Payment",
    RecordKind.CREDIT: "Credit",
    RecordKind.WRITE_OFF: "Write-off",
}


def invoice_questions(txn: Payment | Relief, dossier: Dossier) -> tuple[InvoiceWithId | InvoiceNumbered, ...]:
    """What is still open on the invoices that it settles."""
    return tuple(_question(application, dossier) for application in txn.applied_to)


def wanted(txn: Payment | Relief, dossier: Dossier, facts: Facts) -> Sums | SyncError:
    """The sum for each invoice, also for one that is settled in two parts; or why one is not there."""
    sums: dict[str, Decimal] = {}
    for application in txn.applied_to:
        target = _target(txn, application, dossier, facts)
        if not isinstance(target, LedgerInvoice):
            return target
        sums[target.ref.id] = sums.get(target.ref.id, Decimal()) + application.amount
    return sums


def over_applied(
    txn: Payment | Relief, sums: Sums, dossier: Dossier, facts: Facts, *, given_back: Sums
) -> SyncError | None:
    """The first invoice that has less open than it gets; `given_back` is what an update frees before."""
    for application in txn.applied_to:
        for invoice in facts.invoices(_question(application, dossier)):
            amount = sums.get(invoice.ref.id, Decimal())
            balance = invoice.balance + given_back.get(invoice.ref.id, Decimal())
            if amount > balance:
                number = _number_of(application, dossier)
                return _over_applied(txn, number, amount=amount, balance=balance)
    return None


def sums_of(applied: Sequence[tuple[str, Decimal]]) -> Sums:
    """The lines of a payment by invoice: several may name the same."""
    sums: dict[str, Decimal] = {}
    for invoice_id, amount in applied:
        sums[invoice_id] = sums.get(invoice_id, Decimal()) + amount
    return sums


def _question(application: Application, dossier: Dossier) -> InvoiceWithId | InvoiceNumbered:
    if key := _key_in_the_books(application, dossier):
        return InvoiceWithId(id=linked_id(dossier, key))
    return InvoiceNumbered(number=_number_of(application, dossier))


def _key_in_the_books(application: Application, dossier: Dossier) -> RecordKey | None:
    """The invoice that we brought there; None for one that is older, or was skipped as such."""
    key = application.invoice_key
    return None if key is None or is_older_than_we(key, dossier.needs[key]) else key


def _target(
    txn: Payment | Relief, application: Application, dossier: Dossier, facts: Facts
) -> LedgerInvoice | SyncError:
    """The customer's own invoice, or why there is none."""
    found = [each for each in facts.invoices(_question(application, dossier)) if not each.voided]
    number = _number_of(application, dossier)
    for invoice in found:
        if invoice.customer_id == customer_id(txn, dossier):
            return invoice
    if found:
        return _somebody_elses(txn, application, dossier, found)
    if key := _key_in_the_books(application, dossier):
        known = {"invoice": key.external_ref}
        return failure("invoice_not_found", subject=f"number {number}", known=known, number=number)
    code = "payment_invoice_not_found" if isinstance(txn, Payment) else "credit_invoice_not_found"
    return failure(code, subject=f"number {number}", ref=txn.reference, number=number)


def _somebody_elses(
    txn: Payment | Relief, application: Application, dossier: Dossier, found: Sequence[LedgerInvoice]
) -> SyncError:
    """QBO has one text for several causes, which the invoice tells apart.

    One of the same contact was the customer's own, until somebody merged the customer or moved the
    invoice. Any other that was submitted here belongs to its own contact, so the payer is the wrong
    one; one that was there before only happens to have the number.
    """
    number = _number_of(application, dossier)
    if _is_of_same_contact(txn, application, dossier):
        return failure("invoice_moved", subject=str(txn.contact_key), number=number)
    is_named = _key_in_the_books(application, dossier) is not None
    is_ours = is_named or any(invoice.marker for invoice in found)
    code = "invoice_of_other_customer" if is_ours else "invoice_number_conflict"
    return failure(code, subject=f"number {number}", number=number)


def _is_of_same_contact(txn: Payment | Relief, application: Application, dossier: Dossier) -> bool:
    key = _key_in_the_books(application, dossier)
    match dossier.needs[key].record if key else None:
        case Invoice(contact=contact):
            return contact == txn.contact
        case _:
            return False


def _number_of(application: Application, dossier: Dossier) -> str:
    key = application.invoice_key
    match dossier.needs[key].record if key else None:
        case Invoice(number=number):
            return number
        case _:
            return application.invoice_number or application.invoice or ""


def _over_applied(txn: Payment | Relief, number: str, *, amount: Decimal, balance: Decimal) -> SyncError:
    return failure(
        "over_applied",
        subject=str(txn.key),
        kind=NAMES[txn.kind],
        ref=txn.reference,
        number=number,
        amount=f"{amount:.2f}",
        balance=f"{balance:.2f}",
    )
