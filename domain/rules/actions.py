"""What people may do with an entry; the use cases ask here too, so that both always agree."""

from __future__ import annotations

from enum import StrEnum

from domain.model.log_entries import EntryOperation, LogEntry, Status
from domain.rules.resync import SENT


class EntryAction(StrEnum):
    """A person's actions on one entry."""

    RESYNC = "resync"
    EXCLUDE = "exclude"
    INCLUDE = "include"
    ADOPT = "adopt"


DONE = frozenset({Status.SYNCED, Status.SUPERSEDED})


def available_actions(entry: LogEntry) -> tuple[EntryAction, ...]:
    """Every action that the endpoints accept and that changes something."""
    if entry.status in DONE:
        return (EntryAction.INCLUDE,) if entry.excluded else ()
    other = EntryAction.INCLUDE if entry.excluded else EntryAction.EXCLUDE
    resync = () if entry.status is Status.SKIPPED else (EntryAction.RESYNC,)
    return (*resync, other, *((EntryAction.ADOPT,) if _is_adoptable(entry) else ()))


def _is_adoptable(entry: LogEntry) -> bool:
    return entry.status not in SENT and entry.operation is not EntryOperation.VOID
