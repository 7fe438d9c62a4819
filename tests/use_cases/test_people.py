"""What people do: resync one, exclude and include, resync all failures, map what was not mapped."""

from __future__ import annotations

import pytest

from domain.errors import (
    AlreadySynced,
    ConnectionRequired,
    EntryNotFound,
    EntrySuperseded,
    OperationInProgress,
    OperationNotFound,
)
from domain.model.companies import Hold
from domain.model.log_entries import Status
from domain.model.operations import Operation, OperationStatus, Progress
from domain.model.outcomes import Evidence, Held, HoldReason, RefusalReason, Refused
from domain.model.records import Invoice
from domain.rules.actions import EntryAction, available_actions
from tests.builders import FAR_AHEAD, NOON, a_contact, a_line, a_payment, an_invoice, new_id
from tests.use_cases.house import NO, House

FAILED, QUEUED, SYNCED, WAITING = Status.FAILED, Status.QUEUED, Status.SYNCED, Status.WAITING

DOWN = Refused(reason=RefusalReason.UNAVAILABLE, evidence=Evidence())
THROTTLED = Held(reason=HoldReason.RATE_LIMITED, until=FAR_AHEAD, evidence=Evidence())
MEMBER = a_contact()


def an_unmapped_invoice() -> Invoice:
    return an_invoice(of=MEMBER, lines=(a_line("gala"),))


async def failures(house: House, count: int = 3) -> list[Invoice]:
    """Have as many invoices fail as the gala is not mapped."""
    invoices = [an_unmapped_invoice() for _ in range(count)]
    await house.submit(MEMBER, *invoices)
    await house.drain()
    assert await house.statuses(*invoices) == [FAILED] * count
    return invoices


def sums_up(progress: Progress) -> bool:
    parts = (progress.pending, progress.synced, progress.failed, progress.waiting, progress.skipped)
    return sum(parts) == progress.total


async def test_a_resync_uses_the_mappings_of_today(house: House) -> None:
    one, other, _ = await failures(house)
    await house.map("gala")
    after = await house.resync(one)
    assert (after.status, after.attempts, after.by_hand) == (QUEUED, 0, True)
    await house.drain()
    assert await house.statuses(one, other) == [SYNCED, FAILED]


async def test_a_resync_that_would_fail_again_fails_again(house: House) -> None:
    (invoice,) = await failures(house, 1)
    await house.resync(invoice)
    await house.drain()
    assert await house.code(invoice) == "fee_item_not_mapped"


async def test_what_is_over_cannot_be_resynced_or_excluded(house: House) -> None:
    await house.submit(MEMBER)
    await house.drain()
    with pytest.raises(AlreadySynced):
        await house.resync(MEMBER)
    with pytest.raises(AlreadySynced):
        await house.exclude(MEMBER)
    older, newer = (a_contact(external_ref="c-v", source_version=version) for version in (1, 2))
    await house.submit(older, newer)
    with pytest.raises(EntrySuperseded):
        await house.resync(older)


async def test_nothing_is_resynced_without_a_connection(house: House) -> None:
    (invoice,) = await failures(house, 1)
    async with house.units() as uow:
        hold = Hold(reason=HoldReason.NEEDS_RECONNECT, since=NOON, until=None)
        await uow.connections.hold(house.company.id, hold)
        await uow.commit()
    with pytest.raises(ConnectionRequired):
        await house.resync(invoice)
    with pytest.raises(ConnectionRequired):
        await house.resync_failures()
    assert await house.statuses(invoice) == [FAILED]


async def test_other_holds_let_people_ask_already(house: House) -> None:
    (invoice,) = await failures(house, 1)
    house.ledger.unreadable = THROTTLED
    await house.submit(a_contact())
    await house.drain()
    assert (await house.resync(invoice)).status is QUEUED
    assert (await house.resync_failures()).status is OperationStatus.FINISHED


async def test_an_excluded_entry_is_not_claimed_but_a_single_resync_of_it_is(house: House) -> None:
    (invoice,) = await failures(house, 1)
    left_out = await house.exclude(invoice, "Paid in cash")
    assert left_out.excluded
    assert (left_out.excluded.by, left_out.excluded.reason) == ("Billing system", "Paid in cash")
    await house.map("gala")
    await house.resync_failures()
    await house.drain()
    assert await house.statuses(invoice) == [FAILED]
    await house.resync(invoice)
    await house.drain()
    entry = await house.entry(invoice)
    assert (entry.status, entry.excluded) == (SYNCED, left_out.excluded)


async def test_an_exclusion_stops_the_machines_own_retries(house: House) -> None:
    house.ledger.answer_next(DOWN)
    house.ledger.while_written = lambda: house.exclude(MEMBER)
    await house.submit(MEMBER)
    await house.drain()
    entry = await house.entry(MEMBER)
    assert (entry.status, len(house.ledger.writes)) == (Status.RETRYING, 1)
    assert available_actions(entry) == (EntryAction.RESYNC, EntryAction.INCLUDE, EntryAction.ADOPT)


async def test_an_exclusion_stops_even_what_a_worker_has_in_hand(house: House) -> None:
    """It was claimed, but nothing was written down or sent when the exclusion was acknowledged."""
    other = a_contact()
    house.ledger.while_asked = lambda: house.exclude(MEMBER)
    await house.submit(MEMBER, other)
    await house.drain()
    assert await house.statuses(MEMBER, other) == [QUEUED, SYNCED]
    entry = await house.entry(MEMBER)
    assert (entry.attempts, entry.last_attempt_at, len(house.ledger.writes)) == (0, None, 1)
    await house.include(MEMBER)
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]


