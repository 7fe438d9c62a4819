"""Records and those that need them first: what a parent's fate means to its children."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from domain.model.log_entries import LogEntry, Status, SyncError
from domain.model.records import RecordKey
from domain.model.standings import Standing
from domain.rules.causes import cause_id
from domain.rules.failures import failure

DEPENDS_ON_FAILED: Final = "depends_on_failed"

STUCK: Final[Mapping[Status, str]] = {Status.FAILED: "failed", Status.SKIPPED: "was skipped"}
"""Of a parent that does not arrive by itself, what is said to those that wait for it."""


def depends_on_failed(parent: RecordKey, standing: Standing) -> SyncError:
    """Why a child of a parent that was given up fails; all its children share the cause.

    A parent that a person left out can be taken up again, and its entry is named; a void is for ever.
    """
    entry = {} if standing.is_void else {"entry_id": str(standing.entry_id)}
    return failure(
        DEPENDS_ON_FAILED,
        subject=str(parent),
        kind=parent.kind.value,
        external_ref=parent.external_ref,
        reason=_reason(standing),
        known=entry,
    )


def _reason(standing: Standing) -> str:
    if standing.is_void:
        return "it was voided"
    return standing.message or "nothing had gone wrong with it yet"


def cause_of_children(company_id: UUID, parent: RecordKey) -> UUID:
    """The cause that all children of a given-up parent fail for."""
    return cause_id(company_id, DEPENDS_ON_FAILED, str(parent))


def is_bereft(entry: LogEntry) -> bool:
    """Whether it failed for a parent that was given up."""
    return entry.status is Status.FAILED and entry.error is not None and entry.error.code == DEPENDS_ON_FAILED


def told(entry: LogEntry, standings: Mapping[RecordKey, Standing]) -> LogEntry:
    """The entry, its message saying which of those that it waits for failed or were skipped, and why.

    Said anew at each reading, since a parent's failure comes and goes while its children wait.
    """
    stuck = [key for key in entry.waiting_for if _is_stuck(standings.get(key))]
    if not stuck:
        return entry
    waits = "; ".join(_said_of(key, standings.get(key)) for key in entry.waiting_for)
    return replace(entry, message=f"Waiting for {waits}")


def _is_stuck(standing: Standing | None) -> bool:
    return standing is not None and standing.status in STUCK


def _said_of(key: RecordKey, standing: Standing | None) -> str:
    if standing is None or not _is_stuck(standing):
        return str(key)
    return f"{key}, which {STUCK[standing.status]}: {standing.message}"
