"""Records by reference and their sources keep their promises on both databases."""

from __future__ import annotations

from sqlalchemy import text

from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from tests.builders import a_company, a_connection
from tests.contracts.database.by_reference import ByReferenceContract, SourcesContract, a_source


class TestSqlByReference(ByReferenceContract): ...


class TestSqlSources(SourcesContract): ...


async def test_the_token_of_a_source_lies_sealed(sqlite_url: str) -> None:
    engine, company = open_engine(sqlite_url), a_company()
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        await uow.companies.add(company)
        await uow.connections.add(a_connection(company))
        await uow.sources.put(a_source(company, token="secret"))
        await uow.commit()
    async with engine.connect() as connection:
        (row,) = await connection.execute(text("SELECT * FROM sources"))
    await engine.dispose()
    assert "https://billing.example.org/api" in row
    assert "secret" not in str(row)