async def test_what_a_person_asked_for_goes_though_it_is_excluded_meanwhile(house: House) -> None:
    async def change_their_mind() -> None:
        await house.exclude(MEMBER)
        await house.resync(MEMBER)

    house.ledger.while_asked = change_their_mind
    await house.submit(MEMBER)
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]


async def test_an_included_entry_that_is_due_goes_at_once(house: House) -> None:
    house.ledger.answer_next(DOWN)
    house.ledger.while_written = lambda: house.exclude(MEMBER)
    await house.submit(MEMBER)
    await house.drain()
    rings = len(house.doorbell.rings)
    assert (await house.include(MEMBER)).excluded is None
    assert len(house.doorbell.rings) == rings + 1
    await house.drain()
    assert await house.statuses(MEMBER) == [SYNCED]


async def test_another_companys_entry_is_not_there(house: House) -> None:
    for call in (house.use_cases.get_entry, house.use_cases.list_attempts, house.use_cases.include_entry):
        with pytest.raises(EntryNotFound):
            await call(house.principal, new_id())


async def test_resync_failures_takes_every_failure_that_is_not_excluded(house: House) -> None:
    one, two, excluded = await failures(house)
    await house.exclude(excluded)
    await house.map("gala")
    started = await house.resync_failures()
    assert started.progress == Progress(total=2, pending=2, synced=0, failed=0, waiting=0, skipped=0)
    assert (started.requested_by, started.status) == ("Billing system", OperationStatus.RUNNING)
    await house.drain()
    done = await house.operation(started)
    assert await house.statuses(one, two, excluded) == [SYNCED, SYNCED, FAILED]
    assert (done.status, done.progress.synced, sums_up(done.progress)) == (OperationStatus.FINISHED, 2, True)
    assert done.finished_at == house.clock.now()


async def test_the_progress_of_a_resync_sums_up_at_every_moment(house: House) -> None:
    one, two, three = await failures(house)
    started = await house.resync_failures()
    seen: list[Operation] = []
    await house.exclude(one)
    seen.append(await house.operation(started))
    await house.map("gala")
    await house.submit(an_invoice(of=MEMBER, external_ref=two.external_ref, source_version=2))
    seen.append(await house.operation(started))

    async def look() -> None:
        seen.append(await house.operation(started))

    house.ledger.while_written = look
    house.ledger.answer_next(None, NO)
    await house.drain()
    seen.append(await house.operation(started))
    assert all(sums_up(each.progress) and each.progress.total == 3 for each in seen)
    assert [each.progress.skipped for each in seen] == [1, 2, 2, 2]
    assert [each.progress.pending for each in seen] == [2, 1, 1, 0]
    assert seen[-1].status is OperationStatus.FINISHED
    assert seen[-1].progress.synced + seen[-1].progress.failed == 1
    assert await house.statuses(three) != [QUEUED]


async def test_a_resync_is_over_when_the_last_of_it_is_excluded(house: House) -> None:
    (invoice,) = await failures(house, 1)
    started = await house.resync_failures()
    await house.exclude(invoice)
    done = await house.operation(started)
    assert (done.status, done.progress.skipped) == (OperationStatus.FINISHED, 1)


async def test_one_resync_of_all_failures_at_a_time(house: House) -> None:
    await failures(house)
    started = await house.resync_failures()
    with pytest.raises(OperationInProgress) as raised:
        await house.resync_failures()
    assert raised.value.context == {"operation_id": str(started.id)}
    await house.drain()
    assert (await house.resync_failures()).id != started.id


async def test_with_nothing_to_resync_it_is_over_at_once(house: House) -> None:
    assert (await house.resync_failures()).status is OperationStatus.FINISHED


async def test_a_resync_that_brings_a_record_to_waiting_is_done_with_it(house: House) -> None:
    invoice = an_invoice(contact="c-404", lines=(a_line("gala"),))
    await house.submit(invoice)
    await house.drain()
    await house.map("gala")
    started = await house.resync_failures()
    await house.drain()
    done = await house.operation(started)
    assert (done.progress.waiting, done.status) == (1, OperationStatus.FINISHED)
    assert await house.statuses(invoice) == [WAITING]


async def test_a_held_company_says_why_its_resync_does_not_go_on(house: House) -> None:
    await failures(house, 1)
    await house.map("gala")
    started = await house.resync_failures()
    house.ledger.unreadable = THROTTLED
    await house.drain()
    operation = await house.operation(started)
    assert (operation.status, operation.blocked_reason) == (OperationStatus.RUNNING, HoldReason.RATE_LIMITED)


async def test_an_operation_that_nobody_started_is_not_there(house: House) -> None:
    with pytest.raises(OperationNotFound):
        await house.use_cases.get_operation(house.principal, new_id())


async def test_a_payment_of_a_resynced_invoice_follows_by_itself(house: House) -> None:
    (invoice,) = await failures(house, 1)
    payment = a_payment(on=invoice)
    await house.submit(payment)
    await house.drain()
    await house.map("gala")
    await house.resync_failures()
    await house.drain()
    assert await house.statuses(invoice, payment) == [SYNCED, SYNCED]
