"""Write down who did what, in the transaction in which it was done."""

from __future__ import annotations

from uuid import UUID

from domain.model.api_keys import Principal
from domain.model.audit import Actor, AuditEvent, Deed
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork


class Trail:
    """For use cases: what they did not commit was not done, and is not in the trail."""

    def __init__(self, *, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    async def caller_did(self, uow: UnitOfWork, principal: Principal, deed: Deed) -> None:
        """Somebody did it by the API."""
        await self.did(uow, principal.company_id, deed, by=Actor.of(principal))

    async def operator_did(self, uow: UnitOfWork, company_id: UUID, deed: Deed) -> None:
        """The operator did it by the command line."""
        await self.did(uow, company_id, deed, by=Actor())

    async def did(self, uow: UnitOfWork, company_id: UUID, deed: Deed, *, by: Actor) -> None:
        """For those who act by either."""
        event = AuditEvent(
            id=self._ids.new(),
            company_id=company_id,
            at=self._clock.now(),
            actor=by,
            action=deed.action,
            subject_kind=deed.subject_kind,
            subject_id=deed.subject_id,
            details={name: value for name, value in deed.details.items() if value is not None},
        )
        await uow.audit.add(event)
