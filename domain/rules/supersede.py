"""A newer version takes the place of older ones that nobody is sending just now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.model.log_entries import LogEntry, Status
from domain.rules.resync import may_be_in_the_books

STANDS = frozenset({Status.SYNCED, Status.SYNCING, Status.SUPERSEDED})


def supersede(older: LogEntry, now: datetime) -> LogEntry | None:
    """What becomes of the entry; None when it stands: it is in the books, or on its way there.

    One that may be in the books is settled first, since the newer version would not find it
    under another name or number: a worker takes it up, and the newer version waits. Only one
    that a person left out is given up.
    """
    if older.status in STANDS or _is_being_settled(older):
        return None
    if may_be_in_the_books(older) and not older.excluded:
        return replace(_given_up(older, now), status=Status.UNCERTAIN, attempts=0)
    return _given_up(older, now)


def _is_being_settled(entry: LogEntry) -> bool:
    return entry.status is Status.UNCERTAIN and not entry.is_left_out


def _given_up(entry: LogEntry, now: datetime) -> LogEntry:
    return replace(
        entry, status=Status.SUPERSEDED, next_attempt_at=None, waiting_for=(), by_hand=False, updated_at=now
    )
