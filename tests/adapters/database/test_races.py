"""What happens when several do the same at once, each on a connection of its own."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy import text

from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from domain.errors import AlreadySubscribed
from domain.model.book_events import BookEvent
from domain.model.companies import Company, DrainLease
from domain.model.idempotency import StoredAnswer
from domain.model.log_entries import LogEntry, Status
from domain.model.records import RecordKey, Submission
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    NOON,
    a_book_event,
    a_call,
    a_contact,
    a_hold,
    a_mail,
    a_reviewer,
    a_subscription,
    a_watcher,
    an_api_key,
    an_invoice,
    an_operation,
    failed,
    stored,
)
from tests.contracts.database.base import (
    LAPSED,
    MINUTE,
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

Found = TypeVar("Found")
ANSWER = StoredAnswer(status=202, body="{}")


@pytest.fixture
async def two_houses(database_url: str) -> AsyncIterator[tuple[UnitsOfWork, UnitsOfWork]]:
    """As in two processes: each has a pool of its own."""
    engines = [open_engine(database_url) for _ in range(2)]
    vault = AesGcmVault([new_key()])
    first, second = (SqlUnitsOfWork(engine, vault) for engine in engines)
    yield first, second
    for engine in engines:
        await engine.dispose()


async def test_two_drainers_share_500_entries_without_taking_one_twice(units: SqlUnitsOfWork) -> None:
    company = await a_company_in(units)
    entries = await submitted(units, company, *(a_contact() for _ in range(500)))
    lease = await leased(units, company)
    shares = await asyncio.gather(*(everything(units, lease) for _ in range(2)))
    taken = Counter(entry.id for share in shares for entry in share)
    assert taken == Counter(entry.id for entry in entries)


async def test_two_processes_that_hear_the_same_keep_it_once(
    two_houses: tuple[UnitsOfWork, UnitsOfWork],
) -> None:
    company = await a_company_in(two_houses[0])
    events = [a_book_event(company) for _ in range(1000)]
    new = await asyncio.gather(
        *(heard(units, order) for units in two_houses for order in (events, events[::-1], events[50:]))
    )
    assert Counter(event.key for each in new for event in each) == Counter(event.key for event in events)


async def heard(units: UnitsOfWork, events: Sequence[BookEvent]) -> Sequence[BookEvent]:
    async with units() as uow:
        new = await uow.book_events.add(events)
        await uow.commit()
    return new


async def test_of_ten_takers_one_gets_the_lease(units: SqlUnitsOfWork) -> None:
    company = await a_company_in(units)
    leases = await asyncio.gather(*(lease_of(units, company) for _ in range(10)))
    assert [lease.epoch for lease in leases if lease] == [1]


async def test_two_processes_take_turns(two_houses: tuple[UnitsOfWork, UnitsOfWork]) -> None:
    one, other = two_houses
    company = await a_company_in(one)
    turns = (lease_of(house, company, seconds=LAPSED) for house in (one, other) * 10)
    leases = await asyncio.gather(*turns)
    assert sorted(lease.epoch for lease in leases if lease) == list(range(1, 21))


async def test_of_two_answers_under_one_claim_one_is_written(units: SqlUnitsOfWork) -> None:
    company = await a_company_in(units)
    await submitted(units, company, a_contact())
    taken = await one_claimed(units, company)
    done = await asyncio.gather(*(settled(units, taken, status) for status in (Status.SYNCED, Status.FAILED)))
    assert sorted(done) == [False, True]


async def test_two_callers_with_one_key_get_one_answer(units: SqlUnitsOfWork) -> None:
    company = await a_company_in(units)
    call = a_call(key := an_api_key(company))
    async with units() as uow:
        await uow.api_keys.add(key)
        await uow.commit()

    async def effect() -> bool:
        async with units() as uow:
            if await uow.idempotency.claim(call, at=NOON) == ANSWER:
                return False
            await uow.records.put([stored(a_contact(), company)])
            await uow.idempotency.answer(call, ANSWER)
            await uow.commit()
            return True

    assert sorted(await asyncio.gather(*(effect() for _ in range(5)))) == [False] * 4 + [True]


async def test_causes_are_told_by_one_of_two(units: SqlUnitsOfWork) -> None:
    company = await a_company_in(units)
    await saved(units, failed(await one_submitted(units, company, an_invoice())))
    assert sorted(await asyncio.gather(told(units, company), told(units, company))) == [0, 1]


async def test_a_cause_that_is_being_told_is_no_news_to_anybody_else(
    postgres_units: SqlUnitsOfWork, postgres_url: str
) -> None:
    company = await a_company_in(postgres_units)
    await saved(postgres_units, failed(await one_submitted(postgres_units, company, an_invoice())))
    async with postgres_units() as first:
        assert len(await first.log.new_causes(company.id, at=NOON)) == 1
        await saved(postgres_units, failed(await one_submitted(postgres_units, company, an_invoice())))
        second = asyncio.create_task(told(postgres_units, company))
        await until_it_waits(second, postgres_url)
        await first.commit()
    assert await second == 0


async def test_a_mail_is_taken_by_one_of_five(units: SqlUnitsOfWork) -> None:
    company = await a_company_in(units)
    mails = [a_mail(company) for _ in range(20)]
    async with units() as uow:
        await uow.mails.add(mails)
        await uow.commit()

    async def take() -> Sequence[object]:
        async with units() as uow:
            taken = await uow.mails.take(company_id=None, seconds=MINUTE, limit=4)
            await uow.commit()
        return [mail.id for mail in taken]

    hands = await asyncio.gather(*(take() for _ in range(5)))
    assert Counter(mail for hand in hands for mail in hand) == Counter(mail.id for mail in mails)


async def test_an_address_subscribed_twice_at_once_subscribes_once(units: SqlUnitsOfWork) -> None:
    company = await a_company_in(units)

    async def subscribe() -> bool:
        async with units() as uow:
            try:
                await uow.subscriptions.add(a_subscription(company))
            except AlreadySubscribed:
                return False
            await uow.commit()
            return True

    assert sorted(await asyncio.gather(subscribe(), subscribe())) == [False, True]


async def test_a_review_that_one_is_writing_is_left_to_it(postgres_units: SqlUnitsOfWork) -> None:
    company = await a_company_in(postgres_units)
    first, second = a_reviewer(company, "a@acme.example"), a_reviewer(company, "b@acme.example")
    async with postgres_units() as uow:
        for each in (first, second):
            await uow.subscriptions.add(each)
        await uow.commit()
    async with postgres_units() as one, postgres_units() as other:
        assert await one.subscriptions.due_reviews(at=NOON, limit=1) == [first]
        assert await other.subscriptions.due_reviews(at=NOON, limit=9) == [second]


async def test_news_that_one_is_writing_are_left_to_it(postgres_units: SqlUnitsOfWork) -> None:
    first, second = [await a_company_in(postgres_units) for _ in range(2)]
    for company in (first, second):
        async with postgres_units.of(company.id) as uow:
            await uow.subscriptions.add(a_watcher(company))
            await uow.connections.hold(company.id, a_hold())
            await uow.commit()
    async with postgres_units() as one, postgres_units() as other:
        (mine,) = await one.holds.untold(company_id=None, at=NOON, limit=1)
        (theirs,) = await other.holds.untold(company_id=None, at=NOON, limit=9)
        assert {mine.company_id, theirs.company_id} == {first.id, second.id}


async def test_one_bulk_resync_starts_at_a_time(units: SqlUnitsOfWork) -> None:
    company = await a_company_in(units)
    await saved(units, failed(await one_submitted(units, company, a_contact())))

    async def start() -> bool:
        async with units() as uow:
            if await uow.operations.running(company.id):
                return False
            await uow.operations.start(an_operation(company))
            await uow.commit()
            return True

    assert sorted(await asyncio.gather(*(start() for _ in range(4)))) == [False] * 3 + [True]


@pytest.mark.parametrize("many", [1, 40], ids=["a single one", "a batch"])
async def test_versions_of_a_record_that_arrive_at_once_are_judged_one_after_the_other(
    units: SqlUnitsOfWork, many: int
) -> None:
    company = await a_company_in(units)
    contact, others = a_contact(), [a_contact().key for _ in range(many - 1)]

    async def accept(version: int, keys: Sequence[RecordKey]) -> Submission | None:
        """Return what was known before."""
        async with units() as uow:
            known = (await uow.records.lock(company.id, [contact.key, *keys])).get(contact.key)
            kept = known or stored(contact, company)
            await uow.records.put([replace(kept, record=replace(contact, source_version=version))])
            await uow.commit()
        return known.record if known else None

    before = await asyncio.gather(accept(2, others), accept(3, []), accept(4, others))
    known = [record.source_version for record in before if record]
    assert before.count(None) == 1
    assert len(set(known)) == 2, "each saw what the one before it wrote"


async def test_on_postgres_a_second_caller_waits_for_the_first(
    postgres_units: SqlUnitsOfWork, postgres_url: str
) -> None:
    company = await a_company_in(postgres_units)
    entry = await one_submitted(postgres_units, company, a_contact())
    async with postgres_units() as first:
        locked = await first.log.get(company.id, entry.id)
        second = asyncio.create_task(now_of(postgres_units, entry))
        await until_it_waits(second, postgres_url)
        assert locked is not None
        await first.log.save(replace(locked, message="changed"))
        await first.commit()
    assert (await second).message == "changed"


async def test_what_is_locked_is_stepped_over_when_others_claim(postgres_units: SqlUnitsOfWork) -> None:
    company = await a_company_in(postgres_units)
    locked, free = await submitted(postgres_units, company, a_contact(), a_contact())
    lease = await leased(postgres_units, company)
    async with postgres_units() as uow:
        await uow.log.get(company.id, locked.id)
        taken = await asyncio.wait_for(claimed(postgres_units, lease), timeout=5)
    assert [entry.id for entry in taken] == [free.id]


async def everything(units: UnitsOfWork, lease: DrainLease) -> list[LogEntry]:
    """Claim batch after batch, until nothing is left."""
    entries: list[LogEntry] = []
    while batch := await claimed(units, lease, limit=7):
        entries += batch
    return entries


async def told(units: UnitsOfWork, company: Company) -> int:
    """How many causes this caller has to tell of."""
    async with units() as uow:
        causes = await uow.log.new_causes(company.id, at=NOON)
        await uow.commit()
    return len(causes)


async def until_it_waits(task: asyncio.Task[Found], url: str) -> None:
    """Or is done, if nothing held it up."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not task.done() and not await connection.scalar(waiting):
            continue
    await engine.dispose()
