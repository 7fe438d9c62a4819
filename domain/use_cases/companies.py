"""Companies, as an operator makes them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from domain.errors import CompanyNotFound
from domain.model.api_keys import Principal
from domain.model.companies import Company, Connection, Tokens
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.deeds import creating_company
from domain.use_cases.trail import Trail


class CreateCompany:
    """A company; with a QBO realm and tokens that an operator has for it, or to be connected by OAuth."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, ids: Ids, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._ids = ids
        self._trail = trail

    async def __call__(
        self, name: str, *, time_zone: str, realm_id: str | None = None, tokens: Tokens | None = None
    ) -> Company:
        """Raises RealmTaken."""
        company = Company(
            id=self._ids.new(),
            name=name,
            realm_id=realm_id,
            time_zone=time_zone,
            created_at=self._clock.now(),
        )
        async with self._units_of_work.of(company.id) as uow:
            await uow.companies.add(company)
            if realm_id and tokens:
                await uow.connections.add(
                    Connection(company_id=company.id, realm_id=realm_id, tokens=tokens, version=1)
                )
            await self._trail.operator_did(uow, company.id, creating_company(company))
            await uow.commit()
        return company


class ListCompanies:
    """Every company of this installation."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self) -> Sequence[Company]:
        """Return them, oldest first."""
        async with self._units_of_work() as uow:
            return await uow.companies.all()


class GetCompany:
    """The caller's own company."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal) -> Company:
        """Raises CompanyNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await company_of(uow, principal.company_id)


async def company_of(uow: UnitOfWork, company_id: UUID, *, lock: bool = False) -> Company:
    """Return the company; `lock` keeps others from changing it. Raises CompanyNotFound."""
    read = uow.companies.lock if lock else uow.companies.get
    company = await read(company_id)
    if company is None:
        raise CompanyNotFound
    return company
