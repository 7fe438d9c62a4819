"""A void takes a transaction back, once, and says so where there is nothing to take back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.model.books import LedgerObject
from domain.model.commands import DeleteCreditMemo, Draft, DraftOperation, VoidTransaction
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import EntryOperation
from domain.model.records import Record
from domain.model.verdicts import Adopt, Done, Fail, GiveWay, Post, Resend
from domain.rules import voids
from domain.rules.decide import questions
from domain.rules.entries import NEVER_THERE
from domain.rules.voids import GONE
from tests.builders import a_credit, a_payment, a_ref, an_attempt, an_entry, an_invoice, stored
from tests.unit.rules.dossiers import (
    ACME,
    COMPANY,
    a_dossier,
    a_held_invoice,
    a_held_memo,
    a_held_payment,
    error_of,
    mark,
    verdict_on,
)

INVOICE = an_invoice(ACME, number="1001")
PAYMENT = a_payment(INVOICE, reference="CHK 1")
CREDIT = a_credit(INVOICE, reference="CR-5")
NOTHING = Decimal()
VOIDING = Draft(entity="Invoice", body="{}", operation=DraftOperation.VOID)
DELETING = Draft(entity="CreditMemo", body="{}", operation=DraftOperation.DELETE)


def test_nothing_else_may_be_a_void() -> None:
    assert voids.candidates(INVOICE, a_void_of(INVOICE), Facts()) == ()


def a_void_of(record: Record, *, sent: Draft | None = None, **fields: object) -> Dossier:
    attempt = an_attempt(an_entry(stored(record, COMPANY)), draft=sent) if sent else None
    given: dict[str, object] = {"operation": EntryOperation.VOID, "voided": True, "unsettled": attempt}
    return a_dossier(record, **(given | fields))  # type: ignore[arg-type]  # a_dossier's own


def a_tie(**fields: object) -> LedgerObject:
    given: dict[str, object] = {
        "ref": a_ref("Payment", "202"),
        "total": NOTHING,
        "applied": (("145", Decimal("50.00")),),
        "credits": (("201", Decimal("50.00")),),
    }
    return a_held_payment("CR-5", **(given | fields))


def test_an_invoice_and_a_payment_are_voided() -> None:
    of_invoice, of_payment = a_void_of(INVOICE), a_void_of(PAYMENT)
    invoice = a_held_invoice(marker=mark(of_invoice))
    payment = a_held_payment("CHK 1", marker=mark(of_payment))
    assert verdict_on(of_invoice, invoice) == Post(VoidTransaction(target=invoice.ref))
    assert verdict_on(of_payment, payment) == Post(VoidTransaction(target=payment.ref))


def test_what_is_void_already_is_done() -> None:
    dossier = a_void_of(INVOICE, linked="145")
    void = a_held_invoice(total=NOTHING, balance=NOTHING, voided=True)
    assert verdict_on(dossier, void) == Adopt(void.ref)


@pytest.mark.parametrize("record", [INVOICE, PAYMENT, CREDIT], ids=["an invoice", "a payment", "a credit"])
def test_where_there_is_nothing_nothing_is_done(record: Record) -> None:
    assert verdict_on(a_void_of(record)) == Done(NEVER_THERE)
    assert verdict_on(a_void_of(record, linked="145")) == GONE


def test_a_contact_is_never_voided() -> None:
    dossier = a_void_of(ACME)
    assert questions(dossier) == ()
    assert isinstance(verdict_on(dossier), Done)


def test_a_credit_is_un_applied_and_then_deleted() -> None:
    dossier = a_void_of(CREDIT, linked="201")
    memo, tie = a_held_memo(), a_tie()
    assert verdict_on(dossier, memo, tie) == Post(VoidTransaction(target=tie.ref))
    assert verdict_on(dossier, memo) == Post(DeleteCreditMemo(target=memo.ref))


def test_a_tie_that_holds_other_credits_as_well_is_not_voided() -> None:
    dossier = a_void_of(CREDIT, linked="201")
    memo = a_held_memo()
    verdict = verdict_on(dossier, memo, a_tie(credits=(("201", NOTHING), ("9", NOTHING))))
    assert verdict == Fail(error_of(verdict), ref=memo.ref)
    assert error_of(verdict).code == "credit_used_elsewhere"


def test_a_lost_void_that_shows_is_done_and_one_that_does_not_is_sent_again() -> None:
    dossier = a_void_of(INVOICE, linked="145", sent=VOIDING)
    void = a_held_invoice(total=NOTHING, balance=NOTHING, voided=True)
    assert verdict_on(dossier, void) == Adopt(void.ref)
    assert dossier.unsettled
    assert verdict_on(dossier, a_held_invoice()) == Resend(dossier.unsettled)


def test_a_lost_un_applying_of_a_credit_leads_to_its_deletion() -> None:
    un_applying = Draft(entity="Payment", body="{}", operation=DraftOperation.VOID)
    dossier = a_void_of(CREDIT, linked="201", sent=un_applying)
    assert verdict_on(dossier, a_held_memo()) == Post(DeleteCreditMemo(target=a_held_memo().ref))
    assert dossier.unsettled
    assert verdict_on(dossier, a_held_memo(), a_tie()) == Resend(dossier.unsettled)


def test_a_lost_deletion_is_seen_by_the_memo_that_is_gone() -> None:
    dossier = a_void_of(CREDIT, linked="201", sent=DELETING)
    assert verdict_on(dossier) == GONE
    assert dossier.unsettled
    assert verdict_on(dossier, a_held_memo()) == Resend(dossier.unsettled)


def test_what_is_voided_is_not_sent_any_more() -> None:
    assert verdict_on(a_dossier(INVOICE, voided=True)) == GiveWay()
