"""How companies are connected is kept as promised on both databases; the race for a state has one winner."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from adapters.database.engine import open_engine
from adapters.database.former_books import PRESENT_AND_FORMER
from adapters.database.rows import AuthorizationRow, Row
from adapters.database.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from tests.adapters.database.test_plans import plans_of
from tests.builders import NOON, later, new_id
from tests.contracts.database.base import a_company_in
from tests.contracts.database.connecting import (
    AuthorizationsContract,
    FormerBooksContract,
    GrantsContract,
    an_authorization,
    waiting,
)


class TestSqlAuthorizations(AuthorizationsContract): ...


class TestSqlGrants(GrantsContract): ...


class TestSqlFormerBooks(FormerBooksContract): ...


async def test_tokens_that_wait_lie_sealed(database_url: str) -> None:
    engine = open_engine(database_url)
    units = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    company = await a_company_in(units)
    await an_authorization(units, company, **waiting(company))
    async with engine.connect() as connection:
        (row,) = await connection.execute(select(AuthorizationRow))
    assert not {"access-7", "refresh-7"} & {str(value) for value in row}
    await engine.dispose()


async def test_tokens_that_nobody_can_open_are_none(database_url: str) -> None:
    engine = open_engine(database_url)
    lost, units = (SqlUnitsOfWork(engine, AesGcmVault([new_key()])) for _ in range(2))
    company = await a_company_in(lost)
    made = await an_authorization(lost, company, **waiting(company))
    async with units() as uow:
        (found,) = await uow.authorizations.unconfirmed(at=later(days=1), limit=9)
    assert (found.id, found.tokens) == (made.id, None)
    await engine.dispose()


async def test_of_many_browsers_with_one_state_one_gets_it(postgres_units: SqlUnitsOfWork) -> None:
    company = await a_company_in(postgres_units)
    made = await an_authorization(postgres_units, company)

    async def come() -> bool:
        async with postgres_units() as uow:
            used = await uow.authorizations.use(made.state_hash, at=NOON)
            await uow.commit()
        return used is not None

    assert sum(await asyncio.gather(*(come() for _ in range(8)))) == 1


async def test_who_asked_the_former_books_waits_for_nobody_and_is_told(
    postgres_units: SqlUnitsOfWork,
) -> None:
    company = await a_company_in(postgres_units)
    realm_id = str(company.realm_id)
    async with postgres_units() as writer, postgres_units() as mover:
        assert await writer.grants.has_books(company.id, realm_id)
        moving = asyncio.ensure_future(
            mover.former_books.move(company.id, before=realm_id, after="2", at=NOON)
        )
        await asyncio.wait([moving], timeout=0.3)
        assert not moving.done(), "the books stay until the writer is through"
        await writer.commit()
        await moving


async def test_a_state_and_what_nobody_confirmed_are_found_by_indexes(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    units = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    company = await a_company_in(units)
    made = await an_authorization(units, company)
    async with units() as uow:
        for number in range(2000):
            id_ = new_id()
            await uow.authorizations.add(replace(made, id=id_, state_hash=f"{number:064x}"))
        await uow.commit()
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE authorizations"))

    async def ask(uow: SqlUnitOfWork) -> None:
        await uow.authorizations.use(made.state_hash, at=NOON)
        await uow.authorizations.get(company.id, made.id)
        await uow.authorizations.unconfirmed(at=later(days=1), limit=9)

    plans = await plans_of(engine, ask)
    assert len(plans) == 3
    assert not [plan for plan in plans if "Seq Scan" in plan]
    await engine.dispose()


@pytest.mark.parametrize(("present", "former"), PRESENT_AND_FORMER)
def test_what_is_put_away_is_put_away_whole(present: type[Row], former: type[Row]) -> None:
    kept = {column.name for column in former.__table__.columns}
    assert kept == {column.name for column in present.__table__.columns} | {"realm_id"}
