"""How databases are opened, and what their columns keep."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError, StatementError

from adapters.database.engine import async_url, blocking_url, open_engine
from adapters.database.rows import DrainRow
from adapters.database.unit_of_work import SqlUnitsOfWork
from domain.model.money import Money
from domain.model.seals import SealedFor
from tests.builders import LONG_AGO, a_company, a_payment, new_id
from tests.contracts.database.base import a_company_in, now_of, one_submitted


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+aiosqlite:////var/x.db", "sqlite+aiosqlite:////var/x.db"),
        ("postgresql://u:p@h:5/d", "postgresql+psycopg://u:p@h:5/d"),
        ("postgres://u:p@h/d?sslmode=require", "postgresql+psycopg://u:p@h/d?sslmode=require"),
        ("postgresql+asyncpg://h/d", "postgresql+psycopg://h/d"),
    ],
)
def test_a_url_may_be_spelled_in_any_way(given: str, used: str) -> None:
    assert async_url(given).render_as_string(hide_password=False) == used


def test_migrations_use_a_driver_that_blocks() -> None:
    assert blocking_url("sqlite+aiosqlite:///x.db").drivername == "sqlite"
    assert blocking_url("postgresql://h/d").drivername == "postgresql+psycopg"


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="not mysql"):
        open_engine("mysql://h/d")


async def test_a_cancelled_unit_of_work_leaves_nothing_behind(units: SqlUnitsOfWork) -> None:
    company, entered = a_company(), asyncio.Event()

    async def never_commit() -> None:
        async with units() as uow:
            await uow.companies.add(company)
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_commit())
    await entered.wait()
    task.cancel()
    await asyncio.wait([task])
    async with units() as uow:
        assert await uow.companies.get(company.id) is None
        await uow.companies.add(company)


async def test_one_that_is_cancelled_while_it_waits_holds_nobody_up(sqlite_url: str) -> None:
    units = SqlUnitsOfWork(engine := open_engine(sqlite_url), vault=NoVault())

    async def look() -> None:
        async with units() as uow:
            await uow.companies.all()

    async with units():
        waiting = [asyncio.create_task(look()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
    await asyncio.wait(waiting)
    assert [task.cancelled() for task in waiting] == [True, False, False]
    await engine.dispose()


async def test_references_are_enforced(database_url: str) -> None:
    engine = open_engine(database_url)
    orphan = insert(DrainRow).values(company_id=new_id(), epoch=1, lease_until=LONG_AGO)
    async with engine.connect() as connection:
        with pytest.raises(IntegrityError):
            await connection.execute(orphan)
    await engine.dispose()


async def test_sqlite_readers_outside_do_not_stop_the_writer(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    async with engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
    await engine.dispose()


async def test_a_moment_without_an_offset_is_refused(units: SqlUnitsOfWork) -> None:
    naive = a_company(created_at=datetime(2026, 1, 5))  # noqa: DTZ001 - the mistake that is meant
    async with units() as uow:
        with pytest.raises(StatementError, match="offset"):
            await uow.companies.add(naive)


@pytest.mark.parametrize("digits", ["0.01", "350.00", "-12345678901234567890.123456789", "1E+3", "0"])
async def test_money_keeps_every_digit(units: SqlUnitsOfWork, digits: str) -> None:
    company, money = await a_company_in(units), Money(amount=Decimal(digits), currency="USD")
    entry = await one_submitted(units, company, a_payment(), amount=money)
    assert await now_of(units, entry) == replace(entry, amount=money)


class NoVault:
    """For units of work that touch no token."""

    key_id = "none"

    def seal(self, secret: str, about: SealedFor) -> str:
        raise NotImplementedError

    def open(self, sealed: str, about: SealedFor) -> str:
        raise NotImplementedError

    def key_id_of(self, sealed: str) -> str:
        raise NotImplementedError
