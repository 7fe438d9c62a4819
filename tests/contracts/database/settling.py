"""What the queue promises when workers are done, and to entries that wait."""

from __future__ import annotations

from dataclasses import replace

from domain.model.companies import Company
from domain.model.log_entries import Exclusion, LogEntry, Status
from domain.model.records import Record, RecordKey, RecordKind
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import LONG_AGO, NOON, a_contact, a_key, a_ref, an_error, an_invoice, failed
from tests.contracts.database.base import (
    LAPSED,
    DatabaseContract,
    a_company_in,
    linked,
    now_of,
    one_claimed,
    one_submitted,
    saved,
    settled,
    submitted,
    woken,
)
from tests.contracts.database.queue import due

LEFT_OUT = Exclusion(by="Front end", at=NOON)
ONE, OTHER = a_key(RecordKind.CONTACT, "c-1"), a_key(RecordKind.INVOICE, "inv-1")


class SettleContract(DatabaseContract):
    async def test_what_became_of_it_is_written(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        taken = await one_claimed(units, company)
        synced = replace(taken, status=Status.SYNCED, ref=a_ref(), attempts=2, updated_at=NOON)
        async with units() as uow:
            assert await uow.queue.settle(synced)
            await uow.commit()
        assert await now_of(units, taken) == synced

    async def test_a_stale_epoch_writes_nothing(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        stale = await one_claimed(units, company, seconds=LAPSED)
        current = await one_claimed(units, company)
        assert not await settled(units, stale, Status.SYNCED)
        assert await now_of(units, stale) == current
        assert await settled(units, current, Status.SYNCED)

    async def test_a_lapsed_lease_that_nobody_took_over_still_settles(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        assert await settled(units, await one_claimed(units, company, seconds=LAPSED), Status.SYNCED)

    async def test_nothing_is_settled_twice(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        taken = await one_claimed(units, company)
        assert await settled(units, taken, Status.SYNCED)
        assert not await settled(units, taken, Status.FAILED)

    async def test_an_exclusion_meanwhile_stays(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact())
        taken = await one_claimed(units, company)
        await saved(units, replace(taken, excluded=LEFT_OUT))
        await settled(units, taken, Status.RETRYING, next_attempt_at=LONG_AGO)
        assert (await now_of(units, taken)).excluded == LEFT_OUT
        assert await due(units) == []

    async def test_a_wish_by_hand_meanwhile_stays_while_it_goes_on(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await submitted(units, company, a_contact())
        taken = await one_claimed(units, company)
        await saved(units, replace(taken, by_hand=True))
        await settled(units, taken, Status.RETRYING, next_attempt_at=LONG_AGO)
        assert (await now_of(units, taken)).by_hand

    async def test_a_cycle_by_hand_ends_with_a_result(self, units: UnitsOfWork, company: Company) -> None:
        await submitted(units, company, a_contact(), by_hand=True)
        taken = await one_claimed(units, company)
        await settled(units, taken, Status.FAILED, by_hand=False)
        assert not (await now_of(units, taken)).by_hand

    async def test_an_older_versions_failure_is_superseded_by_a_newer_one(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        older = await one_submitted(units, company, contact)
        taken = await one_claimed(units, company)
        await submitted(units, company, replace(contact, source_version=2))
        await settled(units, taken, Status.FAILED, error=an_error())
        assert (await now_of(units, older)).status is Status.SUPERSEDED

    async def test_the_newest_versions_failure_is_a_failure(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        await submitted(units, company, contact, status=Status.SYNCED)
        await submitted(units, company, replace(contact, source_version=2))
        taken = await one_claimed(units, company)
        await settled(units, taken, Status.FAILED, error=an_error())
        assert (await now_of(units, taken)).status is Status.FAILED


class WaitingContract(DatabaseContract):
    async def test_who_waits_is_woken_by_what_it_waits_for(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        waiting = await a_waiting(units, company, ONE)
        assert await woken(units, company.id, ONE) == 1
        entry = await now_of(units, waiting)
        assert (entry.status, entry.waiting_for, entry.next_attempt_at) == (Status.QUEUED, (), None)
        assert await due(units) == [company]

    async def test_nothing_else_wakes_it(self, units: UnitsOfWork, company: Company) -> None:
        waiting = await a_waiting(units, company, ONE)
        assert await woken(units, company.id, OTHER) == 0
        assert await now_of(units, waiting) == waiting

    async def test_another_companys_record_of_the_same_name_does_not(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await a_waiting(units, company, ONE)
        assert await woken(units, (await a_company_in(units)).id, ONE) == 0

    async def test_all_who_wait_for_it_are_woken(self, units: UnitsOfWork, company: Company) -> None:
        for needs in ((ONE,), (ONE, OTHER), (OTHER,)):
            await a_waiting(units, company, *needs)
        assert await woken(units, company.id, ONE) == 2

    async def test_who_was_woken_is_not_woken_twice(self, units: UnitsOfWork, company: Company) -> None:
        await a_waiting(units, company, ONE, OTHER)
        await woken(units, company.id, ONE)
        assert await woken(units, company.id, OTHER) == 0

    async def test_who_waits_again_is_woken_again(self, units: UnitsOfWork, company: Company) -> None:
        waiting = await a_waiting(units, company, ONE, OTHER)
        await woken(units, company.id, ONE)
        taken = await one_claimed(units, company)
        await settled(units, taken, Status.WAITING, waiting_for=(OTHER,))
        assert await woken(units, company.id, ONE) == 0
        assert await woken(units, company.id, OTHER) == 1
        assert (await now_of(units, waiting)).status is Status.QUEUED

    async def test_who_stopped_waiting_is_not_woken(self, units: UnitsOfWork, company: Company) -> None:
        waiting = await a_waiting(units, company, ONE)
        await saved(units, replace(waiting, status=Status.SUPERSEDED, waiting_for=()))
        assert await woken(units, company.id, ONE) == 0

    async def test_a_need_that_arrived_before_the_wait_was_written_ends_it_at_once(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact, invoice = a_contact(), an_invoice()
        await in_the_books(units, company, contact)
        await submitted(units, company, invoice)
        taken = await one_claimed(units, company)
        await settled(units, taken, Status.WAITING, waiting_for=(contact.key,))
        entry = await now_of(units, taken)
        assert (entry.status, entry.waiting_for) == (Status.QUEUED, ())

    async def test_one_of_two_needs_is_not_enough(self, units: UnitsOfWork, company: Company) -> None:
        contact, invoice = a_contact(), an_invoice()
        await in_the_books(units, company, contact)
        await submitted(units, company, invoice)
        taken = await one_claimed(units, company)
        await settled(units, taken, Status.WAITING, waiting_for=(contact.key, OTHER))
        assert (await now_of(units, taken)).status is Status.WAITING

    async def test_a_lost_wake_up_is_found(self, units: UnitsOfWork, company: Company) -> None:
        contact = a_contact()
        waiting = await a_waiting(units, company, contact.key)
        assert await due(units) == []
        await in_the_books(units, company, contact)
        assert await due(units) == [company], "the sweeper rings for it"
        assert await ready(units, company) == 1
        assert (await now_of(units, waiting)).status is Status.QUEUED
        assert await ready(units, company) == 0

    async def test_a_wait_that_is_not_over_goes_on(self, units: UnitsOfWork, company: Company) -> None:
        contact = a_contact()
        await a_waiting(units, company, contact.key, OTHER)
        await in_the_books(units, company, contact)
        assert await ready(units, company) == 0
        assert await due(units) == []

    async def test_who_failed_for_a_record_that_was_given_up_is_woken_like_one_that_waits(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        child = await a_bereft(units, company, ONE)
        assert await woken(units, company.id, OTHER) == 0
        assert await woken(units, (await a_company_in(units)).id, ONE) == 0
        assert await woken(units, company.id, ONE) == 1
        assert await now_of(units, child) == replace(
            child, status=Status.QUEUED, updated_at=(await now_of(units, child)).updated_at
        )
        assert await due(units) == [company]

    async def test_who_failed_so_and_is_left_out_itself_is_not(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        child = await a_bereft(units, company, ONE)
        await saved(units, replace(child, excluded=LEFT_OUT))
        assert await woken(units, company.id, ONE) == 0

    async def test_who_failed_for_something_else_about_the_same_record_is_not(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await one_submitted(units, company, an_invoice())
        await saved(units, failed(entry, an_error("changed_in_quickbooks", subject=str(ONE))))
        assert await woken(units, company.id, ONE) == 0

    async def test_who_waits_for_what_was_given_up_is_found(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        await a_waiting(units, company, contact.key, OTHER)
        parent = await one_submitted(units, company, contact, status=Status.FAILED)
        assert await ready(units, company) == 0
        await saved(units, replace(parent, excluded=LEFT_OUT))
        assert await due(units) == [company], "the sweeper rings for it"
        assert await ready(units, company) == 1

    async def test_what_is_in_the_books_or_goes_on_was_not_given_up(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        by_hand, superseded, older = a_contact(), a_contact(), a_contact()
        await submitted(units, company, by_hand, status=Status.QUEUED, by_hand=True, excluded=LEFT_OUT)
        await submitted(units, company, superseded, status=Status.SUPERSEDED, excluded=LEFT_OUT)
        await submitted(units, company, older, status=Status.SYNCING, excluded=LEFT_OUT)
        await submitted(units, company, replace(older, source_version=2), status=Status.FAILED)
        for contact in (by_hand, superseded, older):
            await a_waiting(units, company, contact.key)
        assert await ready(units, company) == 0

    async def test_a_lost_release_of_who_failed_is_found(self, units: UnitsOfWork, company: Company) -> None:
        contact = a_contact()
        parent = await one_submitted(units, company, contact, status=Status.FAILED, excluded=LEFT_OUT)
        child = await a_bereft(units, company, contact.key)
        assert await ready(units, company) == 0
        await saved(units, replace(parent, excluded=None))
        assert await ready(units, company) == 1
        assert (await now_of(units, child)).status is Status.QUEUED

    async def test_a_need_that_was_given_up_before_the_wait_was_written_ends_it_at_once(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        contact = a_contact()
        await submitted(units, company, contact, status=Status.FAILED, excluded=LEFT_OUT)
        await submitted(units, company, an_invoice())
        taken = await one_claimed(units, company)
        await settled(units, taken, Status.WAITING, waiting_for=(contact.key, OTHER))
        assert (await now_of(units, taken)).status is Status.QUEUED


async def a_bereft(units: UnitsOfWork, company: Company, parent: RecordKey) -> LogEntry:
    entry = failed(
        await one_submitted(units, company, an_invoice()), an_error("depends_on_failed", subject=str(parent))
    )
    await saved(units, entry)
    return entry


async def a_waiting(units: UnitsOfWork, company: Company, *needs: object) -> LogEntry:
    return await one_submitted(units, company, an_invoice(), status=Status.WAITING, waiting_for=needs)


async def in_the_books(units: UnitsOfWork, company: Company, record: Record) -> None:
    await submitted(units, company, record, status=Status.SYNCED)
    await linked(units, company, record)


async def ready(units: UnitsOfWork, company: Company) -> int:
    async with units() as uow:
        count = await uow.queue.wake_ready(company.id)
        await uow.commit()
    return count
