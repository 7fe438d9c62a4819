"""What is kept of an answer: its fault, and nothing that is secret or about a person."""

from __future__ import annotations

import pytest

from adapters.quickbooks.answers import Answer, NoAnswer
from adapters.quickbooks.evidence import LONGEST, evidence_of, redact
from domain.model.outcomes import Evidence, Fault

STALE = (
    "Stale Object Error : You and Ann O'Neil were working on this at the same time. "
    "Ann O'Neil finished before you did, so your work was not saved."
)


def an_answer(body: bytes, content_type: str = "application/json") -> Answer:
    return Answer(status=400, body=body, content_type=content_type, intuit_tid="1-abc")


def test_of_what_is_no_fault_only_kind_and_length_are_kept() -> None:
    page = an_answer("<html>Ann O'Neil, Zürich</html>".encode(), "text/html; charset=utf-8")
    assert evidence_of(page) == Evidence(
        http_status=400, intuit_tid="1-abc", answer="text/html, 31 characters"
    )


def test_an_answer_may_have_no_kind() -> None:
    assert evidence_of(an_answer(b"", "")).answer == "no content type, 0 characters"


def test_of_no_answer_the_reason_is_kept() -> None:
    assert evidence_of(NoAnswer(sent=True, why="ReadTimeout")) == Evidence(answer="No answer: ReadTimeout")


def test_a_fault_is_kept_in_its_own_words() -> None:
    body = b'{"Fault":{"Error":[{"Message":"Duplicate Document Number Error"}]}}'
    fault = Fault(code="6140", message="Duplicate Document Number Error")
    evidence = evidence_of(an_answer(body), [fault], chosen=fault)
    assert (evidence.answer, evidence.fault) == (body.decode(), fault)


def test_the_other_errors_stand_behind_the_detail() -> None:
    first = Fault(code="2050", message="Too long", detail="Max:21", element="Suffix")
    second = Fault(code="2040", message="Invalid String", detail="DocNumber")
    third = Fault(code="6070", message="Amount calculation incorrect")
    kept = evidence_of(an_answer(b"{}"), [first, second, third], chosen=second).fault
    assert kept == Fault(
        code="2040",
        message="Invalid String",
        detail="DocNumber\n2050 Suffix: Max:21\n6070 Amount calculation incorrect: ",
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param(
            STALE,
            "Stale Object Error : You and [somebody] were working on this at the same time. "
            "[Somebody] finished before you did, so your work was not saved.",
            id="the other person at work",
        ),
        pytest.param(
            "Malformed : ann.o'neil@acme.example", "Malformed : [e-mail]", id="an e-mail address",
        ),
        pytest.param("Token expired: AB11763811", "Token expired: [token]", id="a short token"),
        pytest.param("Bearer eyJlbmMiOiJBMTI4Q0JDLUhTMjU2.x1", "Bearer [token]", id="a long token"),
    ],
)  # fmt: skip
def test_secrets_and_people_are_left_out(said: str, kept: str) -> None:
    assert redact(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "The name supplied already exists. : Id=61",
        "message=ThrottleExceeded; errorCode=003001; statusCode=429",
        "DocNumber=2026-1 is assigned to TxnType=Invoice with TxnId=3632",
    ],
)
def test_what_explains_is_left_as_it_is(said: str) -> None:
    assert redact(said) == said


@pytest.mark.timeout(2)
@pytest.mark.parametrize("text", ["x" * 10**6, "." * 10**6, " " * 10**6, "You and " * 10**5])
def test_no_answer_is_too_odd_to_be_looked_through_at_once(text: str) -> None:
    assert len(redact(text)) == LONGEST


def test_no_answer_is_kept_beyond_its_measure() -> None:
    fault = Fault(code="2010", message="x " * 5000, detail="y " * 5000)
    evidence = evidence_of(an_answer(b'{"a": "' + b"b " * 5000), [fault], chosen=fault)
    assert evidence.fault is not None
    assert evidence.answer is not None
    assert {len(text or "") for text in (evidence.answer, evidence.fault.message, evidence.fault.detail)} == {
        LONGEST
    }
