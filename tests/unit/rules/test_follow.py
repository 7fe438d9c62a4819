"""What an answer means: design 4's table, from the outcome to what the entry becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.model.attempts import AttemptOutcome
from domain.model.books import LedgerRef
from domain.model.dossiers import Dossier
from domain.model.log_entries import EntryOperation, ErrorOutcome, LogEntry, Status
from domain.model.outcomes import (
    Applied,
    Evidence,
    Fault,
    Held,
    HoldReason,
    Outcome,
    RefusalReason,
    Refused,
    Unknown,
    UnknownReason,
)
from domain.model.records import Record
from domain.model.verdicts import Adopt, Fail, GoOn, LookAgain, Step
from domain.rules.follow import Moment, follow, recorded
from domain.rules.retry import RetryPolicy
from domain.rules.settle import settle
from tests.builders import NOON, a_credit, a_payment, a_ref, an_invoice
from tests.unit.rules.dossiers import ACME, a_dossier, in_doubt

APPLIED, NOT_APPLIED, UNCERTAIN, _ = AttemptOutcome
CREATE, UPDATE, VOID = EntryOperation

INVOICE = an_invoice(ACME, number="1001")
EVIDENCE = Evidence(intuit_tid="tid-1", fault=Fault(code="6000", message="Business rule", detail="No."))
MOMENT = Moment(now=NOON, policy=RetryPolicy(), roll=0.5)


def refused(reason: RefusalReason, **fields: str) -> Refused:
    return Refused(reason=reason, evidence=EVIDENCE, **fields)  # type: ignore[arg-type]  # object_id at most


def unknown(reason: UnknownReason) -> Unknown:
    return Unknown(reason=reason, evidence=EVIDENCE)


def held(reason: HoldReason) -> Held:
    return Held(reason=reason, until=None, evidence=EVIDENCE)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: what came back when, and what the entry then is."""

    came: Outcome
    attempts: int = 1
    looks: int = 0
    in_doubt: bool = False  # an earlier sending, of which nobody knows what it did
    result: AttemptOutcome
    status: Status
    code: str | None = None
    counted: int | None = None  # the attempts afterwards, where they are not the ones before

    def dossier(self) -> Dossier:
        make = in_doubt if self.in_doubt else a_dossier
        return make(INVOICE, attempts=self.attempts, stale_reads=self.looks)


DONE = Applied(ref=a_ref("Invoice", "145"), evidence=EVIDENCE)
LOST = unknown(UnknownReason.TIMEOUT)
DOWN = refused(RefusalReason.UNAVAILABLE)
THROTTLED = held(HoldReason.RATE_LIMITED)
STALE = refused(RefusalReason.CHANGED)
SAID_NO = refused(RefusalReason.REJECTED)
ID_USED = refused(RefusalReason.REQUEST_ID_USED)

