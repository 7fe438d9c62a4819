"""Say where the billing system of a company answers."""

from __future__ import annotations

from uuid import UUID

from domain.errors import CompanyNotFound
from domain.model.sources import CompanySource, SourceAddress
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.deeds import setting_source
from domain.rules.source_addresses import source_url
from domain.use_cases.trail import Trail


class SetSource:
    """The address that the data of records by reference is fetched from, and the token for it."""

    def __init__(self, *, units_of_work: UnitsOfWork, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._trail = trail

    async def __call__(self, company_id: UUID, url: str, token: str | None) -> CompanySource:
        """Replaces an earlier one, and its pause. Raises CompanyNotFound or SourceAddressInvalid."""
        source = CompanySource(company_id=company_id, address=SourceAddress(url=source_url(url), token=token))
        async with self._units_of_work.of(company_id) as uow:
            if await uow.companies.get(company_id) is None:
                raise CompanyNotFound
            await uow.sources.put(source)
            await self._trail.operator_did(uow, company_id, setting_source(source))
            await uow.commit()
        return source
