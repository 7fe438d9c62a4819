"""Fix once: what failed for one cause is seen as one, planned as one, and resynced as one."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from domain.errors import CauseNotFound, CountChanged
from domain.model.books import LedgerCustomer
from domain.model.dossiers import Dossier
from domain.model.failures import EVERY_FAILURE, Cause, Chosen, FailuresAmong, FailuresLike, FailuresOf
from domain.model.log_entries import Status
from domain.model.log_filter import LogFilter
from domain.model.operations import Operation, OperationStatus
from domain.model.outcomes import Evidence, Held, HoldReason
from domain.model.plans import Basis, Plan
from domain.model.records import Invoice, RecordKind
from domain.model.verdicts import Verdict
from domain.rules import invoices
from domain.use_cases import plan_resync
from tests.builders import FAR_AHEAD, a_contact, a_hold, a_line, a_payment, an_invoice, new_id
from tests.use_cases.house import House

FAILED, SYNCED = Status.FAILED, Status.SYNCED
MEMBER = a_contact()
THROTTLED = Held(reason=HoldReason.RATE_LIMITED, until=FAR_AHEAD, evidence=Evidence())


class BugError(Exception):
    """What nobody thought of."""


def an_invoice_for(fee_item: str) -> Invoice:
    return an_invoice(of=MEMBER, lines=(a_line(fee_item),))


async def failures(house: House, *fee_items: str) -> list[Invoice]:
    invoices = [an_invoice_for(fee_item) for fee_item in fee_items]
    await house.submit(MEMBER, *invoices)
    await house.drain()
    assert await house.statuses(*invoices) == [FAILED] * len(invoices)
    house.ledger.questions.clear()
    return invoices


async def causes(house: House) -> list[Cause]:
    return list(await house.use_cases.list_causes(house.principal, after=None, limit=50))


async def resync(house: House, chosen: Chosen, expected_count: int | None = None) -> Operation:
    async with house.units() as uow:
        operation = await house.use_cases.resync_failures.within(
            uow, house.principal, None, chosen=chosen, expected_count=expected_count
        )
        await uow.commit()
    return operation


async def planned(house: House, chosen: Chosen = EVERY_FAILURE, expected_count: int | None = None) -> Plan:
    return await house.use_cases.plan_resync(house.principal, chosen, expected_count=expected_count)


async def everything(house: House) -> list[object]:
    """All rows that a resync could write."""
    async with house.engine.connect() as connection:
        tables = ("log_entries", "operations", "operation_items", "attempts", "waits", "idempotent_calls")
        return [(await connection.execute(text(f"SELECT * FROM {table}"))).all() for table in tables]  # noqa: S608


async def test_the_largest_cause_is_first_and_gone_when_it_is_cured(house: House) -> None:
    gala = await failures(house, "gala", "raffle", "gala")
    largest, smallest = await causes(house)
    assert (largest.example.error.subject, largest.entries) == ("gala", 2)  # type: ignore[union-attr]  # it failed
    await house.map("gala")
    await resync(house, FailuresOf(largest.id), 2)
    await house.drain()
    assert await house.statuses(*gala) == [SYNCED, FAILED, SYNCED]
    assert [cause.id for cause in await causes(house)] == [smallest.id]
    with pytest.raises(CauseNotFound):
        await house.use_cases.get_cause(house.principal, largest.id)


async def test_a_cause_says_who_waits_for_its_records(house: House) -> None:
    (invoice,) = await failures(house, "gala")
    await house.submit(a_payment(on=invoice), a_payment(on=invoice))
    await house.drain()
    (cause,) = await causes(house)
    assert cause.holding_up == 2
    assert await house.use_cases.get_cause(house.principal, cause.id) == cause


async def test_some_entries_are_resynced_and_no_others(house: House) -> None:
    one, other = await failures(house, "gala", "gala")
    await house.map("gala")
    entry = await house.entry(one)
    operation = await resync(house, FailuresAmong(frozenset({entry.id, new_id()})))
    assert operation.progress.total == 1
    await house.drain()
    assert await house.statuses(one, other) == [SYNCED, FAILED]


async def test_what_a_filter_selects_is_resynced_and_nothing_else(house: House) -> None:
    one, other = await failures(house, "gala", "gala")
    await house.map("gala")
    await resync(house, FailuresLike(LogFilter(external_ref=one.external_ref)))
    await house.drain()
    assert await house.statuses(one, other) == [SYNCED, FAILED]


@pytest.mark.parametrize("expected", [0, 1, 3])
async def test_nothing_starts_when_the_count_has_changed(house: House, expected: int) -> None:
    invoices = await failures(house, "gala", "gala")
    before = await everything(house)
    for asked in (resync, planned):
        with pytest.raises(CountChanged) as raised:
            await asked(house, EVERY_FAILURE, expected)
        assert raised.value.context == {"count": 2}
    assert await everything(house) == before
    assert await house.statuses(*invoices) == [FAILED, FAILED]


async def test_nothing_starts_for_a_cause_that_is_not_there(house: House) -> None:
    await failures(house, "gala")
    before = await everything(house)
    for asked in (resync, planned):
        with pytest.raises(CauseNotFound):
            await asked(house, FailuresOf(new_id()), None)
    assert await everything(house) == before


async def test_a_choice_of_nothing_is_finished_at_once(house: House) -> None:
    operation = await resync(house, FailuresAmong(frozenset({new_id()})))
    assert (operation.status, operation.progress.total) == (OperationStatus.FINISHED, 0)


async def test_a_plan_writes_nothing_and_sends_nothing(house: House) -> None:
    await failures(house, "gala", "raffle", "gala")
    await house.map("gala")
    before, writes = await everything(house), list(house.ledger.writes)
    plan = await planned(house)
    assert await everything(house) == before
    assert house.ledger.writes == writes
    assert (plan.entries, plan.basis, plan.by_kind) == (3, Basis.BOOKS, {RecordKind.INVOICE: 3})
    assert [(each.code, each.entries) for each in plan.would_fail_again] == [("fee_item_not_mapped", 1)]
    assert (plan.reads, plan.writes, plan.minutes) == (1, 2, 1)


async def test_a_plan_comes_true(house: House) -> None:
    """Of what would be sent, the books are asked whether they would take it."""
    free, taken, unmapped = await failures(house, "gala", "gala", "raffle")
    await house.map("gala")
    customer = await house.held(MEMBER, LedgerCustomer)
    house.ledger.books.add_invoice(taken.number, of=customer)
    plan = await planned(house)
    assert {each.code for each in plan.would_fail_again} == {"invoice_already_exists", "fee_item_not_mapped"}
    assert plan.writes == 1
    await resync(house, EVERY_FAILURE, plan.entries)
    writes = len(house.ledger.writes)
    await house.drain()
    assert len(house.ledger.writes) - writes == plan.writes
    assert await house.statuses(free, taken, unmapped) == [SYNCED, FAILED, FAILED]


async def test_where_our_own_data_decides_everything_the_books_are_not_asked(house: House) -> None:
    await failures(house, "gala")
    plan = await planned(house)
    assert (plan.basis, plan.reads, house.ledger.questions) == (Basis.OWN_DATA, 0, [])


async def test_books_that_do_not_answer_leave_a_plan_from_our_own_data(house: House) -> None:
    await failures(house, "gala")
    await house.map("gala")
    house.ledger.unreadable = THROTTLED
    plan = await planned(house)
    assert (plan.basis, plan.writes) == (Basis.OWN_DATA, 1)


async def test_without_a_connection_a_plan_is_made_from_our_own_data(house: House) -> None:
    await failures(house, "gala")
    await house.map("gala")
    house.ledger.questions.clear()
    async with house.units() as uow:
        await uow.connections.hold(house.company.id, a_hold(HoldReason.NEEDS_RECONNECT))
        await uow.commit()
    plan = await planned(house)
    assert (plan.basis, plan.writes, house.ledger.questions) == (Basis.OWN_DATA, 1, [])


async def test_a_plan_can_be_made_while_a_resync_runs(house: House) -> None:
    await failures(house, "gala")
    await resync(house, EVERY_FAILURE)
    assert (await planned(house)).entries == 0


async def test_a_plan_for_many_is_made_in_chunks_and_asks_no_books(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan_resync, "MOST_ASKED_ABOUT", 4)
    monkeypatch.setattr(plan_resync, "CHUNK", 2)
    await failures(house, "gala", "raffle", "gala", "gala", "gala")
    await house.map("gala")
    house.ledger.questions.clear()
    plan = await planned(house)
    assert (plan.entries, plan.basis, plan.writes) == (5, Basis.OWN_DATA, 4)
    assert [each.entries for each in plan.would_fail_again] == [1]
    assert house.ledger.questions == []


async def test_an_entry_that_meets_a_bug_of_ours_does_not_spoil_the_plan(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _ = await failures(house, "gala", "gala")
    await house.map("gala")

    decide = invoices.blocker

    def blocker(invoice: Invoice, dossier: Dossier) -> Verdict | None:
        if invoice == one:
            raise BugError
        return decide(invoice, dossier)

    monkeypatch.setattr(invoices, "blocker", blocker)
    plan = await planned(house)
    assert [(each.code, each.entries) for each in plan.would_fail_again] == [("internal_error", 1)]
    assert plan.writes == 1
