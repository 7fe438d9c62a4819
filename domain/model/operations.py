"""Operations: a bulk resync and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.model.outcomes import HoldReason


class Pause(StrEnum):
    """What holds a company up by its own settings."""

    PAUSED = "paused"


class OperationStatus(StrEnum):
    """Whether there is still something to do."""

    RUNNING = "running"
    FINISHED = "finished"


class ItemResult(StrEnum):
    """What came of one entry of an operation; a finished result never changes."""

    PENDING = "pending"  # a worker, soon
    SYNCED = "synced"
    FAILED = "failed"
    WAITING = "waiting"  # another record must come first; it goes by itself then
    SKIPPED = "skipped"  # excluded, superseded or left out by the settings before its turn came


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many entries came to which result; they always sum to the total."""

    total: int
    pending: int
    synced: int
    failed: int
    waiting: int
    skipped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A bulk resync: its set is frozen when it is accepted."""

    id: UUID
    company_id: UUID
    status: OperationStatus
    requested_by: str
    reason: str | None
    created_at: datetime
    finished_at: datetime | None
    progress: Progress
    blocked_reason: HoldReason | Pause | None = None
