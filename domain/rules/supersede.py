"""A newer version takes the place of older ones that nobody is sending just now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.model.log_entries import LogEntry, Status

GIVES_WAY = frozenset({Status.QUEUED, Status.WAITING, Status.RETRYING, Status.FAILED, Status.SKIPPED})


def supersede(older: LogEntry, now: datetime) -> LogEntry | None:
    """The entry, superseded; None when it stands: it is in the books, or on its way there.

    One that is on its way is settled first; the newer version waits for that.
    """
    if older.status not in GIVES_WAY:
        return None
    return replace(
        older, status=Status.SUPERSEDED, next_attempt_at=None, waiting_for=(), by_hand=False, updated_at=now
    )
