"""What an answer means: design 4's table, row by row, from status and raw body."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest

from adapters.quickbooks.answers import Answer, NoAnswer, Reply
from adapters.quickbooks.judge import judge_query, judge_write
from adapters.quickbooks.throttling import Circumstances
from domain.model.books import LedgerRef
from domain.model.outcomes import (
    Applied,
    Held,
    HoldReason,
    Outcome,
    RefusalReason,
    Refused,
    Unknown,
    UnknownReason,
)

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
WRITING = Circumstances(now=NOW, reading=False, throttle_pause=timedelta(seconds=60))
READING = Circumstances(now=NOW, reading=True, throttle_pause=timedelta(seconds=60))

INVOICE = b'{"Invoice":{"Id":"145","SyncToken":"0","TotalAmt":350.10},"time":"2026-01-20T04:00:00-08:00"}'
THROTTLED_IN_XML = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="2026-01-20T04:00:00.000-08:00">'
    b'<Fault type="SERVICE"><Error code="3001"><Message>message=ThrottleExceeded; errorCode=003001; '
    b"statusCode=429</Message><Detail>The request limit was reached.  Try again later</Detail></Error>"
    b"</Fault></IntuitResponse>"
)
HTML = b"<!DOCTYPE html><html><head><title>503</title></head><body><p>Sorry<br></body></html>"
ENTITY = (
    b'<!DOCTYPE IntuitResponse [<!ENTITY bomb "boom">]>'
    b'<IntuitResponse><Fault><Error code="3001"><Message>&bomb;</Message></Error></Fault></IntuitResponse>'
)


def fault(*codes: str, detail: str = "") -> bytes:
    errors = [{"Message": "", "Detail": detail, "code": code, "element": ""} for code in codes]
    return json.dumps({"Fault": {"Error": errors, "type": "ValidationFault"}, "time": ""}).encode()


def gateway(code: str, name: str, status: int, detail: str = "") -> bytes:
    message = f"message={name}; errorCode={code:0>6}; statusCode={status}"
    error = {"message": message, "detail": detail, "code": code, "element": None}
    return json.dumps({"warnings": None, "fault": {"error": [error], "type": "SERVICE"}}).encode()


def answer(status: int, body: bytes, content_type: str = "application/json", **headers: str) -> Answer:
    return Answer(status=status, body=body, content_type=content_type, intuit_tid="1-abc", **headers)


class Row(NamedTuple):
    came: Reply
    outcome: type[Outcome]
    reason: str = ""


SENT, NOT_SENT = NoAnswer(sent=True, why="ReadTimeout"), NoAnswer(sent=False, why="ConnectTimeout")
WAITING = "Business Validation Error: An unexpected error occurred while accessing or saving your data."

TABLE = {
    "200 with the entity": Row(answer(200, INVOICE), Applied),
    "200 with a fault": Row(answer(200, fault("6240")), Refused, RefusalReason.NAME_TAKEN),
    "200 without the entity": Row(answer(200, b'{"time":""}'), Unknown, UnknownReason.UNREADABLE_ANSWER),
    "200 with another shape": Row(answer(200, b'{"Invoice":[1]}'), Unknown, UnknownReason.UNREADABLE_ANSWER),
    "200 with a list": Row(answer(200, b"[]"), Unknown, UnknownReason.UNREADABLE_ANSWER),
    "200 with half a JSON": Row(answer(200, INVOICE[:40]), Unknown, UnknownReason.UNREADABLE_ANSWER),
    "200 with nested rubbish": Row(answer(200, b"[" * 99_999), Unknown, UnknownReason.UNREADABLE_ANSWER),
    "200 with a page": Row(answer(200, HTML, "text/html"), Unknown, UnknownReason.UNREADABLE_ANSWER),
    "200 empty": Row(answer(200, b""), Unknown, UnknownReason.EMPTY_ANSWER),
    "200 blank": Row(answer(200, b" \r\n"), Unknown, UnknownReason.EMPTY_ANSWER),
    "200 stream timeout": Row(answer(200, b"stream timeout", "text/plain"), Unknown, UnknownReason.TIMEOUT),
    "302": Row(answer(302, b""), Unknown, UnknownReason.EMPTY_ANSWER),
    "400 with a fault": Row(answer(400, fault("6210")), Refused, RefusalReason.PERIOD_CLOSED),
    "400 with a code nobody knows": Row(answer(400, fault("7777")), Refused, RefusalReason.REJECTED),
    "400 with a fault without a code": Row(
        answer(400, b'{"Fault":{"Error":[{"Message":"No"}]}}'), Refused, RefusalReason.REJECTED
    ),
    "400 with a fault without an error": Row(
        answer(400, b'{"Fault":{"Error":"No"}}'), Refused, RefusalReason.REJECTED
    ),
    "400 empty": Row(answer(400, b""), Refused, RefusalReason.REJECTED),
    "401": Row(
        answer(401, gateway("3200", "AuthenticationFailed", 401)), Refused, RefusalReason.UNAUTHORIZED
    ),
    "401 with another code": Row(answer(401, fault("100")), Refused, RefusalReason.UNAUTHORIZED),
    "401 with a page": Row(answer(401, HTML, "text/html"), Refused, RefusalReason.UNAUTHORIZED),
    "403 with 3100": Row(
        answer(403, gateway("3100", "ApplicationAuthorizationFailed", 403)),
        Held,
        HoldReason.PERMISSION_DENIED,
    ),
    "403 with 120": Row(answer(403, fault("120")), Held, HoldReason.PERMISSION_DENIED),
    "403 with 5020": Row(answer(403, fault("5020")), Held, HoldReason.PERMISSION_DENIED),
    "403 with 6190": Row(answer(403, fault("6190")), Held, HoldReason.COMPANY_SUSPENDED),
    "400 with 6190": Row(answer(400, fault("6190")), Held, HoldReason.COMPANY_SUSPENDED),
    "403 with a page": Row(answer(403, HTML, "text/html"), Refused, RefusalReason.REJECTED),
    "404 with a page": Row(answer(404, HTML, "text/html"), Refused, RefusalReason.REJECTED),
    "408": Row(answer(408, b""), Unknown, UnknownReason.TIMEOUT),
    "429 in XML": Row(answer(429, THROTTLED_IN_XML, "application/xml"), Held, HoldReason.RATE_LIMITED),
    "403 with 3001 in XML": Row(answer(403, THROTTLED_IN_XML, "text/xml"), Held, HoldReason.RATE_LIMITED),
    "429 in JSON": Row(answer(429, fault("3001")), Held, HoldReason.RATE_LIMITED),
    "429 in lower case": Row(
        answer(429, gateway("3001", "ThrottleExceeded", 429)), Held, HoldReason.RATE_LIMITED
    ),
    "429 with the code in the message alone": Row(
        answer(429, gateway("", "ThrottleExceeded", 429).replace(b"000000", b"003001")),
        Held,
        HoldReason.RATE_LIMITED,
    ),
    "429 with a page": Row(answer(429, HTML, "text/html"), Held, HoldReason.RATE_LIMITED),
    "429 that speaks of the month, to a write": Row(
        answer(429, fault("3001", detail="Monthly quota used up")), Held, HoldReason.RATE_LIMITED
    ),
    "500 with 10000": Row(answer(500, fault("10000")), Unknown, UnknownReason.UNAVAILABLE),
    "400 with 10000": Row(answer(400, fault("10000")), Unknown, UnknownReason.UNAVAILABLE),
    "500 with a code that is certain elsewhere": Row(
        answer(500, fault("2040")), Unknown, UnknownReason.UNAVAILABLE
    ),
    "503 with 150": Row(answer(503, fault("150")), Refused, RefusalReason.UNAVAILABLE),
    "503 with a page": Row(answer(503, HTML, "text/html"), Unknown, UnknownReason.UNAVAILABLE),
    "504 stream timeout": Row(answer(504, b"stream timeout"), Unknown, UnknownReason.TIMEOUT),
    "502 empty": Row(answer(502, b""), Unknown, UnknownReason.UNAVAILABLE),
    "a transient 6000": Row(answer(400, fault("6000", detail=WAITING)), Unknown, UnknownReason.UNAVAILABLE),
    "any other 6000": Row(
        answer(400, fault("6000", detail="Business Validation Error: No.")), Refused, RefusalReason.REJECTED
    ),
    "5010": Row(answer(400, fault("5010")), Refused, RefusalReason.CHANGED),
    "no answer to what was sent": Row(SENT, Unknown, UnknownReason.TIMEOUT),
    "nothing was sent": Row(NOT_SENT, Refused, RefusalReason.UNAVAILABLE),
    "a throttle beside a validation error": Row(
        answer(400, fault("2050", "3001")), Held, HoldReason.RATE_LIMITED
    ),
}


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_to_a_write(row: Row) -> None:
    outcome = judge_write("Invoice", row.came, WRITING)
    assert isinstance(outcome, row.outcome)
    if not isinstance(outcome, Applied):
        assert outcome.reason == row.reason


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_to_a_question_it_means_the_same_but_for_rows(row: Row) -> None:
    outcome = judge_query("Invoice", row.came, READING)
    if row.outcome is Applied:
        assert isinstance(outcome, Unknown)  # an entity is no answer to a question
    elif "month" not in str(getattr(row.came, "body", b"")).lower():
        assert not isinstance(outcome, tuple)
        assert (type(outcome), outcome.reason) == (row.outcome, row.reason)


def test_an_applied_write_says_what_it_became() -> None:
    outcome = judge_write("Invoice", answer(200, INVOICE), WRITING)
    assert isinstance(outcome, Applied)
    assert outcome.ref == LedgerRef(entity="Invoice", id="145", version="0")
    assert outcome.total == Decimal("350.10")
    assert (outcome.evidence.http_status, outcome.evidence.intuit_tid) == (200, "1-abc")


def test_an_empty_result_is_no_rows() -> None:
    assert judge_query("Invoice", answer(200, b'{"QueryResponse":{},"time":""}'), READING) == ()


def test_a_throttle_holds_for_the_usual_pause() -> None:
    outcome = judge_write("Invoice", answer(429, THROTTLED_IN_XML), WRITING)
    assert isinstance(outcome, Held)
    assert outcome.until == NOW + timedelta(seconds=60)


def test_a_hold_that_a_person_must_end_has_no_end() -> None:
    outcome = judge_write("Invoice", answer(400, fault("6190")), WRITING)
    assert isinstance(outcome, Held)
    assert outcome.until is None


def test_the_object_in_the_way_is_named() -> None:
    taken = answer(400, fault("6240", detail="The name supplied already exists. : Id=61"))
    outcome = judge_write("Customer", taken, WRITING)
    assert isinstance(outcome, Refused)
    assert outcome.object_id == "61"


def test_an_id_in_another_fault_is_not_in_the_way() -> None:
    outcome = judge_write("Invoice", answer(400, fault("2500", detail="Id=583 not found")), WRITING)
    assert isinstance(outcome, Refused)
    assert outcome.object_id is None


def test_a_field_that_is_too_long_is_measured_and_named() -> None:
    detail = "Min:0 Max:21 supported. Supplied length:1,045"
    body = fault("2050", detail=detail).replace(b'"element": ""', b'"element": "DocNumber"')
    outcome = judge_write("Invoice", answer(400, body), WRITING)
    assert isinstance(outcome, Refused)
    assert (outcome.limit, outcome.length) == (21, 1045)
    assert outcome.evidence.fault is not None
    assert outcome.evidence.fault.element == "DocNumber"


def test_an_entity_in_xml_is_not_resolved() -> None:
    outcome = judge_write("Invoice", answer(403, ENTITY, "text/xml"), WRITING)
    assert isinstance(outcome, Held)
    assert outcome.evidence.fault is not None
    assert outcome.evidence.fault.message == ""
