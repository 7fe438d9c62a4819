"""What bulk resyncs promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.model.companies import Company
from domain.model.log_entries import Exclusion, LogEntry, Status
from domain.model.operations import Operation, OperationStatus, Progress
from domain.model.outcomes import HoldReason
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    LONG_AGO,
    NOON,
    NOTHING_DONE,
    a_contact,
    a_hold,
    an_operation,
    failed,
    later,
    new_id,
)
from tests.contracts.database.base import (
    DatabaseContract,
    a_company_in,
    now_of,
    one_claimed,
    one_submitted,
    saved,
    settled,
    submitted,
    woken,
)
from tests.contracts.database.queue import due, held

LEFT_OUT = Exclusion(by="Front end", at=NOON)


class OperationsContract(DatabaseContract):
    async def test_failures_are_queued_with_a_fresh_count(self, units: UnitsOfWork, company: Company) -> None:
        entry = await a_failure(units, company, attempts=10, stale_reads=3, by_hand=True)
        operation = await started(units, company, created_at=later(minutes=1))
        again = await now_of(units, entry)
        assert again == replace(
            entry,
            status=Status.QUEUED,
            attempts=0,
            stale_reads=0,
            by_hand=False,
            operation_id=operation.id,
            updated_at=operation.created_at,
        )
        assert await due(units) == [company]

    async def test_it_begins_with_everything_pending(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company)
        await a_failure(units, company)
        operation = await started(units, company)
        assert operation.status is OperationStatus.RUNNING
        assert operation.progress == progress(pending=2)

    async def test_it_is_read_back(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company)
        operation = await started(units, company, reason="the fee item is mapped")
        async with units() as uow:
            assert await uow.operations.get(company.id, operation.id) == operation
            assert await uow.operations.running(company.id) == operation

    async def test_others_are_not_there(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company)
        operation, other = await started(units, company), await a_company_in(units)
        async with units() as uow:
            assert await uow.operations.get(other.id, operation.id) is None
            assert await uow.operations.get(company.id, new_id()) is None
            assert await uow.operations.running(other.id) is None

    async def test_excluded_failures_stay_out(self, units: UnitsOfWork, company: Company) -> None:
        entry = await a_failure(units, company)
        excluded = replace(entry, excluded=LEFT_OUT)
        await saved(units, excluded)
        assert (await started(units, company)).progress == NOTHING_DONE
        assert await now_of(units, entry) == excluded

    @pytest.mark.parametrize("status", [status for status in Status if status is not Status.FAILED])
    async def test_what_did_not_fail_stays_out(
        self, units: UnitsOfWork, company: Company, status: Status
    ) -> None:
        await submitted(units, company, a_contact(), status=status)
        assert (await started(units, company)).progress == NOTHING_DONE

    async def test_another_companys_failures_stay_out(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, await a_company_in(units))
        assert (await started(units, company)).progress == NOTHING_DONE

    async def test_an_empty_one_is_finished_at_once(self, units: UnitsOfWork, company: Company) -> None:
        operation = await started(units, company)
        assert (operation.status, operation.finished_at) == (OperationStatus.FINISHED, operation.created_at)
        async with units() as uow:
            assert await uow.operations.running(company.id) is None

    @pytest.mark.parametrize(
        ("status", "result"),
        [
            (Status.SYNCED, "synced"),
            (Status.FAILED, "failed"),
            (Status.SKIPPED, "skipped"),
            (Status.SUPERSEDED, "skipped"),
            (Status.RETRYING, "pending"),
            (Status.UNCERTAIN, "pending"),
            (Status.QUEUED, "pending"),
        ],
    )
    async def test_a_settled_entry_has_its_result(
        self, units: UnitsOfWork, company: Company, status: Status, result: str
    ) -> None:
        await a_failure(units, company)
        operation = await started(units, company)
        await settled(units, await one_claimed(units, company), status)
        assert await progress_of(units, operation) == progress(**{result: 1})

    async def test_a_waiting_result_is_followed_by_the_final_one(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        key = a_contact().key
        await a_failure(units, company)
        operation = await started(units, company)
        await settled(units, await one_claimed(units, company), Status.WAITING, waiting_for=(key,))
        assert await progress_of(units, operation) == progress(waiting=1)
        await woken(units, company.id, key)
        await settled(units, await one_claimed(units, company), Status.SYNCED)
        assert await progress_of(units, operation) == progress(synced=1)

    async def test_a_finished_result_never_changes(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company)
        operation = await started(units, company)
        taken = await one_claimed(units, company)
        await settled(units, taken, Status.FAILED)
        await saved(units, replace(await now_of(units, taken), status=Status.QUEUED, by_hand=True))
        await settled(units, await one_claimed(units, company), Status.SYNCED)
        assert await progress_of(units, operation) == progress(failed=1)

    async def test_an_exclusion_skips_what_is_pending(self, units: UnitsOfWork, company: Company) -> None:
        entry = await a_failure(units, company)
        operation = await started(units, company)
        await saved(units, replace(await now_of(units, entry), excluded=LEFT_OUT))
        assert await progress_of(units, operation) == progress(skipped=1)

    async def test_a_newer_version_skips_what_is_pending(self, units: UnitsOfWork, company: Company) -> None:
        entry = await a_failure(units, company)
        operation = await started(units, company)
        await saved(units, replace(await now_of(units, entry), status=Status.SUPERSEDED))
        assert await progress_of(units, operation) == progress(skipped=1)

    async def test_an_entry_that_left_the_operation_is_skipped(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        entry = await a_failure(units, company)
        operation = await started(units, company)
        await saved(units, replace(await now_of(units, entry), operation_id=None))
        assert await progress_of(units, operation) == progress(skipped=1)

    async def test_counts_sum_to_the_total_and_it_finishes_with_the_last(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await a_failure(units, company)
        entry = await a_failure(units, company)
        operation = await started(units, company)
        await saved(units, replace(await now_of(units, entry), excluded=LEFT_OUT))
        await finished_if_done(units, company)
        assert await progress_of(units, operation) == progress(pending=1, skipped=1)
        async with units() as uow:
            assert await uow.operations.running(company.id) is not None
        await settled(units, await one_claimed(units, company), Status.SYNCED)
        await finished_if_done(units, company)
        async with units() as uow:
            assert await uow.operations.running(company.id) is None
            done = await uow.operations.get(company.id, operation.id)
        assert done == replace(
            operation,
            status=OperationStatus.FINISHED,
            finished_at=later(minutes=9),
            progress=progress(synced=1, skipped=1),
        )

    async def test_a_second_one_takes_the_failures_of_the_first(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        await a_failure(units, company)
        first = await started(units, company)
        await settled(units, await one_claimed(units, company), Status.FAILED)
        await finished_if_done(units, company)
        second = await started(units, company)
        await settled(units, await one_claimed(units, company), Status.SYNCED)
        assert await progress_of(units, first) == progress(failed=1)
        assert await progress_of(units, second) == progress(synced=1)

    async def test_a_hold_says_why_nothing_moves(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company)
        operation = await started(units, company)
        await held(units, company, a_hold(HoldReason.RATE_LIMITED))
        async with units() as uow:
            blocked = await uow.operations.get(company.id, operation.id)
        assert blocked == replace(operation, blocked_reason=HoldReason.RATE_LIMITED)

    async def test_what_is_finished_is_blocked_by_nothing(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company)
        operation = await started(units, company)
        await settled(units, await one_claimed(units, company), Status.SYNCED)
        await finished_if_done(units, company)
        await held(units, company, a_hold())
        async with units() as uow:
            finished = await uow.operations.get(company.id, operation.id)
        assert finished
        assert (finished.status, finished.blocked_reason) == (OperationStatus.FINISHED, None)

    async def test_a_hold_that_is_over_blocks_nothing(self, units: UnitsOfWork, company: Company) -> None:
        await a_failure(units, company)
        operation = await started(units, company)
        await held(units, company, a_hold(HoldReason.RATE_LIMITED, until=LONG_AGO))
        async with units() as uow:
            assert await uow.operations.get(company.id, operation.id) == operation


async def a_failure(units: UnitsOfWork, company: Company, **fields: object) -> LogEntry:
    entry = replace(failed(await one_submitted(units, company, a_contact())), **fields)  # type: ignore[arg-type]  # as builders do
    await saved(units, entry)
    return entry


async def started(units: UnitsOfWork, company: Company, **fields: object) -> Operation:
    async with units() as uow:
        operation = await uow.operations.start(an_operation(company, **fields))
        await uow.commit()
    return operation


async def finished_if_done(units: UnitsOfWork, company: Company) -> None:
    async with units() as uow:
        await uow.operations.finish_done(company.id, at=later(minutes=9))
        await uow.commit()


async def progress_of(units: UnitsOfWork, operation: Operation) -> Progress:
    async with units() as uow:
        found = await uow.operations.get(operation.company_id, operation.id)
    assert found is not None
    return found.progress


def progress(**counts: int) -> Progress:
    return replace(NOTHING_DONE, total=sum(counts.values()), **counts)
