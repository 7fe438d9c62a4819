"""Operations: bulk resyncs and how far they have come."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import Field

from api.schemas.fields import lines
from api.schemas.shown import Moment, Out, Shown, ShownId, ShownInteger
from domain.model.operations import Operation, OperationStatus, Pause, Progress
from domain.model.outcomes import HoldReason

Reason = Annotated[str, lines(1000)]

BLOCKED: Final = """What holds up the company, spending no attempt; null when nothing does, or all is done:

- `rate_limited`, `quickbooks_unavailable`: nobody acts; it goes on by itself.
- `read_quota_used_up`: nobody, until QuickBooks' monthly quota begins anew.
- `not_connected`, `needs_reconnect`: an administrator connects QuickBooks, or connects it again.
- `paused`: whoever paused the company, by `PATCH /settings`.
- `company_suspended`, `permission_denied`: an administrator, in QuickBooks."""


class ProgressOut(Out):
    """How many entries came to which result. They always sum to the total."""

    total: ShownInteger
    pending: Annotated[ShownInteger, Field(description="A worker acts next.")]
    synced: ShownInteger
    failed: ShownInteger
    waiting: Annotated[ShownInteger, Field(description="Another record must come first.")]
    skipped: Annotated[ShownInteger, Field(description="Excluded, superseded or left out by the settings.")]

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """As it is shown."""
        return cls(
            total=progress.total,
            pending=progress.pending,
            synced=progress.synced,
            failed=progress.failed,
            waiting=progress.waiting,
            skipped=progress.skipped,
        )


class OperationOut(Out):
    """A bulk resync over a set that was frozen when it was accepted."""

    id: ShownId
    status: Annotated[
        OperationStatus, Field(description="`running`: workers act. `finished`: nobody has to act any more.")
    ]
    requested_by: Annotated[Shown, Field(description="The name of the API key.")]
    reason: Shown | None
    created_at: Moment
    finished_at: Moment | None
    progress: ProgressOut
    blocked_reason: Annotated[HoldReason | Pause | None, Field(description=BLOCKED)]

    @classmethod
    def of(cls, operation: Operation) -> Self:
        """As it is shown."""
        return cls(
            id=operation.id,
            status=operation.status,
            requested_by=operation.requested_by,
            reason=operation.reason,
            created_at=operation.created_at,
            finished_at=operation.finished_at,
            progress=ProgressOut.of(operation.progress),
            blocked_reason=operation.blocked_reason,
        )
