"""The causes of failures: what staff put right once for all entries that failed for it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from domain.errors import CauseNotFound
from domain.model.api_keys import Principal
from domain.model.failures import Cause, CauseMark
from domain.ports.unit_of_work import UnitsOfWork


class ListCauses:
    """A page of them."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, *, after: CauseMark | None, limit: int) -> Sequence[Cause]:
        """Return up to `limit`, the one of most entries first, beginning behind `after`."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await uow.failures.causes(principal.company_id, after=after, limit=limit)


class GetCause:
    """One of them."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, cause_id: UUID) -> Cause:
        """Raises CauseNotFound, also when nothing needs attention for it any more."""
        async with self._units_of_work.of(principal.company_id) as uow:
            cause = await uow.failures.cause(principal.company_id, cause_id)
        if cause is None:
            raise CauseNotFound
        return cause
