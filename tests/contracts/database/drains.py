"""What is promised of the right to drain a company, and of attempts under a claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.attempts import AttemptOutcome
from domain.model.companies import Company, DrainLease
from domain.model.log_entries import Status
from domain.model.outcomes import Evidence, Fault
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import FAR_AHEAD, LONG_AGO, a_contact, a_hold, an_attempt, answered, later
from tests.contracts.database.base import (
    LAPSED,
    MINUTE,
    DatabaseContract,
    a_company_in,
    claimed,
    lease_of,
    leased,
    now_of,
    one_claimed,
    settled,
    submitted,
)
from tests.contracts.database.queue import held


class DrainsContract(DatabaseContract):
    async def test_before_the_first_the_epoch_is_0(self, units: UnitsOfWork, company: Company) -> None:
        async with units() as uow:
            assert await uow.drains.last(company.id) == DrainLease(company_id=company.id, epoch=0)

    async def test_each_lease_has_a_new_epoch(self, units: UnitsOfWork, company: Company) -> None:
        first = await lease_of(units, company, seconds=LAPSED)
        second = await lease_of(units, company, seconds=LAPSED)
        assert [lease.epoch for lease in (first, second) if lease] == [1, 2]
        async with units() as uow:
            assert await uow.drains.last(company.id) == second

    async def test_nobody_takes_what_somebody_holds(self, units: UnitsOfWork, company: Company) -> None:
        await leased(units, company)
        assert await lease_of(units, company) is None

    async def test_companies_are_drained_side_by_side(self, units: UnitsOfWork, company: Company) -> None:
        await leased(units, company)
        assert await lease_of(units, await a_company_in(units)) is not None

    async def test_a_released_lease_is_free(self, units: UnitsOfWork, company: Company) -> None:
        await released(units, await leased(units, company))
        assert await lease_of(units, company) is not None

    async def test_a_released_lease_is_not_renewed(self, units: UnitsOfWork, company: Company) -> None:
        lease = await leased(units, company)
        await released(units, lease)
        assert not await renewed(units, lease)
        assert await lease_of(units, company) is not None

    async def test_releasing_a_lost_lease_does_nothing(self, units: UnitsOfWork, company: Company) -> None:
        lost = await lease_of(units, company, seconds=LAPSED)
        assert lost is not None
        await leased(units, company)
        await released(units, lost)
        assert await lease_of(units, company) is None

    @pytest.mark.parametrize("until", [None, FAR_AHEAD], ids=["for a person", "for a time"])
    async def test_a_held_company_is_not_drained(
        self, units: UnitsOfWork, company: Company, until: None
    ) -> None:
        await held(units, company, a_hold(until=until))
        assert await lease_of(units, company) is None

    async def test_a_hold_that_is_over_stops_nobody(self, units: UnitsOfWork, company: Company) -> None:
        await held(units, company, a_hold(until=LONG_AGO))
        assert await lease_of(units, company) is not None

    async def test_renewing_keeps_the_lease(self, units: UnitsOfWork, company: Company) -> None:
        lease = await lease_of(units, company, seconds=LAPSED)
        assert lease is not None
        assert await renewed(units, lease)
        assert await lease_of(units, company) is None

    async def test_renewing_keeps_the_entries_claimed_under_it(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        lease = await leased(units, company)
        (taken,) = await claimed(units, lease, seconds=LAPSED)
        assert await renewed(units, lease)
        assert await claimed(units, lease) == []
        assert await settled(units, taken, Status.SYNCED)

    async def test_a_lost_lease_is_not_renewed(self, units: UnitsOfWork, company: Company) -> None:
        lost = await lease_of(units, company, seconds=LAPSED)
        assert lost is not None
        await leased(units, company)
        assert not await renewed(units, lost)

    async def test_the_entries_of_a_worker_that_died_are_not_kept_by_the_next(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        dead = await lease_of(units, company, seconds=LAPSED)
        assert dead is not None
        await claimed(units, dead, seconds=LAPSED)
        await released(units, await leased(units, company))
        next_one = await leased(units, company)
        await renewed(units, next_one)
        assert len(await claimed(units, next_one)) == 1


class AttemptsContract(DatabaseContract):
    async def test_attempts_are_read_back_by_their_number(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        entry = await one_claimed(units, company)
        second, first = an_attempt(entry, number=2), an_attempt(entry, number=1)
        async with units() as uow:
            assert await uow.attempts.begin([second, first]) == [second, first]
            assert await uow.attempts.of_entry(entry.id) == [first, second]

    async def test_an_attempt_counts_on_its_entry(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact(), attempts=4)
        entry = await one_claimed(units, company)
        async with units() as uow:
            await uow.attempts.begin([an_attempt(entry, started_at=later(minutes=3))])
            await uow.commit()
        counted = await now_of(units, entry)
        assert (counted.attempts, counted.last_attempt_at) == (5, later(minutes=3))

    async def test_nothing_begins_under_a_claim_that_was_lost(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        stale = await one_claimed(units, company, seconds=LAPSED)
        current = await one_claimed(units, company)
        async with units() as uow:
            assert await uow.attempts.begin([an_attempt(stale)]) == []
            assert await uow.attempts.of_entry(stale.id) == []
            assert (await uow.log.get(company.id, stale.id)) == current

    async def test_nothing_begins_for_an_entry_that_is_done(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        entry = await one_claimed(units, company)
        await settled(units, entry, Status.SYNCED)
        async with units() as uow:
            assert await uow.attempts.begin([an_attempt(entry)]) == []

    async def test_of_several_those_whose_claim_holds_begin(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact(), a_contact())
        mine, lost = await claimed(units, await leased(units, company))
        attempts = [an_attempt(mine), an_attempt(replace(lost, lease_epoch=0))]
        async with units() as uow:
            assert await uow.attempts.begin(attempts) == attempts[:1]

    async def test_no_attempts_begin_nothing(self, units: UnitsOfWork) -> None:
        async with units() as uow:
            assert list(await uow.attempts.begin([])) == []

    async def test_a_result_is_written_once(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        entry = await one_claimed(units, company)
        attempt = an_attempt(entry)
        evidence = Evidence(
            http_status=400, intuit_tid="1-abc", fault=Fault(code="6240", message="Duplicate"), answer="{}"
        )
        first = answered(attempt, AttemptOutcome.NOT_APPLIED, evidence)
        async with units() as uow:
            await uow.attempts.begin([attempt])
            await uow.attempts.finish(first)
            await uow.attempts.finish(answered(attempt, AttemptOutcome.APPLIED))
            assert await uow.attempts.of_entry(entry.id) == [first]


async def released(units: UnitsOfWork, lease: DrainLease) -> None:
    async with units() as uow:
        await uow.drains.release(lease)
        await uow.commit()


async def renewed(units: UnitsOfWork, lease: DrainLease) -> bool:
    async with units() as uow:
        kept = await uow.drains.renew(lease, seconds=MINUTE)
        await uow.commit()
    return kept
