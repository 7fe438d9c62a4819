"""Companies and connections keep their promises on both databases."""

from __future__ import annotations

from sqlalchemy import select

from adapters.database.engine import open_engine
from adapters.database.rows import ConnectionRow
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from tests.builders import a_company, a_connection
from tests.contracts.database.companies import CompaniesContract, ConnectionsContract


class TestSqlCompanies(CompaniesContract): ...


class TestSqlConnections(ConnectionsContract): ...


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
