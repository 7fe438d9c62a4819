"""Several callers at once, on Postgres: nobody waits for a key that is being changed, and one admin stays."""

from __future__ import annotations

import asyncio

import pytest

from adapters.clock import UuidIds
from adapters.database.unit_of_work import SqlUnitsOfWork
from domain.errors.api_keys import LastKeysAdmin
from domain.model.api_keys import ApiKey
from domain.model.audit import Actor
from domain.model.companies import Company
from domain.use_cases.api_keys import RevokeKey
from domain.use_cases.trail import Trail
from tests.builders import NOON, a_call, an_api_key, later
from tests.contracts.database.base import a_company_in
from tests.fakes.clock import FakeClock

AT_ONCE = 10.0
"""Seconds within which whatever waits for nobody is done."""


@pytest.fixture
async def company(postgres_units: SqlUnitsOfWork) -> Company:
    return await a_company_in(postgres_units)


async def kept(units: SqlUnitsOfWork, *keys: ApiKey) -> None:
    async with units() as uow:
        for key in keys:
            await uow.api_keys.add(key)
        await uow.commit()


async def test_a_use_of_a_key_that_is_being_changed_is_not_noted_and_waits_for_nobody(
    postgres_units: SqlUnitsOfWork, company: Company
) -> None:
    key = an_api_key(company)
    await kept(postgres_units, key)
    async with postgres_units.of(company.id) as changing:
        assert await changing.api_keys.good(company.id, at=NOON) == [key]
        async with asyncio.timeout(AT_ONCE), postgres_units() as calling:
            assert await calling.bearers.find(key.secret_hash) == key
            assert not await calling.bearers.note_use(key.id, at=NOON, unless_since=NOON)


async def test_a_call_is_kept_while_the_key_that_makes_it_is_being_changed(
    postgres_units: SqlUnitsOfWork, company: Company
) -> None:
    key = an_api_key(company)
    await kept(postgres_units, key)
    async with postgres_units.of(company.id) as changing:
        assert await changing.api_keys.good(company.id, at=NOON) == [key]
        async with asyncio.timeout(AT_ONCE), postgres_units.of(company.id) as calling:
            assert await calling.idempotency.claim(a_call(key), at=NOON) is None
            await calling.commit()


async def test_of_many_uses_at_once_one_is_written(postgres_units: SqlUnitsOfWork, company: Company) -> None:
    key, now = an_api_key(company), later(minutes=1)
    await kept(postgres_units, key)

    async def use() -> bool:
        async with postgres_units() as uow:
            noted = await uow.bearers.note_use(key.id, at=now, unless_since=NOON)
            await uow.commit()
        return noted

    assert sum(await asyncio.gather(*(use() for _ in range(15)))) == 1


async def test_of_two_admins_who_revoke_each_other_one_stays(
    postgres_units: SqlUnitsOfWork, company: Company
) -> None:
    clock = FakeClock(NOON)
    trail = Trail(clock=clock, ids=UuidIds())
    revoke = RevokeKey(units_of_work=postgres_units, clock=clock, trail=trail)
    for _ in range(10):
        one, other = keys = an_api_key(company), an_api_key(company)
        await kept(postgres_units, *keys)
        done = await asyncio.gather(
            revoke(company.id, one.id, by=Actor(key_id=other.id, name="other")),
            revoke(company.id, other.id, by=Actor(key_id=one.id, name="one")),
            return_exceptions=True,
        )
        assert sorted(str(type(each)) for each in done) == sorted([str(LastKeysAdmin), str(type(None))])
        async with postgres_units.of(company.id) as uow:
            (left,) = await uow.api_keys.good(company.id, at=NOON)
        await revoke(company.id, left.id, by=Actor())
