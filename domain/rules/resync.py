"""What a person's resync, exclusion and adoption make of an entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.errors import (
    AlreadySynced,
    AlreadyVoided,
    CauseNotFound,
    CountChanged,
    EntrySuperseded,
    RecordInProgress,
)
from domain.errors.settings import SkippedBySettings
from domain.model.books import LedgerRef
from domain.model.failures import Chosen, FailuresOf
from domain.model.log_entries import EntryOperation, ErrorOutcome, Exclusion, LogEntry, Status

SENT = frozenset({Status.SYNCING, Status.UNCERTAIN})
"""A worker has it, or will find out what came of its sending: nobody else may say what it is."""

UNDER_WAY = frozenset({Status.QUEUED, Status.SYNCING})


def resynced(entry: LogEntry, now: datetime) -> LogEntry:
    """The entry, due now, with a new count of attempts.

    What may be in the books already stays `uncertain`: it is looked up first, never made blindly.
    Raises AlreadySynced, EntrySuperseded, or SkippedBySettings: those have to change first.
    """
    check_open(entry)
    if entry.status is Status.SKIPPED:
        raise SkippedBySettings
    if entry.status in UNDER_WAY:
        return replace(entry, by_hand=True)
    return replace(
        entry,
        status=Status.UNCERTAIN if may_be_in_the_books(entry) else Status.QUEUED,
        by_hand=True,
        attempts=0,
        stale_reads=0,
        next_attempt_at=None,
        waiting_for=(),
        updated_at=now,
    )


def may_be_in_the_books(entry: LogEntry) -> bool:
    """Whether nobody knows what its last sending did."""
    unknown = entry.error is not None and entry.error.outcome is ErrorOutcome.UNCERTAIN
    return unknown or entry.status is Status.UNCERTAIN


def excluded(entry: LogEntry, *, by: str, reason: str | None, now: datetime) -> LogEntry:
    """The entry, left out of every bulk and automatic attempt from now on.

    Excluded twice, it keeps its first exclusion. Raises AlreadySynced or EntrySuperseded.
    """
    check_open(entry)
    if entry.excluded:
        return entry
    exclusion = Exclusion(by=by, at=now, reason=reason)
    return replace(entry, excluded=exclusion, by_hand=False, updated_at=now)


def included(entry: LogEntry, now: datetime) -> LogEntry:
    """The entry, with its exclusion taken back; nothing happens where there was none."""
    return replace(entry, excluded=None, updated_at=now) if entry.excluded else entry


def redecided(entry: LogEntry, now: datetime) -> LogEntry:
    """The entry, which was never sent, for a worker to decide about afresh; its count goes on."""
    return replace(entry, status=Status.QUEUED, next_attempt_at=None, updated_at=now)


def check_choice(chosen: Chosen, count: int, expected: int | None) -> None:
    """Raise CauseNotFound when nothing failed for the cause, CountChanged unless as many as expected did."""
    if isinstance(chosen, FailuresOf) and not count:
        raise CauseNotFound
    if expected is not None and count != expected:
        raise CountChanged(count=count)


def adopted(entry: LogEntry, ref: LedgerRef, now: datetime) -> LogEntry:
    """The entry, in the books as this object. Raises AlreadySynced, EntrySuperseded or RecordInProgress."""
    check_adoptable(entry)
    return replace(
        entry,
        status=Status.SYNCED,
        ref=ref,
        by_hand=False,
        message=None,
        error=None,
        cause_id=None,
        waiting_for=(),
        next_attempt_at=None,
        updated_at=now,
        changed_in_books=None,
    )


def check_adoptable(entry: LogEntry) -> None:
    """Raise AlreadySynced, EntrySuperseded, AlreadyVoided or RecordInProgress."""
    check_open(entry)
    if entry.operation is EntryOperation.VOID:
        raise AlreadyVoided
    if entry.status in SENT:
        raise RecordInProgress


def check_open(entry: LogEntry) -> None:
    """Raise AlreadySynced or EntrySuperseded where nothing is left to do."""
    if entry.status is Status.SYNCED:
        raise AlreadySynced
    if entry.status is Status.SUPERSEDED:
        raise EntrySuperseded
