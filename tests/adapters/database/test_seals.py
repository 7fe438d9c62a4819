"""Secrets open in their own place alone, and the keys that seal them can be changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.engine import open_engine
from adapters.database.rows import ConnectionRow, Row, SourceRow
from adapters.database.seals import marked_columns
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from domain.model.companies import Company
from domain.model.sources import CompanySource, SourceAddress
from domain.use_cases.rotate_vault import RotateVault
from tests.builders import a_company, a_connection, some_tokens
from tests.contracts.database.connecting import an_authorization, waiting

OLD, NEW = new_key(), new_key()
OLD_ID = AesGcmVault([OLD]).key_id


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


def units_with(engine: AsyncEngine, *keys: str) -> SqlUnitsOfWork:
    return SqlUnitsOfWork(engine, AesGcmVault(keys))


async def sealed_with(engine: AsyncEngine, key: str) -> Company:
    """A company that has every secret that there is."""
    company = a_company()
    async with units_with(engine, key)() as uow:
        await uow.companies.add(company)
        await uow.connections.add(a_connection(company))
        await uow.sources.put(a_source(company))
        await uow.commit()
    return company


def a_source(company: Company) -> CompanySource:
    address = SourceAddress(url="https://billing.example.org", token="billing-token")
    return CompanySource(company_id=company.id, address=address)


async def rotated(engine: AsyncEngine, *keys: str) -> tuple[int, dict[str, int]]:
    done = await RotateVault(units_of_work=units_with(engine, *keys))()
    return done.resealed, dict(done.left)


async def opens_with(engine: AsyncEngine, key: str, company: Company) -> None:
    async with units_with(engine, key).of(company.id) as uow:
        assert await uow.connections.get(company.id) == a_connection(company)
        assert await uow.sources.get(company.id) == a_source(company)


async def holding(engine: AsyncEngine, words: str) -> set[str]:
    """The columns of all tables in which these words stand, marked or not."""
    found = set()
    async with engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                found |= {
                    f"{table.name}.{name}" for name, value in row._asdict().items() if words in str(value)
                }
    return found


async def test_each_secret_of_a_company_is_sealed_anew(engine: AsyncEngine) -> None:
    company, other = await sealed_with(engine, OLD), await sealed_with(engine, OLD)
    unconfirmed = await an_authorization(units_with(engine, OLD), company, **waiting(company))
    assert await holding(engine, OLD_ID) == {str(column) for column in marked_columns()}
    assert await rotated(engine, NEW, OLD) == (8, {})
    assert await holding(engine, OLD_ID) == set()
    for each in (company, other):
        await opens_with(engine, NEW, each)
    async with units_with(engine, NEW).of(company.id) as uow:
        assert await uow.authorizations.get(company.id, unconfirmed.id) == unconfirmed


async def test_a_second_run_finds_nothing_to_do(engine: AsyncEngine) -> None:
    await sealed_with(engine, OLD)
    await rotated(engine, NEW, OLD)
    assert await rotated(engine, NEW, OLD) == (0, {})


async def test_secrets_of_the_vault_before_this_one_are_sealed_anew(engine: AsyncEngine) -> None:
    company, fernet = await sealed_with(engine, OLD), Fernet(OLD)
    async with engine.begin() as connection:
        old = {
            "access_token": fernet.encrypt(b"access-1").decode(),
            "refresh_token": fernet.encrypt(b"refresh-1").decode(),
        }
        await connection.execute(update(ConnectionRow).values(old))
        await connection.execute(update(SourceRow).values(token=fernet.encrypt(b"billing-token").decode()))
    await opens_with(engine, OLD, company)
    assert await rotated(engine, NEW, OLD) == (3, {})
    await opens_with(engine, NEW, company)


async def test_what_no_key_opens_is_left_and_told(engine: AsyncEngine) -> None:
    lost, company = await sealed_with(engine, new_key()), await sealed_with(engine, OLD)
    async with engine.begin() as connection:
        broken = update(SourceRow).where(SourceRow.company_id == lost.id).values(token="no seal at all")
        await connection.execute(broken)
    resealed, left = await rotated(engine, NEW, OLD)
    assert (resealed, sorted(left.values())) == (3, [1, 2])
    assert left["unknown"] == 1
    await opens_with(engine, NEW, company)


async def test_a_pair_that_was_renewed_meanwhile_stays(engine: AsyncEngine) -> None:
    company = await sealed_with(engine, OLD)
    units = units_with(engine, NEW, OLD)
    async with units.of(company.id) as uow:
        read = await uow.sealed_texts.under_older_keys(company.id)
    renewed = replace(a_connection(company), tokens=some_tokens(2), version=2)
    async with units_with(engine, OLD).of(company.id) as uow:  # a worker that does not know the new key yet
        assert await uow.connections.replace_tokens(renewed)
        await uow.commit()
    async with units.of(company.id) as uow:
        assert [await uow.sealed_texts.reseal(each) for each in read] == [False, False, True]
        await uow.commit()
    async with units.of(company.id) as uow:
        assert await uow.connections.get(company.id) == renewed
    assert await rotated(engine, NEW, OLD) == (2, {})


async def test_to_seal_anew_does_not_get_in_the_way_of_a_renewal(engine: AsyncEngine) -> None:
    company = await sealed_with(engine, OLD)
    renewed = replace(a_connection(company), tokens=some_tokens(2), version=2)
    await rotated(engine, NEW, OLD)
    async with units_with(engine, NEW).of(company.id) as uow:
        assert await uow.connections.replace_tokens(renewed)


@pytest.mark.parametrize(
    ("move", "refused"),
    [
        ("UPDATE connections SET access_token = (SELECT max(access_token) FROM connections)", 1),
        ("UPDATE connections SET refresh_token = access_token", 2),
        ("UPDATE connections SET realm_id = '77'", 2),
        ("UPDATE connections SET refresh_token = (SELECT max(token) FROM sources)", 2),
    ],
    ids=["another company's", "the other field's", "another realm's", "another table's"],
)
async def test_a_secret_that_was_moved_does_not_open(engine: AsyncEngine, move: str, refused: int) -> None:
    companies = [await sealed_with(engine, OLD), await sealed_with(engine, OLD)]
    async with engine.begin() as connection:
        await connection.execute(text(move))
    moved = 0
    for company in companies:
        async with units_with(engine, OLD).of(company.id) as uow:
            try:
                await uow.connections.get(company.id)
            except ValueError:
                moved += 1
    assert moved == refused
