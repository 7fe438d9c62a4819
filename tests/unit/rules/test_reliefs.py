"""A credit or a write-off becomes a credit memo, and a payment of nothing that applies it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from domain.model.attempts import Attempt
from domain.model.books import LedgerObject
from domain.model.commands import ApplyCredit, Draft, DraftOperation, PostCreditMemo, VoidTransaction
from domain.model.dossiers import Dossier
from domain.model.questions import CreditMemoNumbered, CreditMemoWithId, CreditsAppliedFor, InvoiceWithId
from domain.model.records import Application, Relief
from domain.model.verdicts import Adopt, Fail, GiveWay, Post, Resend, Wait
from domain.rules.decide import questions
from tests.builders import a_credit, a_line, a_ref, a_write_off, an_attempt, an_entry, an_invoice, stored
from tests.unit.rules.dossiers import (
    ACME,
    COMPANY,
    SOMEBODY_ELSE,
    a_dossier,
    a_held_invoice,
    a_held_memo,
    a_held_payment,
    commanded,
    error_of,
    mark,
    older_mark,
    somebodys_mark,
    told,
    verdict_on,
)

INVOICE = an_invoice(ACME, number="1001")
CREDIT = a_credit(INVOICE, reference="CR-5")
WRITE_OFF = a_write_off(INVOICE, reference="CR-5")
each_relief = pytest.mark.parametrize("relief", [CREDIT, WRITE_OFF], ids=["a credit", "a write-off"])

UN_APPLYING = Draft(entity="Payment", body="{}", operation=DraftOperation.VOID)
APPLYING = Draft(entity="Payment", body="{}")
POSTING = Draft(entity="CreditMemo", body="{}")


def dossier_of(relief: Relief, *, linked: str | None = None, **fields: object) -> Dossier:
    return a_dossier(relief, linked=linked, invoices=[INVOICE], **fields)  # type: ignore[arg-type]  # a_dossier's own


def in_doubt_over(draft: Draft, relief: Relief = CREDIT, **fields: object) -> Dossier:
    return dossier_of(relief, unsettled=sent(draft), **fields)  # type: ignore[arg-type]  # a_dossier's own


def sent(draft: Draft) -> Attempt:
    return an_attempt(an_entry(stored(CREDIT, COMPANY)), draft=draft)


def memo_of(dossier: Dossier, **fields: object) -> LedgerObject:
    total = getattr(dossier.record, "total", Decimal())
    given: dict[str, object] = {"total": total, "remaining": total, "marker": mark(dossier)}
    return a_held_memo(**(given | fields))  # type: ignore[arg-type]  # its own fields


def a_tie(to: str = "145", amount: str = "50.00", **fields: object) -> LedgerObject:
    """Make the payment of nothing that ties credit memo 201 to an invoice."""
    part = Decimal(amount)
    given: dict[str, object] = {
        "ref": a_ref("Payment", "202"),
        "total": Decimal(),
        "applied": ((to, part),),
        "credits": (("201", part),),
    }
    return a_held_payment("CR-5", **(given | fields))


def test_the_books_are_asked_for_the_memo_what_of_it_is_applied_and_the_invoices() -> None:
    assert questions(dossier_of(CREDIT, linked="201")) == (
        CreditMemoNumbered(number="CR-5"),
        CreditMemoWithId(id="201"),
        CreditsAppliedFor(customer_id="61"),
        InvoiceWithId(id="145"),
    )


@each_relief
def test_the_credit_memo_is_posted_first(relief: Relief) -> None:
    command = commanded(verdict_on(dossier_of(relief), a_held_invoice()))
    assert isinstance(command, PostCreditMemo)
    assert (command.relief, command.customer_id, command.items) == (relief, "61", ("12",))
    assert command.replaces is None


@each_relief
def test_then_it_is_applied_to_its_invoice(relief: Relief) -> None:
    dossier = dossier_of(relief)
    command = commanded(verdict_on(dossier, a_held_invoice(), memo_of(dossier)))
    assert command == ApplyCredit(
        relief=relief,
        customer_id="61",
        memo_id="201",
        applied=(("145", relief.total),),
        marker=mark(dossier),
    )


def test_applied_as_it_should_be_it_is_done() -> None:
    dossier = dossier_of(CREDIT)
    memo = memo_of(dossier, remaining=Decimal())
    assert verdict_on(dossier, a_held_invoice(), memo, a_tie(marker=mark(dossier))) == Adopt(memo.ref)


def test_a_credit_that_is_applied_to_nothing_is_done_when_it_is_posted() -> None:
    dossier = a_dossier(a_credit(reference="CR-5"))
    memo = memo_of(dossier)
    assert verdict_on(dossier, memo) == Adopt(memo.ref)


def test_what_quickbooks_applied_by_itself_is_not_applied_again() -> None:
    dossier = dossier_of(CREDIT)
    memo = memo_of(dossier, remaining=Decimal("20.00"))
    command = commanded(verdict_on(dossier, a_held_invoice(), memo, a_tie(amount="30.00")))
    assert isinstance(command, ApplyCredit)
    assert command.applied == (("145", Decimal("20.00")),)


def test_a_tie_of_several_credits_to_one_invoice_tells_what_each_settles() -> None:
    dossier = dossier_of(CREDIT)
    memo = memo_of(dossier, remaining=Decimal())
    several = a_tie(
        applied=(("145", Decimal("80.00")),), credits=(("201", Decimal("50.00")), ("9", Decimal("30.00")))
    )
    assert verdict_on(dossier, a_held_invoice(), memo, several) == Adopt(memo.ref)


@pytest.mark.parametrize(
    "tie",
    [
        a_tie("999"),
        a_tie(
            applied=(("999", Decimal("40.00")), ("998", Decimal("40.00"))),
            credits=(("201", Decimal("50.00")), ("9", Decimal("30.00"))),
        ),
    ],
    ids=["on another invoice", "among others"],
)
def test_a_credit_that_is_used_elsewhere_needs_a_person_and_is_said_to_be_there(tie: LedgerObject) -> None:
    dossier = dossier_of(CREDIT)
    memo = memo_of(dossier, remaining=Decimal())
    verdict = verdict_on(dossier, a_held_invoice(), memo, tie)
    assert told(verdict) == (
        "credit_used_elsewhere",
        "Credit Ref#: CR-5 is applied to something else in QuickBooks",
    )
    assert isinstance(verdict, Fail)
    assert verdict.ref == memo.ref


def test_more_than_is_open_is_refused_before_anything_is_posted() -> None:
    verdict = verdict_on(dossier_of(CREDIT), a_held_invoice(balance=Decimal("49.99")))
    assert told(verdict) == (
        "over_applied",
        "Credit Ref#: CR-5 applies 50.00 to invoice Ref#: 1001, which has 49.99 open",
    )
    assert verdict == Fail(error_of(verdict))


def test_an_invoice_that_was_paid_meanwhile_leaves_a_credit_memo_that_is_not_applied() -> None:
    dossier = dossier_of(CREDIT)
    memo = memo_of(dossier)
    verdict = verdict_on(dossier, a_held_invoice(balance=Decimal()), memo)
    assert verdict == Fail(error_of(verdict), ref=memo.ref)
    assert error_of(verdict).code == "over_applied"


def test_another_total_than_billed_needs_a_person() -> None:
    dossier = a_dossier(a_credit(reference="CR-5"))
    verdict = verdict_on(dossier, memo_of(dossier, total=Decimal("54.00")))
    assert told(verdict) == ("tax_differs", "Ref#: CR-5 was billed as 50.00, and is 54.00 in QuickBooks")


@pytest.mark.parametrize("marked", [True, False], ids=["another record's", "a person's"])
def test_a_number_that_is_taken_is_refused(marked: bool) -> None:  # noqa: FBT001 - a case of the table
    theirs = a_held_memo("CR-5", marker=somebodys_mark() if marked else None)
    assert told(verdict_on(dossier_of(CREDIT), a_held_invoice(), theirs)) == (
        "document_number_conflict",
        "Duplicate Document Number: CR-5 is already used in QuickBooks",
    )


def test_a_linked_credit_memo_that_is_gone_needs_a_person() -> None:
    verdict = verdict_on(dossier_of(CREDIT, linked="201"), a_held_invoice())
    assert error_of(verdict).code == "changed_in_quickbooks"


def test_an_invoice_that_is_not_there_is_named() -> None:
    older = a_credit(
        reference="CR-5", applied_to=(Application(amount=Decimal("50.00"), invoice_number="998"),)
    )
    assert told(verdict_on(a_dossier(older))) == (
        "credit_invoice_not_found",
        "Credit Ref#: CR-5 Could not find applied invoice Ref#: 998",
    )


def test_a_void_invoice_is_not_there() -> None:
    void = a_held_invoice(total=Decimal(), balance=Decimal(), voided=True)
    assert told(verdict_on(dossier_of(CREDIT), void)) == ("invoice_not_found", "Invoice not found: 1001")


def test_an_invoice_of_another_customer_that_has_the_number_is_a_conflict() -> None:
    older = a_credit(
        reference="CR-5", applied_to=(Application(amount=Decimal("50.00"), invoice_number="998"),)
    )
    theirs = a_held_invoice("998", customer_id=SOMEBODY_ELSE)
    assert error_of(verdict_on(a_dossier(older), theirs)).code == "invoice_number_conflict"
    ours = replace(theirs, marker=somebodys_mark())
    assert error_of(verdict_on(a_dossier(older), ours)).code == "invoice_of_other_customer"


def test_a_fee_item_that_is_not_mapped_is_named() -> None:
    credit = a_credit(reference="CR-5", lines=(a_line("gala", "50.00"),))
    verdict = verdict_on(a_dossier(credit))
    assert told(verdict) == (
        "fee_item_not_mapped",
        "No fee item mapped for line item: invoice CR-5, price 50.00, quantity 1",
    )
    assert error_of(verdict).subject == "gala"


def test_an_income_account_that_is_not_mapped_is_named() -> None:
    verdict = verdict_on(a_dossier(a_write_off(reference="CR-5"), accounts=()))
    assert told(verdict) == (
        "write_off_account_not_mapped",
        "Error Adding Write-off There is no income account associated with the item Bad Debt.",
    )
    assert (error_of(verdict).subject, error_of(verdict).context) == ("4000", {"income_account": "4000"})


@each_relief
def test_it_waits_for_its_contact_and_its_invoice(relief: Relief) -> None:
    missing = [relief.contact_key, INVOICE.key]
    assert verdict_on(dossier_of(relief, missing=missing)) == Wait(tuple(missing))


@each_relief
def test_a_reference_that_is_too_long_is_refused_before_it_is_sent(relief: Relief) -> None:
    assert told(verdict_on(dossier_of(replace(relief, reference="C" * 22)))) == (
        "field_too_long",
        "Reference is too long: 22 characters, QuickBooks takes 21",
    )


def test_a_newer_version_is_un_applied_before_it_is_changed() -> None:
    dossier = dossier_of(replace(CREDIT, source_version=2), linked="201")
    memo = memo_of(dossier, marker=older_mark(dossier), remaining=Decimal())
    tie = a_tie(marker=older_mark(dossier))
    assert verdict_on(dossier, a_held_invoice(), memo, tie) == Post(VoidTransaction(target=tie.ref))


def test_a_newer_version_that_is_un_applied_replaces_the_older_one() -> None:
    dossier = dossier_of(replace(CREDIT, source_version=2), linked="201")
    memo = memo_of(dossier, marker=older_mark(dossier))
    command = commanded(verdict_on(dossier, a_held_invoice(), memo))
    assert isinstance(command, PostCreditMemo)
    assert command.replaces == memo.ref


def test_a_lost_credit_memo_is_found_and_the_next_step_taken() -> None:
    dossier = in_doubt_over(POSTING)
    command = commanded(verdict_on(dossier, a_held_invoice(), memo_of(dossier)))
    assert isinstance(command, ApplyCredit)


def test_a_lost_application_is_found_by_its_tie() -> None:
    dossier = in_doubt_over(APPLYING)
    memo = memo_of(dossier, remaining=Decimal())
    assert verdict_on(dossier, a_held_invoice(), memo, a_tie(marker=mark(dossier))) == Adopt(memo.ref)


def test_a_lost_application_that_left_nothing_is_sent_again() -> None:
    dossier = in_doubt_over(APPLYING)
    assert dossier.unsettled
    assert verdict_on(dossier, a_held_invoice(), memo_of(dossier)) == Resend(dossier.unsettled)


def test_a_lost_credit_memo_that_left_nothing_is_sent_again() -> None:
    dossier = in_doubt_over(POSTING)
    assert dossier.unsettled
    assert verdict_on(dossier, a_held_invoice()) == Resend(dossier.unsettled)


def test_a_lost_un_applying_is_seen_by_the_tie_that_is_gone() -> None:
    dossier = in_doubt_over(UN_APPLYING, replace(CREDIT, source_version=2), linked="201")
    memo = memo_of(dossier, marker=older_mark(dossier))
    assert isinstance(commanded(verdict_on(dossier, a_held_invoice(), memo)), PostCreditMemo)
    assert dossier.unsettled
    assert verdict_on(dossier, a_held_invoice(), memo, a_tie()) == Resend(dossier.unsettled)


def test_an_old_version_that_landed_tells_its_object_to_the_newer_one() -> None:
    dossier = in_doubt_over(POSTING)
    outdated = replace(dossier, record=replace(CREDIT, source_version=2))
    memo = memo_of(dossier)
    assert verdict_on(outdated, a_held_invoice(), memo) == GiveWay(memo.ref)


def test_an_old_version_that_was_un_applied_and_is_gone_gives_way() -> None:
    dossier = in_doubt_over(UN_APPLYING, linked="201")
    outdated = replace(dossier, record=replace(CREDIT, source_version=2))
    assert verdict_on(outdated, a_held_invoice()) == GiveWay()


def test_what_landed_may_have_to_wait_all_the_same() -> None:
    dossier = in_doubt_over(POSTING, missing=[CREDIT.contact_key])
    assert verdict_on(dossier, memo_of(dossier)) == Wait((CREDIT.contact_key,))
