"""What an answer means, by design 4's table: from the captured status and body alone."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.quickbooks.answers import Answer, NoAnswer, Reply
from adapters.quickbooks.evidence import evidence_of
from adapters.quickbooks.fault_shapes import read_faults
from adapters.quickbooks.faults import Meaning, decisive, length_in, limit_in, meaning_of, object_in
from adapters.quickbooks.throttling import Circumstances, throttled
from adapters.quickbooks.translate import Unreadable, read_rows, read_written
from domain.model.books import LedgerObject
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

OK, BAD_REQUEST, UNAUTHORIZED, REQUEST_TIMEOUT, TOO_MANY, SERVER_ERROR = 200, 400, 401, 408, 429, 500
GATEWAY_TIMEOUT = "stream timeout"

Failure = Refused | Unknown | Held


def judge_write(entity: str, reply: Reply, around: Circumstances) -> Outcome:
    """What became of a write."""
    content = _content(reply, around)
    if not isinstance(content, dict):
        return content
    evidence = evidence_of(reply)
    try:
        ref, total = read_written(entity, content.get(entity))
    except Unreadable:
        return Unknown(reason=UnknownReason.UNREADABLE_ANSWER, evidence=evidence)
    return Applied(ref=ref, total=total, evidence=evidence)


def judge_query(entity: str, reply: Reply, around: Circumstances) -> tuple[LedgerObject, ...] | Failure:
    """The rows of one page; an empty result is an empty `QueryResponse`."""
    content = _content(reply, around)
    if not isinstance(content, dict):
        return content
    try:
        return read_rows(entity, content.get("QueryResponse"))
    except Unreadable:
        return Unknown(reason=UnknownReason.UNREADABLE_ANSWER, evidence=evidence_of(reply))


def _content(reply: Reply, around: Circumstances) -> dict[str, object] | Failure:
    """The JSON of a plain 200, or what the answer means instead."""
    if isinstance(reply, NoAnswer):
        return _without_answer(reply)
    content = reply.json()
    if faults := read_faults(reply, content):
        return _by_fault(reply, faults, around)
    if reply.status == OK and content is not None:
        return content
    return _by_status(reply, around)


def _without_answer(reply: NoAnswer) -> Failure:
    evidence = evidence_of(reply)
    if reply.sent:
        return Unknown(reason=UnknownReason.TIMEOUT, evidence=evidence)
    return Refused(reason=RefusalReason.UNAVAILABLE, evidence=evidence)


def _by_fault(answer: Answer, faults: Sequence[Fault], around: Circumstances) -> Failure:
    fault = decisive(faults)
    evidence = evidence_of(answer, faults, chosen=fault)
    match _meaning(fault, answer.status):
        case HoldReason() as reason:
            return _held(reason, answer, faults, evidence, around)
        case UnknownReason() as reason:
            return Unknown(reason=reason, evidence=evidence)
        case reason:
            return _refused(reason, fault, evidence)


def _meaning(fault: Fault, status: int) -> Meaning:
    """By its code; but a 401 is a 401, and where QBO broke down over it, a no is not certain."""
    meaning = meaning_of(fault)
    if isinstance(meaning, RefusalReason) and meaning is not RefusalReason.UNAVAILABLE:
        if status == UNAUTHORIZED:
            return RefusalReason.UNAUTHORIZED
        if status >= SERVER_ERROR:
            return UnknownReason.UNAVAILABLE
    return meaning


def _refused(reason: RefusalReason, fault: Fault, evidence: Evidence) -> Refused:
    too_long = reason is RefusalReason.TOO_LONG
    return Refused(
        reason=reason,
        evidence=evidence,
        object_id=object_in(fault)
        if reason in (RefusalReason.NAME_TAKEN, RefusalReason.NUMBER_TAKEN)
        else None,
        limit=limit_in(fault) if too_long else None,
        length=length_in(fault) if too_long else None,
    )


def _by_status(answer: Answer, around: Circumstances) -> Failure:
    """Of an answer that is no fault: a page, a text, or nothing."""
    evidence = evidence_of(answer)
    if answer.status == TOO_MANY:
        return _held(HoldReason.RATE_LIMITED, answer, (), evidence, around)
    if doubt := _doubt(answer):
        return Unknown(reason=doubt, evidence=evidence)
    unauthorized = answer.status == UNAUTHORIZED
    reason = RefusalReason.UNAUTHORIZED if unauthorized else RefusalReason.REJECTED
    return Refused(reason=reason, evidence=evidence)


def _doubt(answer: Answer) -> UnknownReason | None:
    """A 4xx alone is certain, whatever page comes with it."""
    if answer.status == REQUEST_TIMEOUT or answer.text.strip() == GATEWAY_TIMEOUT:
        return UnknownReason.TIMEOUT
    if answer.status >= SERVER_ERROR:
        return UnknownReason.UNAVAILABLE
    if answer.status >= BAD_REQUEST:
        return None
    return UnknownReason.UNREADABLE_ANSWER if answer.body.strip() else UnknownReason.EMPTY_ANSWER


def _held(
    reason: HoldReason, answer: Answer, faults: Sequence[Fault], evidence: Evidence, around: Circumstances
) -> Held:
    if reason is not HoldReason.RATE_LIMITED:
        return Held(reason=reason, until=None, evidence=evidence)
    reason, until = throttled(answer.retry_after, faults, around)
    return Held(reason=reason, until=until, evidence=evidence)
