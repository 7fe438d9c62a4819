"""What companies and connections promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import RealmTaken
from domain.model.companies import Company
from domain.model.outcomes import HoldReason
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import a_company, a_connection, a_contact, a_hold, later, new_id, some_tokens
from tests.contracts.database.base import DatabaseContract, one_submitted


class CompaniesContract(DatabaseContract):
    async def test_a_company_is_read_back_as_it_was_written(self, units: UnitsOfWork) -> None:
        company = a_company(time_zone="America/New_York")
        async with units() as uow:
            await uow.companies.add(company)
            await uow.commit()
        async with units() as uow:
            assert await uow.companies.get(company.id) == company

    async def test_nobody_is_found_under_an_unknown_id(self, units: UnitsOfWork) -> None:
        async with units() as uow:
            assert await uow.companies.get(new_id()) is None

    async def test_all_companies_come_oldest_first(self, units: UnitsOfWork) -> None:
        young, old = a_company(created_at=later(days=1)), a_company()
        async with units() as uow:
            await uow.companies.add(young)
            await uow.companies.add(old)
            assert await uow.companies.all() == [old, young]

    async def test_companies_without_a_realm_are_in_nobodys_way(self, units: UnitsOfWork) -> None:
        several = [a_company(realm_id=None), a_company(realm_id=None)]
        async with units() as uow:
            for company in several:
                await uow.companies.add(company)
            assert await uow.companies.all() == several

    async def test_companies_are_found_by_their_realms(self, units: UnitsOfWork, company: Company) -> None:
        other = a_company()
        async with units() as uow:
            await uow.companies.add(other)
            await uow.companies.add(a_company())
            realms = {str(company.realm_id), str(other.realm_id), "nobody's"}
            assert await uow.companies.of_realms(realms) == {
                company.realm_id: company.id,
                other.realm_id: other.id,
            }
            assert await uow.companies.of_realms(set()) == {}

    async def test_a_realm_belongs_to_one_company(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            with pytest.raises(RealmTaken):
                await uow.companies.add(a_company(realm_id=company.realm_id))
            assert await uow.companies.all() == [company], "the transaction lives on"

    async def test_what_was_not_committed_never_happened(self, units: UnitsOfWork) -> None:
        company = a_company()
        async with units() as uow:
            await uow.companies.add(company)
        async with units() as uow:
            assert await uow.companies.get(company.id) is None

    async def test_an_error_rolls_back(self, units: UnitsOfWork) -> None:
        company = a_company()
        with pytest.raises(RealmTaken):
            await added_twice(units, company)
        async with units() as uow:
            assert await uow.companies.get(company.id) is None


class ConnectionsContract(DatabaseContract):
    async def test_a_connection_is_read_back_with_its_tokens_open(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        async with units() as uow:
            assert await uow.connections.get(company.id) == a_connection(company)

    async def test_a_company_without_one_has_none(self, units: UnitsOfWork) -> None:
        company = a_company(realm_id=None)
        async with units() as uow:
            await uow.companies.add(company)
            assert await uow.connections.get(company.id) is None
            assert await uow.connections.get(new_id()) is None

    async def test_a_company_that_is_not_connected_is_held(self, units: UnitsOfWork) -> None:
        company = a_company(realm_id=None)
        async with units() as uow:
            await uow.companies.add(company)
            await uow.commit()
        await one_submitted(units, company, a_contact())
        async with units() as uow:
            assert not await uow.queue.due()

    async def test_new_tokens_replace_the_version_before_them(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        renewed = replace(a_connection(company), tokens=some_tokens(2), version=2)
        async with units() as uow:
            assert await uow.connections.replace_tokens(renewed)
            assert await uow.connections.get(company.id) == renewed

    async def test_the_ends_of_an_authorisation_are_kept_with_its_tokens(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        ends = replace(
            some_tokens(2), refresh_expires_at=later(days=100), grant_expires_at=later(days=5 * 365)
        )
        renewed = replace(a_connection(company), tokens=ends, version=2)
        async with units() as uow:
            assert await uow.connections.replace_tokens(renewed)
            assert await uow.connections.get(company.id) == renewed

    async def test_tokens_of_a_stale_version_are_not_written(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        stale = replace(a_connection(company), tokens=some_tokens(3), version=3)
        async with units() as uow:
            assert not await uow.connections.replace_tokens(stale)
            assert await uow.connections.get(company.id) == a_connection(company)

    @pytest.mark.parametrize("until", [None, later(minutes=5)], ids=["for a person", "for a time"])
    async def test_a_hold_is_kept_and_let_go(self, units: UnitsOfWork, company: Company, until: None) -> None:
        hold = a_hold(HoldReason.RATE_LIMITED, until=until)
        async with units() as uow:
            await uow.connections.hold(company.id, hold)
            assert await uow.connections.get(company.id) == a_connection(company, hold=hold)
            await uow.connections.hold(company.id, None)
            assert await uow.connections.get(company.id) == a_connection(company)


async def added_twice(units: UnitsOfWork, company: Company) -> None:
    async with units() as uow:
        await uow.companies.add(company)
        await uow.companies.add(replace(company, id=new_id()))
        await uow.commit()
