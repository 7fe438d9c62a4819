"""Decide what to do with one claimed entry: first what to ask, then what to do."""

from __future__ import annotations

from domain.model.attempts import Attempt
from domain.model.books import Question
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.records import Contact, Invoice, Payment
from domain.model.verdicts import Adopt, Resend, Verdict
from domain.rules import contacts, invoices, payments


def questions(dossier: Dossier) -> tuple[Question, ...]:
    """What must be known of the books; nothing, when our own data decides already."""
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
    verdict = blocked(dossier) or _by_the_books(dossier, facts)
    if dossier.unsettled:
        return _settle(dossier.unsettled, verdict)
    return verdict


def blocked(dossier: Dossier) -> Verdict | None:
    """What our own data decides."""
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


def _settle(unsettled: Attempt, verdict: Verdict) -> Verdict:
    """Ours is found by its marker; else the same request id and the same bytes go out again.

    Whatever else the books or our data say now must wait for that answer: it may be about
    what the first sending did.
    """
    return verdict if isinstance(verdict, Adopt) else Resend(unsettled)
