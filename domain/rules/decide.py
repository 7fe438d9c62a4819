"""Decide what to do with one claimed entry: first what to ask, then what to do."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model.attempts import Attempt
from domain.model.books import LedgerCustomer, LedgerInvoice, LedgerPayment, Question
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import MAX_ATTEMPTS
from domain.model.records import Contact, Invoice, Payment
from domain.model.verdicts import Adopt, Fail, GiveWay, Resend, Verdict
from domain.rules import contacts, invoices, payments
from domain.rules.adopt import candidate_context
from domain.rules.links import is_settled_by_hand
from domain.rules.markers import is_current
from domain.rules.refusals import outcome_unknown


def questions(dossier: Dossier) -> tuple[Question, ...]:
    """What must be known of the books; nothing, when our own data decides already."""
    if dossier.unsettled:
        return _traces(dossier)
    if blocked(dossier):
        return ()
    match dossier.record:
        case Contact() as contact:
            return contacts.questions(contact, dossier)
        case Invoice() as invoice:
            return invoices.questions(invoice, dossier)
        case Payment() as payment:
            return payments.questions(payment, dossier)


def decide(dossier: Dossier, facts: Facts) -> Verdict:
    """What to do now. An unknown outcome is settled before anything else is thought of."""
    if dossier.unsettled:
        return _settle(dossier, dossier.unsettled, facts)
    return blocked(dossier) or _by_the_books(dossier, facts)


def blocked(dossier: Dossier) -> Verdict | None:
    """What our own data decides."""
    if dossier.record.source_version > dossier.entry.source_version:
        return GiveWay()
    match dossier.record:
        case Contact() as contact:
            return contacts.blocker(contact, dossier)
        case Invoice() as invoice:
            return invoices.blocker(invoice, dossier)
        case Payment() as payment:
            return payments.blocker(payment, dossier)


def _by_the_books(dossier: Dossier, facts: Facts) -> Verdict:
    match dossier.record:
        case Contact() as contact:
            return contacts.decide(contact, dossier, facts)
        case Invoice() as invoice:
            return invoices.decide(invoice, dossier, facts)
        case Payment() as payment:
            return payments.decide(payment, dossier, facts)


def _settle(dossier: Dossier, unsettled: Attempt, facts: Facts) -> Verdict:
    """Ours is found by its marker; else the same request id and the same bytes go out again.

    Whatever else the books or our data say now must wait for that answer: it may be about
    what the first sending did. When the attempts are used up, this was the last look. A person
    who said meanwhile which object it is has settled it.
    """
    found = _candidates(dossier, facts)
    for candidate in found:
        if is_current(candidate.marker, dossier):
            return Adopt(candidate.ref)
    if is_settled_by_hand(dossier.entry, dossier.link):
        return _by_the_books(dossier, facts)
    if dossier.entry.attempts >= MAX_ATTEMPTS:
        unmarked = [candidate.ref.id for candidate in found if candidate.marker is None]
        return Fail(outcome_unknown(dossier, unsettled, candidate_context(unmarked)))
    return Resend(unsettled)


def _traces(dossier: Dossier) -> tuple[Question, ...]:
    """Where our own work would be found, whatever our own data says about sending it today."""
    match dossier.record:
        case Contact() as contact:
            return contacts.questions(contact, dossier)
        case Invoice() as invoice:
            return invoices.questions(invoice, dossier)
        case Payment() as payment:
            return payments.traces(payment, dossier)


def _candidates(dossier: Dossier, facts: Facts) -> Sequence[LedgerCustomer | LedgerInvoice | LedgerPayment]:
    match dossier.record:
        case Contact() as contact:
            return contacts.candidates(contact, dossier, facts)
        case Invoice() as invoice:
            return invoices.candidates(invoice, dossier, facts)
        case Payment() as payment:
            return payments.candidates(payment, dossier, facts)
