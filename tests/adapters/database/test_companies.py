"""Companies and connections keep their promises on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from adapters.database.engine import open_engine
from adapters.database.rows import ConnectionRow
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from domain.model.companies import Connection
from tests.builders import a_company, a_connection, later, some_tokens
from tests.contracts.database.base import a_company_in
from tests.contracts.database.companies import CompaniesContract, ConnectionsContract
from tests.contracts.renewals import RenewalsContract, Works


class TestSqlCompanies(CompaniesContract): ...


class TestSqlConnections(ConnectionsContract): ...


class TestSqlRenewals(RenewalsContract):
    @pytest.fixture
    def works(self, units: SqlUnitsOfWork) -> Works:
        return units

    @pytest.fixture
    async def connection(self, units: SqlUnitsOfWork) -> Connection:
        return a_connection(await a_company_in(units))


async def test_the_company_that_is_idle_longest_goes_first(units: SqlUnitsOfWork) -> None:
    companies = [await a_company_in(units) for _ in range(3)]
    expiries = (later(days=3), later(days=1), later(days=2))
    async with units() as uow:
        for company, expires_at in zip(companies, expiries, strict=True):
            tokens = replace(some_tokens(2), expires_at=expires_at)
            await uow.connections.replace_tokens(replace(a_connection(company), tokens=tokens, version=2))
        taken = await uow.renewals.take_idle(since=later(days=9), seconds=60, limit=2)
    assert taken == [companies[1].id, companies[2].id]


async def test_tokens_lie_sealed(database_url: str) -> None:
    company, engine = a_company(), open_engine(database_url)
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        await uow.companies.add(company)
        await uow.connections.add(a_connection(company))
        await uow.commit()
    async with engine.connect() as connection:
        (row,) = await connection.execute(select(ConnectionRow))
    assert not {"access-1", "refresh-1"} & {str(value) for value in row}
    await engine.dispose()
