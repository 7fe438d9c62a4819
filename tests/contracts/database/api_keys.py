"""What API keys promise, and whoever bears one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.api_keys import ApiKey, Scope
from domain.model.companies import Company
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import NOON, an_api_key, later, new_id
from tests.contracts.database.base import DatabaseContract, a_company_in


class ApiKeysContract(DatabaseContract):
    async def test_a_key_is_read_back_as_it_was_written(self, units: UnitsOfWork, company: Company) -> None:
        ends = {"expires_at": later(days=1), "revoked_at": later(days=2), "last_used_at": later(minutes=1)}
        key = an_api_key(company, created_by="billing", replaced_by=new_id(), version=3, **ends)
        await kept(units, key)
        async with units() as uow:
            assert await uow.api_keys.get(company.id, key.id) == key

    async def test_another_companys_key_is_not_there(self, units: UnitsOfWork, company: Company) -> None:
        key, other = an_api_key(company), await a_company_in(units)
        await kept(units, key)
        async with units() as uow:
            assert await uow.api_keys.get(other.id, key.id) is None
            assert await uow.api_keys.get(company.id, new_id()) is None
            assert await uow.api_keys.page(other.id, after=None, limit=9) == []
            assert await uow.api_keys.good(other.id, at=NOON) == []

    async def test_they_are_listed_by_age_whether_they_are_good_or_not(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        keys = [an_api_key(company, revoked_at=NOON), an_api_key(company), an_api_key(company)]
        await kept(units, *reversed(keys))
        async with units() as uow:
            assert await uow.api_keys.page(company.id, after=None, limit=2) == keys[:2]
            assert await uow.api_keys.page(company.id, after=keys[1].id, limit=2) == keys[2:]

    async def test_good_are_those_that_open_something_at_that_time(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        lasting, passing = an_api_key(company), an_api_key(company, expires_at=later(seconds=1))
        await kept(units, passing, lasting, an_api_key(company, revoked_at=later(days=-1)))
        async with units() as uow:
            assert await uow.api_keys.good(company.id, at=NOON) == [lasting, passing]
            assert await uow.api_keys.good(company.id, at=later(seconds=1)) == [lasting]
        for at in (NOON, later(seconds=1)):
            assert lasting.is_good(at)
            assert passing.is_good(at) is (at == NOON)

    async def test_a_change_leaves_the_secret_and_the_last_use_alone(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        key = an_api_key(company, last_used_at=NOON)
        changes = {"name": "Screen", "scopes": frozenset({Scope.LOGS_READ}), "expires_at": later(days=1)}
        ended = {"revoked_at": later(days=2), "replaced_by": new_id(), "version": 2}
        after = replace(key, **changes, **ended)  # type: ignore[arg-type]  # as builders do
        await kept(units, key)
        async with units() as uow:
            await uow.api_keys.save(replace(after, secret_hash="0" * 64, created_by="x", last_used_at=None))
            assert await uow.api_keys.get(company.id, key.id) == after


class BearersContract(DatabaseContract):
    async def test_a_key_is_found_by_the_hash_of_its_secret(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        key = an_api_key(company)
        await kept(units, key)
        async with units() as uow:
            assert await uow.bearers.find(key.secret_hash) == key
            assert await uow.bearers.find("0" * 64) is None

    @pytest.mark.parametrize(
        ("before", "noted"),
        [(None, True), (NOON, True), (later(seconds=1), False)],
        ids=["never used", "used long ago", "used just now"],
    )
    async def test_a_use_is_noted_unless_one_was_noted_since(
        self,
        units: UnitsOfWork,
        company: Company,
        before: None,
        noted: bool,  # noqa: FBT001 - a column of the table
    ) -> None:
        key = an_api_key(company, last_used_at=before)
        await kept(units, key)
        now = later(minutes=1)
        async with units() as uow:
            assert await uow.bearers.note_use(key.id, at=now, unless_since=NOON) is noted
            assert await uow.bearers.find(key.secret_hash) == replace(
                key, last_used_at=now if noted else before
            )


async def kept(units: UnitsOfWork, *keys: ApiKey) -> None:
    async with units() as uow:
        for key in keys:
            await uow.api_keys.add(key)
        await uow.commit()
