"""What the queue promises to workers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from domain.model.companies import Company, Hold
from domain.model.log_entries import Exclusion, LogEntry, Status
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    FAR_AHEAD,
    LONG_AGO,
    NOON,
    a_contact,
    a_hold,
    a_payment,
    an_invoice,
    later,
)
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
    one_submitted,
    saved,
    settled,
    submitted,
)

DUE = (Status.QUEUED, Status.RETRYING, Status.UNCERTAIN)
NOBODYS = (Status.FAILED, Status.SYNCED, Status.SKIPPED, Status.SUPERSEDED)
LEFT_OUT = Exclusion(by="Front end", at=NOON)


class ClaimContract(DatabaseContract):
    async def test_a_claimed_entry_is_syncing_under_a_raised_epoch(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await one_submitted(units, company, a_contact(), lease_epoch=3)
        (taken,) = await claimed(units, await leased(units, company))
        assert taken == replace(entry, status=Status.SYNCING, lease_epoch=4, updated_at=taken.updated_at)
        assert await now_of(units, entry) == taken

    @pytest.mark.parametrize("status", DUE)
    @pytest.mark.parametrize("time", [None, LONG_AGO], ids=["at once", "its time has come"])
    async def test_what_a_worker_acts_on_is_due(
        self, units: UnitsOfWork, company: Company, status: Status, time: datetime | None
    ) -> None:
        await submitted(units, company, a_contact(), status=status, next_attempt_at=time)
        assert await is_due(units, company)

    @pytest.mark.parametrize("status", DUE)
    async def test_nothing_is_due_before_its_time(
        self, units: UnitsOfWork, company: Company, status: Status
    ) -> None:
        await submitted(units, company, a_contact(), status=status, next_attempt_at=FAR_AHEAD)
        assert not await is_due(units, company)

    @pytest.mark.parametrize("status", [*NOBODYS, Status.WAITING])
    async def test_what_no_worker_acts_on_is_not_due(
        self, units: UnitsOfWork, company: Company, status: Status
    ) -> None:
        waiting_for = (a_contact().key,) if status is Status.WAITING else ()
        await submitted(units, company, a_contact(), status=status, waiting_for=waiting_for)
        assert not await is_due(units, company)

    async def test_a_claimed_entry_is_not_due(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        await one_claimed(units, company)
        assert not await is_due(units, company)

    async def test_a_claim_whose_lease_lapsed_is_due_under_a_new_epoch(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        first = await one_claimed(units, company, seconds=LAPSED)
        assert await is_due(units, company)
        assert (await one_claimed(units, company)).lease_epoch == first.lease_epoch + 1

    async def test_an_excluded_entry_is_not_due(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact(), excluded=LEFT_OUT)
        assert not await is_due(units, company)

    async def test_an_excluded_entry_asked_for_by_hand_is_due(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact(), excluded=LEFT_OUT, by_hand=True)
        assert await is_due(units, company)

    async def test_an_entry_excluded_after_its_claim_is_not_claimed_again(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        taken = await one_claimed(units, company, seconds=LAPSED)
        await saved(units, replace(taken, excluded=LEFT_OUT))
        assert not await is_due(units, company)

    @pytest.mark.parametrize(("seconds", "lapsed"), [(MINUTE, False), (LAPSED, True)], ids=["held", "lapsed"])
    async def test_a_change_by_a_person_leaves_the_lease_alone(
        self, units: UnitsOfWork, company: Company, seconds: float, *, lapsed: bool
    ) -> None:
        await submitted(units, company, a_contact())
        await saved(units, replace(await one_claimed(units, company, seconds=seconds), by_hand=True))
        assert await is_due(units, company) is lapsed

    async def test_parents_go_before_children(self, units: UnitsOfWork, company: Company) -> None:
        contacts = [a_contact(), a_contact()]
        await submitted(units, company, a_payment(), an_invoice(), *contacts)
        lease = await leased(units, company)
        batches = [{entry.record.kind.value for entry in await claimed(units, lease)} for _ in range(4)]
        assert batches == [{"contact"}, {"invoice"}, {"payment"}, set()]

    async def test_the_oldest_go_first(self, units: UnitsOfWork, company: Company) -> None:
        for seconds in (2, 3, 1):
            contact = a_contact(external_ref=f"c-{seconds}")
            await submitted(units, company, contact, created_at=later(seconds=seconds))
        lease = await leased(units, company)
        first, rest = await claimed(units, lease, limit=2), await claimed(units, lease, limit=2)
        assert [entry.record.external_ref for entry in (*first, *rest)] == ["c-1", "c-2", "c-3"]

    async def test_a_parent_that_is_not_due_holds_up_nobody(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact(), status=Status.RETRYING, next_attempt_at=FAR_AHEAD)
        invoice = await one_submitted(units, company, an_invoice())
        assert (await one_claimed(units, company)).id == invoice.id

    async def test_other_companies_entries_are_theirs(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, await a_company_in(units), a_contact())
        assert not await is_due(units, company)

    async def test_a_drain_that_lost_its_lease_claims_nothing(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        stale = await lease_of(units, company, seconds=LAPSED)
        assert stale is not None
        await leased(units, company)
        await submitted(units, company, a_contact())
        assert await claimed(units, stale) == []

    @pytest.mark.parametrize("until", [None, FAR_AHEAD], ids=["for a person", "for a time"])
    async def test_a_company_held_meanwhile_has_nothing_due(
        self, units: UnitsOfWork, company: Company, until: datetime | None
    ) -> None:
        await submitted(units, company, a_contact())
        lease = await leased(units, company)
        await held(units, company, a_hold(until=until))
        assert await claimed(units, lease) == []
        await held(units, company, None)
        assert len(await claimed(units, lease)) == 1


class VersionsContract(DatabaseContract):
    """Versions of one record go one at a time, the oldest first."""

    async def test_an_older_version_goes_first_and_alone(self, units: UnitsOfWork, company: Company) -> None:
        older, _ = await two_versions(units, company, Status.QUEUED, Status.QUEUED)
        assert (await one_claimed(units, company)).id == older.id
        assert not await is_due(units, company)

    async def test_an_older_version_that_is_not_due_goes_second(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        older, newer = await two_versions(units, company, Status.RETRYING, Status.QUEUED)
        await saved(units, replace(older, next_attempt_at=FAR_AHEAD))
        assert (await one_claimed(units, company)).id == newer.id

    async def test_an_uncertain_version_holds_the_other_up(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await two_versions(units, company, Status.QUEUED, Status.UNCERTAIN, next_attempt_at=FAR_AHEAD)
        assert not await is_due(units, company)

    async def test_a_version_that_a_worker_has_holds_the_other_up(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        await submitted(units, company, contact)
        older = await one_claimed(units, company)
        await submitted(units, company, replace(contact, source_version=2))
        assert not await is_due(units, company)
        await settled(units, older, Status.SYNCED)
        assert await is_due(units, company)

    async def test_an_uncertain_version_that_is_left_out_holds_nobody_up(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        older, newer = await two_versions(units, company, Status.UNCERTAIN, Status.QUEUED)
        await saved(units, replace(older, excluded=LEFT_OUT))
        assert (await one_claimed(units, company)).id == newer.id

    @pytest.mark.parametrize("status", [Status.SYNCED, Status.FAILED, Status.SUPERSEDED, Status.WAITING])
    async def test_a_version_that_is_done_holds_nobody_up(
        self, units: UnitsOfWork, company: Company, status: Status
    ) -> None:
        _, newer = await two_versions(units, company, status, Status.QUEUED)
        assert (await one_claimed(units, company)).id == newer.id


class RingsContract(DatabaseContract):
    """`due` says for whom to ring."""

    async def test_nobody_is_rung_for_at_first(self, units: UnitsOfWork, company: Company) -> None:
        assert company not in await due(units)

    async def test_a_company_with_something_due_is(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        async with units() as uow:
            assert list(await uow.queue.due()) == [await uow.drains.last(company.id)]

    async def test_the_ring_names_the_last_lease(self, units: UnitsOfWork, company: Company) -> None:
        last = await lease_of(units, company, seconds=LAPSED)
        await submitted(units, company, a_contact())
        async with units() as uow:
            assert list(await uow.queue.due()) == [last]

    async def test_a_company_that_is_being_drained_is_not(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        lease = await leased(units, company)
        assert await due(units) == []
        async with units() as uow:
            await uow.drains.release(lease)
            await uow.commit()
        assert await due(units) == [company]

    @pytest.mark.parametrize("until", [None, FAR_AHEAD], ids=["for a person", "for a time"])
    async def test_a_held_company_is_not(
        self, units: UnitsOfWork, company: Company, until: datetime | None
    ) -> None:
        await submitted(units, company, a_contact())
        await held(units, company, a_hold(until=until))
        assert await due(units) == []

    async def test_a_company_whose_hold_is_over_is(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        await held(units, company, a_hold(until=LONG_AGO))
        assert await due(units) == [company]


async def due(units: UnitsOfWork) -> list[Company]:
    async with units() as uow:
        companies = [await uow.companies.get(lease.company_id) for lease in await uow.queue.due()]
    return [company for company in companies if company]


async def is_due(units: UnitsOfWork, company: Company) -> bool:
    """Ask all three who answer this question; they must agree."""
    async with units() as uow:
        answers = {
            await uow.queue.has_due(company.id),
            company.id in [lease.company_id for lease in await uow.queue.due()],
        }
        lease = await uow.drains.take(company.id, seconds=60)  # rolled back with the unit
        assert lease is not None
        answers.add(bool(await uow.queue.claim(lease, limit=1, seconds=60)))
    assert len(answers) == 1, "claim, has_due and due must agree"
    return answers.pop()


async def held(units: UnitsOfWork, company: Company, hold: Hold | None) -> None:
    async with units() as uow:
        await uow.connections.hold(company.id, hold)
        await uow.commit()


async def two_versions(
    units: UnitsOfWork,
    company: Company,
    older: Status,
    newer: Status,
    *,
    next_attempt_at: datetime | None = None,
) -> tuple[LogEntry, LogEntry]:
    contact = a_contact()
    first = await one_submitted(units, company, contact, status=older)
    second = await one_submitted(
        units,
        company,
        replace(contact, source_version=2),
        status=newer,
        next_attempt_at=next_attempt_at,
        created_at=later(seconds=1),
    )
    return first, second
