"""Decide how to take a transaction back: a void, or, of a credit memo, un-applying and deleting it."""

from __future__ import annotations

from domain.model.attempts import Attempt
from domain.model.books import LedgerInvoice, LedgerPayment
from domain.model.commands import DeleteCreditMemo, DraftOperation, VoidTransaction
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.questions import Question
from domain.model.records import Contact, Credit, Invoice, Payment, Record, Relief, WriteOff
from domain.model.verdicts import Adopt, Done, Fail, Post, Verdict
from domain.rules import invoices, payments, reliefs
from domain.rules.entries import NEVER_THERE
from domain.rules.failures import failure

GONE = Done("It is not in QuickBooks any more.")


def blocker(_: Record, __: Dossier) -> None:
    """Nothing of our own keeps a void back."""


def questions(record: Record, dossier: Dossier) -> tuple[Question, ...]:
    """Where the transaction is found."""
    match record:
        case Invoice() as invoice:
            return invoices.questions(invoice, dossier)
        case Payment() as payment:
            return payments.traces(payment, dossier)
        case Credit() | WriteOff() as relief:
            return reliefs.memo_questions(relief, dossier)
        case Contact():
            return ()


traces = questions


def candidates(_: Record, __: Dossier, ___: Facts) -> tuple[()]:
    """A void is of what we know; nothing else may be it."""
    return ()


def decide(record: Record, dossier: Dossier, facts: Facts) -> Verdict:
    """Void it, unless it is void, or was never there."""
    match record:
        case Invoice() as invoice:
            return _void(dossier, invoices.own_of(invoice, dossier, facts))
        case Payment() as payment:
            return _void(dossier, payments.own_of(payment, dossier, facts))
        case Credit() | WriteOff() as relief:
            return _take_back(relief, dossier, facts)
        case Contact():
            return _absent(dossier)


def landed(record: Record, dossier: Dossier, unsettled: Attempt, facts: Facts) -> Verdict | None:
    """What is left to do, unless that is just what was sent: then nobody sees that it was done."""
    verdict = decide(record, dossier, facts)
    match verdict:
        case Post(command=VoidTransaction()):
            sent_again = unsettled.sent.operation is DraftOperation.VOID
        case Post(command=DeleteCreditMemo()):
            sent_again = unsettled.sent.operation is DraftOperation.DELETE
        case _:
            sent_again = False
    return None if sent_again else verdict


def _void(dossier: Dossier, own: LedgerInvoice | LedgerPayment | None) -> Verdict:
    if own is None:
        return _absent(dossier)
    return Adopt(own.ref) if own.voided else Post(VoidTransaction(target=own.ref))


def _take_back(relief: Relief, dossier: Dossier, facts: Facts) -> Verdict:
    """Un-apply it, then delete it. A payment that ties other credits as well is not ours to void."""
    own = reliefs.own_of(relief, dossier, facts)
    if own is None:
        return _absent(dossier)
    for tie in reliefs.applications(relief, dossier, facts, own):
        if len(tie.credits) > 1:
            error = failure("credit_used_elsewhere", subject=str(relief.key), ref=relief.reference)
            return Fail(error, ref=own.ref)
        return Post(VoidTransaction(target=tie.ref))
    return Post(DeleteCreditMemo(target=own.ref))


def _absent(dossier: Dossier) -> Done:
    return GONE if dossier.link else Done(NEVER_THERE)
