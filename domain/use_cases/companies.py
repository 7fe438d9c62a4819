"""Companies and their API keys, as an operator makes them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.errors import CompanyNotFound
from domain.model.api_keys import ApiKey, Principal, Scope
from domain.model.companies import Company, Connection, Tokens
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.key_secrets import RANDOM_BYTES, hash_secret, write_secret


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key that was just made, and its secret, which is shown this once."""

    key: ApiKey
    secret: str = field(repr=False)


class CreateCompany:
    """A company with its QBO realm and tokens."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, ids: Ids) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._ids = ids

    async def __call__(self, name: str, *, realm_id: str, time_zone: str, tokens: Tokens) -> Company:
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
            await uow.connections.add(
                Connection(company_id=company.id, realm_id=realm_id, tokens=tokens, version=1)
            )
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


class CreateKey:
    """An API key for one company."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, ids: Ids) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._ids = ids

    async def __call__(self, company_id: UUID, name: str, scopes: frozenset[Scope]) -> NewKey:
        """Raises CompanyNotFound."""
        secret = write_secret(secrets.token_bytes(RANDOM_BYTES))
        key = ApiKey(
            id=self._ids.new(),
            company_id=company_id,
            name=name,
            secret_hash=hash_secret(secret),
            scopes=scopes,
            created_at=self._clock.now(),
            created_by="operator",
        )
        async with self._units_of_work.of(company_id) as uow:
            if await uow.companies.get(company_id) is None:
                raise CompanyNotFound
            await uow.api_keys.add(key)
            await uow.commit()
        return NewKey(key=key, secret=secret)


async def company_of(uow: UnitOfWork, company_id: UUID) -> Company:
    """Return the company. Raises CompanyNotFound."""
    company = await uow.companies.get(company_id)
    if company is None:
        raise CompanyNotFound
    return company