TABLE = {
    "200 with the entity": Row(came=DONE, result=APPLIED, status=Status.SYNCED),
    "200 with the entity, at last": Row(
        came=DONE, in_doubt=True, attempts=10, result=APPLIED, status=Status.SYNCED
    ),
    # nobody knows
    "no answer in time": Row(came=LOST, result=UNCERTAIN, status=Status.UNCERTAIN, code="quickbooks_timeout"),
    "200 empty": Row(
        came=unknown(UnknownReason.EMPTY_ANSWER),
        result=UNCERTAIN,
        status=Status.UNCERTAIN,
        code="empty_answer",
    ),
    "a web page": Row(
        came=unknown(UnknownReason.UNREADABLE_ANSWER),
        result=UNCERTAIN,
        status=Status.UNCERTAIN,
        code="unreadable_answer",
    ),
    "500 to 504, or a transient 6000": Row(
        came=unknown(UnknownReason.UNAVAILABLE),
        result=UNCERTAIN,
        status=Status.UNCERTAIN,
        code="quickbooks_unavailable",
    ),
    "no answer to the tenth attempt: the books are asked before a person is": Row(
        came=LOST, attempts=10, result=UNCERTAIN, status=Status.UNCERTAIN, code="quickbooks_timeout"
    ),
    # it never got there
    "refused, DNS, TLS or connect timeout, or 150": Row(
        came=DOWN, result=NOT_APPLIED, status=Status.RETRYING, code="quickbooks_unavailable"
    ),
    "the same at the ninth attempt": Row(
        came=DOWN, attempts=9, result=NOT_APPLIED, status=Status.RETRYING, code="quickbooks_unavailable"
    ),
    "the same at the tenth attempt": Row(
        came=DOWN, attempts=10, result=NOT_APPLIED, status=Status.FAILED, code="quickbooks_unavailable"
    ),
    "the same, but an earlier sending did get there": Row(
        came=DOWN, in_doubt=True, attempts=10, result=UNCERTAIN, status=Status.UNCERTAIN,
        code="quickbooks_unavailable",
    ),
    "401 that a refresh did not cure": Row(
        came=refused(RefusalReason.UNAUTHORIZED), result=NOT_APPLIED, status=Status.RETRYING,
        code="unauthorized",
    ),
    # the company has to wait
    "429: it costs no attempt": Row(
        came=THROTTLED, attempts=4, counted=3, result=NOT_APPLIED, status=Status.QUEUED
    ),
    "429 while an earlier sending is in doubt": Row(
        came=THROTTLED, in_doubt=True, attempts=4, counted=3, result=UNCERTAIN, status=Status.UNCERTAIN
    ),
    "403 3100 or 120": Row(
        came=held(HoldReason.PERMISSION_DENIED), counted=0, result=NOT_APPLIED, status=Status.QUEUED
    ),
    "6190": Row(came=held(HoldReason.COMPANY_SUSPENDED), counted=0, result=NOT_APPLIED, status=Status.QUEUED),
    "invalid_grant": Row(
        came=held(HoldReason.NEEDS_RECONNECT), counted=0, result=NOT_APPLIED, status=Status.QUEUED
    ),
    # the books have to be read again
    "5010": Row(came=STALE, result=NOT_APPLIED, status=Status.QUEUED),
    "5010 for the third time": Row(came=STALE, attempts=3, looks=2, result=NOT_APPLIED, status=Status.QUEUED),
    "5010 for the fourth time": Row(
        came=STALE, attempts=4, looks=3, result=NOT_APPLIED, status=Status.FAILED,
        code="changed_in_quickbooks",
    ),
    "5010 to the tenth attempt": Row(
        came=STALE, attempts=10, result=NOT_APPLIED, status=Status.FAILED, code="changed_in_quickbooks"
    ),
    "6140: perhaps our own number": Row(
        came=refused(RefusalReason.NUMBER_TAKEN), result=NOT_APPLIED, status=Status.QUEUED
    ),
    "620: perhaps paid just now": Row(
        came=refused(RefusalReason.CANNOT_BE_APPLIED), result=NOT_APPLIED, status=Status.QUEUED
    ),
    "6240 that names a customer": Row(
        came=refused(RefusalReason.NAME_TAKEN, object_id="61"), result=NOT_APPLIED, status=Status.QUEUED
    ),
    "6240 that names nobody: a vendor or an employee": Row(
        came=refused(RefusalReason.NAME_TAKEN), result=NOT_APPLIED, status=Status.FAILED,
        code="name_already_exists",
    ),
    "600: the first sending was carried out": Row(
        came=ID_USED, in_doubt=True, attempts=2, result=UNCERTAIN, status=Status.UNCERTAIN,
        code="quickbooks_unavailable",
    ),
    "any no to a second sending may be about the first": Row(
        came=SAID_NO, in_doubt=True, attempts=10, result=NOT_APPLIED, status=Status.QUEUED
    ),
    # a person
    "6210": Row(
        came=refused(RefusalReason.PERIOD_CLOSED), result=NOT_APPLIED, status=Status.FAILED,
        code="period_closed",
    ),
    "610 or 2500, and a look tells which it is": Row(
        came=refused(RefusalReason.REFERENCE_INACTIVE), result=NOT_APPLIED, status=Status.QUEUED
    ),
    "610 or 2500 after that look": Row(
        came=refused(RefusalReason.REFERENCE_INACTIVE), looks=1, result=NOT_APPLIED, status=Status.FAILED,
        code="reference_inactive",
    ),
    "6430 after a look": Row(
        came=refused(RefusalReason.ACCOUNT_REFUSED), looks=1, result=NOT_APPLIED, status=Status.FAILED,
        code="account_not_mapped",
    ),
    "any other fault": Row(
        came=SAID_NO, result=NOT_APPLIED, status=Status.FAILED, code="rejected_by_quickbooks"
    ),
}  # fmt: skip


