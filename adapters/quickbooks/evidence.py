"""Keep of an answer what explains it, and nothing that is secret or about a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.quickbooks.answers import Answer, NoAnswer, Reply
from domain.model.outcomes import Evidence, Fault

LONGEST = 4000

# What QBO's faults are known to quote: the other person at work, addresses, tokens. Repetitions
# are bounded, since an answer may be anything and of any length.
REDACTIONS = (
    (re.compile(r"\bYou and .{1,200}? were working"), "You and [somebody] were working"),
    (re.compile(r"\.\s{1,3}.{1,200}? finished before you did"), ". [Somebody] finished before you did"),
    (re.compile(r"(?i)\b(token \w+:\s*)[^\s\"<]{1,4000}"), r"\1[token]"),
    (re.compile(r"[^\s<>\"]{1,64}@[^\s<>\"]{1,255}"), "[e-mail]"),
    (re.compile(r"(?<![\w.-])(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w.-]{25,}"), "[token]"),
)


def redact(text: str) -> str:
    """The text without e-mail addresses, tokens and people's names, cut to what an attempt keeps."""
    text = text[: 4 * LONGEST]
    for pattern, instead in REDACTIONS:
        text = pattern.sub(instead, text)
    return text[:LONGEST]


def evidence_of(reply: Reply, faults: Sequence[Fault] = (), *, chosen: Fault | None = None) -> Evidence:
    """A fault answer is kept in its own words; of anything else only what it is and how long."""
    if isinstance(reply, NoAnswer):
        return Evidence(answer=f"No answer: {reply.why}")
    return Evidence(
        http_status=reply.status,
        intuit_tid=reply.intuit_tid,
        fault=_redacted(chosen, faults) if chosen else None,
        answer=redact(reply.text) if faults else _described(reply),
    )


def _described(answer: Answer) -> str:
    kind = answer.content_type.partition(";")[0].strip().lower()
    return f"{redact(kind) or 'no content type'}, {len(answer.text)} characters"


def _redacted(chosen: Fault, faults: Sequence[Fault]) -> Fault:
    """The others of the same answer go behind its detail, since one correction may have to mind all."""
    others = (
        f"{other.code} {other.element or other.message}: {other.detail or ''}"
        for other in faults
        if other is not chosen
    )
    detail = "\n".join(part for part in (chosen.detail, *others) if part)
    return replace(chosen, message=redact(chosen.message), detail=redact(detail) or None)
