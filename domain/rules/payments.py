"""Decide what to do with a payment, given what the books hold."""

from __future__ import annotations

from decimal import Decimal

from domain.model.books import (
    InvoiceNumbered,
    InvoiceWithId,
    LedgerInvoice,
    LedgerPayment,
    PaymentReferenced,
    PaymentWithId,
    PostPayment,
    Question,
)
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import SyncError
from domain.model.records import Application, Invoice, Payment
from domain.model.verdicts import Adopt, Fail, Post, Verdict
from domain.rules.currencies import currency_error
from domain.rules.failures import failure
from domain.rules.limits import check_fields
from domain.rules.markers import is_current, is_ours, marker_of
from domain.rules.needs import contact_name, customer_id, linked_id, unmet


def blocker(payment: Payment, dossier: Dossier) -> Verdict | None:
    """What our own data already decides: a limit, or a need that is missing."""
    error = check_fields(payment) or currency_error(payment, dossier)
    return Fail(error) if error else unmet(dossier)


def traces(payment: Payment, dossier: Dossier) -> tuple[PaymentReferenced | PaymentWithId, ...]:
    """Where this very payment is found, if it is in the books: under its reference, and by its link."""
    contact = dossier.needs[payment.contact_key].link
    used = (PaymentReferenced(reference=payment.reference, customer_id=contact.ref.id),) if contact else ()
    return (*used, PaymentWithId(id=dossier.link.ref.id)) if dossier.link else used


def questions(payment: Payment, dossier: Dossier) -> tuple[Question, ...]:
    """Whether its reference is used, and what is still open on the invoices it settles."""
    settled = (_invoice_question(application, dossier) for application in payment.applied_to)
    return (*traces(payment, dossier), *settled)


def candidates(payment: Payment, dossier: Dossier, facts: Facts) -> list[LedgerPayment]:
    """What may be this very payment."""
    return [holder for question in traces(payment, dossier) for holder in facts.payments(question)]


def decide(payment: Payment, dossier: Dossier, facts: Facts) -> Verdict:
    """Post it with all its lines, once every invoice is there and open enough.

    A reference may come twice in the billing system, as one check for two payments does;
    only a payment that nobody here made stands in the way.
    """
    found = candidates(payment, dossier, facts)
    own = next((holder for holder in found if _is_own(holder, dossier)), None)
    if dossier.link and own is None:
        return Fail(failure("changed_in_quickbooks", subject=str(payment.key)))
    if own and is_current(own.marker, dossier):
        return Adopt(own.ref)
    if any(holder.marker is None and not _is_own(holder, dossier) for holder in found):
        return Fail(_reference_taken(payment, dossier))
    return _apply(payment, dossier, facts, own)


def _is_own(holder: LedgerPayment, dossier: Dossier) -> bool:
    linked = dossier.link is not None and dossier.link.ref.id == holder.ref.id
    return linked or is_ours(holder.marker, dossier)


def _reference_taken(payment: Payment, dossier: Dossier) -> SyncError:
    return failure(
        "payment_already_exists",
        subject=str(payment.key),
        ref=payment.reference,
        customer=contact_name(payment, dossier),
    )


def _apply(payment: Payment, dossier: Dossier, facts: Facts, own: LedgerPayment | None) -> Verdict:
    """One line for each invoice, also for one that is settled in two parts."""
    applied: dict[str, Decimal] = {}
    for application in payment.applied_to:
        target = _target(payment, application, dossier, facts)
        if not isinstance(target, LedgerInvoice):
            return Fail(target)
        amount = applied[target.ref.id] = applied.get(target.ref.id, Decimal()) + application.amount
        balance = target.balance + _given_back(target, own)
        if amount > balance:
            number = _number_of(application, dossier)
            return Fail(_over_applied(payment, number, amount=amount, balance=balance))
    return Post(
        PostPayment(
            payment=payment,
            customer_id=customer_id(payment, dossier),
            applied=tuple(applied.items()),
            marker=marker_of(dossier),
            replaces=own.ref if own else None,
        )
    )


def _invoice_question(application: Application, dossier: Dossier) -> InvoiceWithId | InvoiceNumbered:
    if key := application.invoice_key:
        return InvoiceWithId(id=linked_id(dossier, key))
    return InvoiceNumbered(number=application.invoice_number or "")


def _target(
    payment: Payment, application: Application, dossier: Dossier, facts: Facts
) -> LedgerInvoice | SyncError:
    """The customer's own invoice, or why there is none."""
    found = facts.invoices(_invoice_question(application, dossier))
    number = _number_of(application, dossier)
    for invoice in found:
        if invoice.customer_id == customer_id(payment, dossier):
            return invoice
    if found:
        return failure("invoice_of_other_customer", subject=f"number {number}", number=number)
    if application.invoice:
        return failure("invoice_not_found", subject=f"number {number}", number=number)
    return failure(
        "payment_invoice_not_found", subject=f"number {number}", ref=payment.reference, number=number
    )


def _number_of(application: Application, dossier: Dossier) -> str:
    key = application.invoice_key
    match dossier.needs[key].record if key else None:
        case Invoice(number=number):
            return number
        case _:
            return application.invoice_number or application.invoice or ""


def _given_back(invoice: LedgerInvoice, own: LedgerPayment | None) -> Decimal:
    """An update gives back what it had applied before."""
    before = own.applied if own else ()
    return sum((amount for invoice_id, amount in before if invoice_id == invoice.ref.id), Decimal())


def _over_applied(payment: Payment, number: str, *, amount: Decimal, balance: Decimal) -> SyncError:
    return failure(
        "over_applied",
        subject=str(payment.key),
        ref=payment.reference,
        number=number,
        amount=f"{amount:.2f}",
        balance=f"{balance:.2f}",
    )