def entry_after(row: Row) -> tuple[AttemptOutcome, LogEntry]:
    dossier = row.dossier()
    result = recorded(row.came, was_unsettled=row.in_doubt)
    step = follow(dossier, row.came, MOMENT)
    return result, settle(dossier, step, is_unsettled=result is UNCERTAIN, now=NOON)


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_what_an_answer_means(row: Row) -> None:
    result, entry = entry_after(row)
    assert (result, entry.status) == (row.result, row.status)
    assert (entry.error.code if entry.error else None) == row.code
    assert entry.attempts == (row.attempts if row.counted is None else row.counted)
    assert entry.stale_reads == row.looks + (row.status is Status.QUEUED and isinstance(row.came, Refused))


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_the_log_says_for_certain_only_what_is_certain(row: Row) -> None:
    result, entry = entry_after(row)
    if entry.error:
        assert (entry.error.outcome is ErrorOutcome.UNCERTAIN) == (result is UNCERTAIN)
        assert (entry.error.intuit_tid, entry.error.fault) == ("tid-1", EVIDENCE.fault)
    assert (entry.ref is not None) == (entry.status is Status.SYNCED)


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
def test_a_worker_comes_back_at_a_time_where_it_tries_again(row: Row) -> None:
    _, entry = entry_after(row)
    tries_again = entry.error is not None and entry.status is not Status.FAILED
    assert (entry.next_attempt_at is not None) == tries_again
    if entry.next_attempt_at:
        assert entry.next_attempt_at == MOMENT.policy.next_at(NOON, row.attempts, 0.5)


def test_the_second_sending_of_an_entry_waits_for_five_seconds_less_by_chance() -> None:
    _, entry = entry_after(TABLE["no answer in time"])
    assert entry.next_attempt_at == NOON + timedelta(seconds=3.75)


CREDIT = a_credit(INVOICE)


@pytest.mark.parametrize(
    ("record", "operation", "ref", "expected"),
    [
        pytest.param(
            CREDIT, CREATE, a_ref("CreditMemo", "201"), GoOn(a_ref("CreditMemo", "201")), id="its memo"
        ),
        pytest.param(CREDIT, CREATE, a_ref("Payment", "202"), GoOn(None), id="what applies it"),
        pytest.param(CREDIT, VOID, a_ref("CreditMemo", "201"), GoOn(None), id="its deletion"),
        pytest.param(INVOICE, VOID, a_ref("Invoice", "145"), Adopt(a_ref("Invoice", "145")), id="a void"),
    ],
)
def test_a_credit_goes_on_after_each_of_its_writes(
    record: Record, operation: EntryOperation, ref: LedgerRef, expected: Step
) -> None:
    applied = Applied(ref=ref, total=Decimal(), evidence=EVIDENCE)
    dossier = a_dossier(record, operation=operation, attempts=1)
    assert follow(dossier, applied, MOMENT) == expected


def test_another_total_than_billed_is_told_and_where_it_is() -> None:
    applied = Applied(ref=a_ref("Invoice", "145"), total=Decimal("378.00"), evidence=EVIDENCE)
    step = follow(a_dossier(INVOICE, attempts=1), applied, MOMENT)
    assert isinstance(step, Fail)
    assert (step.error.code, step.ref) == ("tax_differs", a_ref("Invoice", "145"))


@pytest.mark.parametrize(("operation", "left"), [(CREATE, True), (UPDATE, False)])
def test_a_credit_that_cannot_be_applied_leaves_its_memo_behind(
    operation: EntryOperation,
    left: bool,  # noqa: FBT001 - a case of the table
) -> None:
    dossier = a_dossier(CREDIT, linked="201", operation=operation, attempts=1, stale_reads=3)
    step = follow(dossier, refused(RefusalReason.CANNOT_BE_APPLIED), MOMENT)
    assert isinstance(step, Fail)
    assert step.ref == (a_ref("CreditMemo", "201") if left else None)


@pytest.mark.parametrize(("looks", "expected"), [(0, LookAgain), (1, Fail)])
def test_a_no_to_an_application_is_worth_one_look_at_what_is_open(looks: int, expected: type[Step]) -> None:
    dossier = a_dossier(a_payment(INVOICE), attempts=1, stale_reads=looks)
    assert isinstance(follow(dossier, refused(RefusalReason.REJECTED), MOMENT), expected)
