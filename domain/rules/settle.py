"""What an entry becomes after a verdict or a step."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.model.books import LedgerRef
from domain.model.dossiers import Dossier
from domain.model.log_entries import ContactName, ErrorOutcome, LogEntry, Status, SyncError
from domain.model.records import Contact, RecordKey
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
from domain.rules.causes import cause_of
from domain.rules.preconditions import versioned


def settle(
    dossier: Dossier, step: Step | Done | Wait | GiveWay, *, is_unsettled: bool, now: datetime
) -> LogEntry:
    """The entry, no longer `syncing`; `is_unsettled` says that nobody knows what its last sending did."""
    if isinstance(step, Fail):
        step = replace(step, error=versioned(step.error, dossier))
    return become(_named(dossier, now), step, is_unsettled=is_unsettled)


def become(  # noqa: C901, PLR0911 - one for each step
    entry: LogEntry, step: Step | Done | Wait | GiveWay, *, is_unsettled: bool
) -> LogEntry:
    """What an entry with a clean slate becomes."""
    match step:
        case Adopt(ref=ref):
            return replace(entry, status=Status.SYNCED, ref=ref, by_hand=False, changed_in_books=None)
        case Done(message=message):
            gone = replace(entry, ref=None, message=message, changed_in_books=None)
            return replace(gone, status=Status.SYNCED, by_hand=False)
        case Fail(error=error, ref=ref):
            told = replace(entry, status=Status.FAILED, ref=ref or entry.ref, by_hand=False)
            return _failed(told, error, _outcome(ref, is_unsettled=is_unsettled))
        case Skip(reason=reason):
            return replace(entry, status=Status.SKIPPED, message=reason, by_hand=False)
        case Wait(on=on):
            return replace(entry, status=Status.WAITING, waiting_for=on, message=_waiting_for(on))
        case GiveWay(ref=ref):
            return replace(entry, status=Status.SUPERSEDED, ref=ref or entry.ref, by_hand=False)
        case Retry(at=at, error=error):
            status = Status.UNCERTAIN if is_unsettled else Status.RETRYING
            due = replace(entry, status=status, next_attempt_at=at)
            return _failed(due, error, _outcome(None, is_unsettled=is_unsettled))
        case GoOn(ref=ref):
            return replace(entry, status=Status.QUEUED, ref=ref or entry.ref)
        case LookAgain():
            return replace(entry, status=_due(is_unsettled=is_unsettled), stale_reads=entry.stale_reads + 1)
        case StandBack(attempts=attempts):
            return replace(entry, status=_due(is_unsettled=is_unsettled), attempts=attempts)


def cleared(entry: LogEntry, now: datetime) -> LogEntry:
    """The entry with a clean slate."""
    return replace(
        entry,
        updated_at=now,
        message=None,
        error=None,
        cause_id=None,
        waiting_for=(),
        next_attempt_at=None,
    )


def _named(dossier: Dossier, now: datetime) -> LogEntry:
    """The entry with a clean slate, and with its contact's name if that has become known."""
    entry = cleared(dossier.entry, now)
    for need in dossier.needs.values():
        if isinstance(need.record, Contact):
            name = ContactName(external_ref=need.record.external_ref, name=need.record.display_name)
            return replace(entry, contact=name)
    return entry


def _outcome(ref: LedgerRef | None, *, is_unsettled: bool) -> ErrorOutcome:
    if ref:
        return ErrorOutcome.INCOMPLETE
    return ErrorOutcome.UNCERTAIN if is_unsettled else ErrorOutcome.NOT_APPLIED


def _failed(entry: LogEntry, error: SyncError, outcome: ErrorOutcome) -> LogEntry:
    told = replace(error, outcome=outcome)
    return replace(entry, error=told, message=told.message, cause_id=cause_of(entry.company_id, told))


def _due(*, is_unsettled: bool) -> Status:
    return Status.UNCERTAIN if is_unsettled else Status.QUEUED


def _waiting_for(keys: tuple[RecordKey, ...]) -> str:
    return "Waiting for " + ", ".join(str(key) for key in keys)
