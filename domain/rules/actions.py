"""What people may do with an entry; the use cases ask here too, so that both always agree."""

from __future__ import annotations

from enum import StrEnum

from domain.model.log_entries import LogEntry, Status
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
    adopt = () if entry.status in SENT else (EntryAction.ADOPT,)
    return (EntryAction.RESYNC, other, *adopt)
