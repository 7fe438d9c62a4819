"""Read the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from domain.model.api_keys import Principal
from domain.model.audit import AuditEvent, AuditFilter, AuditMark
from domain.ports.unit_of_work import UnitsOfWork


class ListAudit:
    """A page of the company's own trail."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(
        self, principal: Principal, wanted: AuditFilter, *, after: AuditMark | None, limit: int
    ) -> Sequence[AuditEvent]:
        """Return up to `limit` events, newest first, beginning behind `after`."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await uow.audit.page(principal.company_id, wanted, after=after, limit=limit)
