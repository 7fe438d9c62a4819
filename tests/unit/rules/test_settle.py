"""What an entry becomes after a verdict or a step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.books import LedgerRef
from domain.model.log_entries import ContactName, ErrorOutcome, LogEntry, Status
from domain.model.records import Record
from domain.model.verdicts import (
    Adopt,
    Done,
    Fail,
    GiveWay,
    GoOn,
    LookAgain,
    Retry,
    Skip,
    StandBack,
    Step,
    Wait,
)
from domain.rules.settle import settle
from tests.builders import a_payment, a_ref, an_error, an_invoice, changed, later
from tests.unit.rules.dossiers import ACME, COMPANY, a_dossier

INVOICE = an_invoice(ACME)
MINUTE = later(minutes=1)


def after(
    step: Step | Done | Wait | GiveWay, *, of: Record = INVOICE, is_unsettled: bool = False, **fields: object
) -> LogEntry:
    """Return the entry after a step; before it, something had gone wrong."""
    dossier = a_dossier(of, next_attempt_at=later(), waiting_for=(ACME.key,), attempts=3)
    before = {"error": an_error(), "message": "Before", "cause_id": COMPANY.id} | fields
    dossier = replace(dossier, entry=changed(dossier.entry, before))
    return settle(dossier, step, is_unsettled=is_unsettled, now=MINUTE)


ALL: dict[str, Step | Done | Wait | GiveWay] = {
    "adopt": Adopt(a_ref()),
    "fail": Fail(an_error()),
    "wait": Wait((INVOICE.key,)),
    "give way": GiveWay(),
    "skip": Skip("Dated 2025-12-30, before the start date 2026-01-01"),
    "retry": Retry(at=later(days=1), error=an_error()),
    "look again": LookAgain(),
    "go on": GoOn(None),
    "done": Done("Nothing to do."),
    "stand back": StandBack(attempts=2),
}

each_step = pytest.mark.parametrize("step", ALL.values(), ids=ALL)


@each_step
def test_every_step_ends_the_syncing_and_is_dated(step: Step | Done | Wait | GiveWay) -> None:
    entry = after(step)
    assert entry.status is not Status.SYNCING
    assert entry.updated_at == MINUTE


@each_step
def test_nothing_is_left_of_what_went_wrong_before(step: Step | Done | Wait | GiveWay) -> None:
    entry = after(step)
    assert entry.message != "Before"
    assert (entry.error is None) == (entry.cause_id is None) == (not isinstance(step, Fail | Retry))
    assert (entry.next_attempt_at is not None) == isinstance(step, Retry)
    assert entry.waiting_for == (step.on if isinstance(step, Wait) else ())


def test_what_is_in_the_books_is_synced_and_says_where() -> None:
    entry = after(Adopt(a_ref("Invoice", "145")), by_hand=True)
    assert (entry.status, entry.ref) == (Status.SYNCED, LedgerRef(entity="Invoice", id="145", version="0"))
    assert not entry.by_hand


def test_what_waits_says_for_whom_and_is_still_by_hand() -> None:
    entry = after(Wait((ACME.key, INVOICE.key)), by_hand=True)
    assert (entry.status, entry.waiting_for) == (Status.WAITING, (ACME.key, INVOICE.key))
    assert entry.message == f"Waiting for contact c-17, invoice {INVOICE.external_ref}"
    assert entry.by_hand


def test_what_waits_has_spent_no_attempt() -> None:
    assert after(Wait((ACME.key,)), attempts=0).attempts == 0


def test_an_older_version_is_superseded() -> None:
    entry = after(GiveWay(), by_hand=True)
    assert (entry.status, entry.by_hand) == (Status.SUPERSEDED, False)


def test_what_failed_is_a_persons_with_message_and_cause() -> None:
    entry = after(Fail(an_error(subject="gala")), by_hand=True)
    assert (entry.status, entry.message) == (Status.FAILED, "No fee item mapped: gala")
    assert entry.cause_id == after(Fail(an_error(subject="gala")), of=a_payment()).cause_id
    assert entry.cause_id != after(Fail(an_error(subject="dues"))).cause_id
    assert not entry.by_hand


@pytest.mark.parametrize(
    ("is_unsettled", "status", "outcome"),
    [
        (True, Status.UNCERTAIN, ErrorOutcome.UNCERTAIN),
        (False, Status.RETRYING, ErrorOutcome.NOT_APPLIED),
    ],
    ids=["nobody knows", "it is not there"],
)
def test_what_is_tried_again_says_when_and_how_certain_that_is(
    is_unsettled: bool,  # noqa: FBT001 - a column of the table
    status: Status,
    outcome: ErrorOutcome,
) -> None:
    entry = after(Retry(at=later(days=1), error=an_error()), is_unsettled=is_unsettled)
    assert (entry.status, entry.next_attempt_at) == (status, later(days=1))
    assert entry.error
    assert entry.error.outcome is outcome


@pytest.mark.parametrize(
    ("step", "attempts", "looks"),
    [(LookAgain(), 3, 1), (StandBack(attempts=2), 2, 0)],
    ids=["look again", "stand back"],
)
@pytest.mark.parametrize(
    ("is_unsettled", "status"), [(True, Status.UNCERTAIN), (False, Status.QUEUED)], ids=["in doubt", "not"]
)
def test_what_goes_back_is_due_at_once(
    step: Step,
    attempts: int,
    looks: int,
    is_unsettled: bool,  # noqa: FBT001 - a column of the table
    status: Status,
) -> None:
    entry = after(step, is_unsettled=is_unsettled)
    assert (entry.status, entry.attempts, entry.stale_reads) == (status, attempts, looks)


def test_an_entry_learns_the_name_of_its_contact() -> None:
    assert a_dossier(INVOICE).entry.contact == ContactName(external_ref="c-17")
    assert after(LookAgain()).contact == ContactName(external_ref="c-17", name="Acme Bakery")


def test_a_contact_is_its_own_name() -> None:
    assert after(LookAgain(), of=ACME).contact == ContactName(external_ref="c-17", name="Acme Bakery")


def test_a_contact_that_nobody_submitted_has_no_name() -> None:
    dossier = a_dossier(INVOICE, contact=None)
    contact = settle(dossier, LookAgain(), is_unsettled=False, now=MINUTE).contact
    assert contact == ContactName(external_ref="c-17")


def test_what_needs_nothing_is_synced_without_an_object() -> None:
    entry = after(Done("Nothing to do."), ref=a_ref())
    assert (entry.status, entry.ref, entry.message) == (Status.SYNCED, None, "Nothing to do.")


def test_what_goes_on_is_due_and_keeps_its_object() -> None:
    first = after(GoOn(a_ref("CreditMemo", "201")))
    assert (first.status, first.ref) == (Status.QUEUED, a_ref("CreditMemo", "201"))
    assert after(GoOn(None), ref=first.ref).ref == first.ref


def test_what_failed_and_is_there_all_the_same_is_incomplete() -> None:
    entry = after(Fail(an_error(), ref=a_ref()), is_unsettled=True)
    assert entry.error
    assert (entry.status, entry.ref, entry.error.outcome) == (
        Status.FAILED,
        a_ref(),
        ErrorOutcome.INCOMPLETE,
    )


def test_an_older_version_tells_what_it_left_in_the_books() -> None:
    assert after(GiveWay(a_ref())).ref == a_ref()


def test_what_is_skipped_says_why_and_was_not_asked_for_any_more() -> None:
    entry = after(Skip("Invoices are switched off in the settings"), by_hand=True, attempts=2)
    assert (entry.status, entry.message) == (Status.SKIPPED, "Invoices are switched off in the settings")
    assert (entry.by_hand, entry.attempts, entry.cause_id) == (False, 2, None)
