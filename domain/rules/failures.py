"""Make an error of the catalogue's words and the blanks of the case."""

from __future__ import annotations

from collections.abc import Mapping

from domain import catalogue
from domain.model.log_entries import ErrorOutcome, SyncError
from domain.model.outcomes import Evidence


def failure(
    code: str,
    *,
    subject: str,
    outcome: ErrorOutcome = ErrorOutcome.NOT_APPLIED,
    evidence: Evidence | None = None,
    context: Mapping[str, str] | None = None,
    known: Mapping[str, str] | None = None,
    **blanks: str | int,
) -> SyncError:
    """`subject` is what it is about: failures of one code and subject share a cause.

    The blanks, or the ready-made `context`, fill in the message and are kept for the remedies;
    `known` is kept for them too, and is no part of the message.
    """
    context = context or {name: str(value) for name, value in blanks.items()}
    return SyncError(
        code=code,
        message=catalogue.message(code, **context),
        subject=subject,
        outcome=outcome,
        context={**context, **(known or {})},
        fault=evidence.fault if evidence else None,
        intuit_tid=evidence.intuit_tid if evidence else None,
    )
