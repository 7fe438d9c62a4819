"""Resync all failures: an operation over a set that is frozen when it is accepted."""

from __future__ import annotations

from uuid import UUID

from domain.errors import OperationInProgress, OperationNotFound
from domain.model.api_keys import Principal
from domain.model.failures import EVERY_FAILURE, Chosen
from domain.model.operations import Operation, OperationStatus, Progress
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.deeds import resyncing_failures
from domain.rules.resync import check_choice
from domain.use_cases.resync import require_connection
from domain.use_cases.trail import Trail

NOTHING_YET = Progress(total=0, pending=0, synced=0, failed=0, waiting=0, skipped=0)


class ResyncFailures:
    """One at a time in a company; excluded entries stay out."""

    def __init__(self, *, clock: Clock, ids: Ids, trail: Trail) -> None:
        self._clock = clock
        self._ids = ids
        self._trail = trail

    async def within(
        self,
        uow: UnitOfWork,
        principal: Principal,
        reason: str | None,
        *,
        chosen: Chosen = EVERY_FAILURE,
        expected_count: int | None = None,
    ) -> Operation:
        """Raises OperationInProgress, ConnectionRequired, CauseNotFound or CountChanged.

        The last two after the set was frozen, so that nobody can come between: the unit of work
        must not be committed then.
        """
        if running := await uow.operations.running(principal.company_id):
            raise OperationInProgress(operation_id=str(running.id))
        await require_connection(uow, principal.company_id)
        operation = await uow.operations.start(self._operation(principal, reason), chosen)
        check_choice(chosen, operation.progress.total, expected_count)
        await self._trail.caller_did(uow, principal, resyncing_failures(operation, chosen))
        return operation

    def _operation(self, principal: Principal, reason: str | None) -> Operation:
        return Operation(
            id=self._ids.new(),
            company_id=principal.company_id,
            status=OperationStatus.RUNNING,
            requested_by=principal.name,
            reason=reason,
            created_at=self._clock.now(),
            finished_at=None,
            progress=NOTHING_YET,
        )


class GetOperation:
    """How far a bulk resync has come."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, operation_id: UUID) -> Operation:
        """Raises OperationNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            operation = await uow.operations.get(principal.company_id, operation_id)
        if operation is None:
            raise OperationNotFound
        return operation
