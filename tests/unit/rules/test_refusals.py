"""What a refusal means to staff: every reason, for every kind of record, in whole sentences."""

from __future__ import annotations

import re

import pytest

from domain import catalogue
from domain.model.attempts import AttemptOutcome
from domain.model.log_entries import ErrorOutcome
from domain.model.outcomes import Evidence, Fault, RefusalReason, Refused, Unknown, UnknownReason
from domain.model.records import Record
from domain.rules.refusals import ABOUT_EVERYBODY, EVERYBODY, explain, explain_unknown, outcome_unknown
from tests.builders import answered
from tests.unit.rules.dossiers import ACME, RECORDS, a_dossier, in_doubt

CONTACT, INVOICE, PAYMENT, *_ = RECORDS

FAULT = Fault(code="2050", message="String length", detail="Too long.", element="DocNumber")
SAID = Evidence(http_status=400, intuit_tid="tid-1", fault=FAULT)
SAID_NOTHING = Evidence(http_status=400)

each_reason = pytest.mark.parametrize("reason", RefusalReason)
each_kind = pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record.kind))


def refused(reason: RefusalReason, evidence: Evidence = SAID, **numbers: int) -> Refused:
    return Refused(reason=reason, evidence=evidence, **numbers)  # type: ignore[arg-type]  # limit and length


@each_reason
@each_kind
@pytest.mark.parametrize("evidence", [SAID, SAID_NOTHING], ids=["explained", "without a word"])
def test_every_refusal_of_every_kind_fills_the_blanks_of_its_row(
    reason: RefusalReason, record: Record, evidence: Evidence
) -> None:
    error = explain(a_dossier(record), refused(reason, evidence))
    assert error.context.keys() == catalogue.blanks(error.code)
    assert error.message == catalogue.message(error.code, **error.context)
    assert not re.search(r"[{}]|None", error.message)


@each_reason
@each_kind
def test_quickbooks_own_words_and_the_trace_stay_with_the_error(
    reason: RefusalReason, record: Record
) -> None:
    error = explain(a_dossier(record), refused(reason))
    assert (error.fault, error.intuit_tid, error.outcome) == (FAULT, "tid-1", ErrorOutcome.NOT_APPLIED)


@each_reason
@each_kind
def test_what_is_about_everybody_is_one_cause_and_anything_else_is_the_records(
    reason: RefusalReason, record: Record
) -> None:
    error = explain(a_dossier(record), refused(reason))
    assert error.subject == (EVERYBODY if reason in ABOUT_EVERYBODY else str(record.key))


@pytest.mark.parametrize("reason", UnknownReason)
def test_every_lost_answer_has_a_message_and_is_about_everybody(reason: UnknownReason) -> None:
    error = explain_unknown(Unknown(reason=reason, evidence=SAID))
    assert error.message == catalogue.message(error.code)
    assert (error.subject, error.outcome) == (EVERYBODY, ErrorOutcome.UNCERTAIN)


def test_when_the_attempts_are_used_up_the_last_evidence_stays() -> None:
    dossier = in_doubt(ACME)
    assert dossier.unsettled
    lost = answered(dossier.unsettled, AttemptOutcome.UNCERTAIN, SAID)
    error = outcome_unknown(dossier, lost)
    assert (error.code, error.subject, error.intuit_tid) == ("outcome_unknown", "contact c-17", "tid-1")


@pytest.mark.parametrize(
    ("record", "refusal", "message"),
    [
        pytest.param(
            INVOICE,
            refused(RefusalReason.NUMBER_TAKEN),
            "Duplicate Document Number: 1001 is already used in QuickBooks",
            id="a number that is taken",
        ),
        pytest.param(
            PAYMENT,
            refused(RefusalReason.DEPOSITED),
            "Payment Ref#: CHK 1 is part of a bank deposit and cannot be changed",
            id="a payment in a deposit",
        ),
        pytest.param(
            INVOICE,
            refused(RefusalReason.PERIOD_CLOSED),
            "The books are closed for 2026-01-05",
            id="a closed period",
        ),
        pytest.param(
            INVOICE,
            refused(RefusalReason.TOO_LONG, length=45, limit=21),
            "DocNumber is too long: 45 characters, QuickBooks takes 21",
            id="too long",
        ),
        pytest.param(
            INVOICE,
            refused(RefusalReason.TOO_LONG, length=0, limit=21),
            "DocNumber is too long: 0 characters, QuickBooks takes 21",
            id="too short, which QuickBooks calls the same",
        ),
        pytest.param(
            INVOICE,
            refused(RefusalReason.TOO_LONG, SAID_NOTHING),
            "A field is too long: too many characters, QuickBooks takes fewer",
            id="too long, and not a word of what",
        ),
        pytest.param(
            INVOICE,
            refused(RefusalReason.REJECTED),
            "QuickBooks refused it: Too long.",
            id="anything else, in QuickBooks' own words",
        ),
        pytest.param(
            INVOICE,
            refused(RefusalReason.REJECTED, Evidence(fault=Fault(code="9", message="Only a message"))),
            "QuickBooks refused it: Only a message",
            id="without a detail",
        ),
        pytest.param(
            CONTACT,
            refused(RefusalReason.PERIOD_CLOSED),
            "QuickBooks refused it: Too long.",
            id="a row that a contact cannot fill: a contact has no date",
        ),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_record(record: Record, refusal: Refused, message: str) -> None:
    assert explain(a_dossier(record), refusal).message == message


@pytest.mark.parametrize(("object_id", "context"), [("145", {"candidate": "145"}), (None, {})])
def test_what_stands_in_the_way_is_what_it_may_be(object_id: str | None, context: dict[str, str]) -> None:
    refusal = Refused(reason=RefusalReason.NUMBER_TAKEN, evidence=SAID, object_id=object_id)
    assert explain(a_dossier(INVOICE), refusal).context == {"number": "1001"} | context
