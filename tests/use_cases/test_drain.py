"""One worker at a time drains a company, keeps its lease alive, and gives way to others."""

from __future__ import annotations

import asyncio

import pytest

from domain.model.companies import Company
from domain.model.log_entries import Status
from domain.use_cases.drain import DrainSettings
from tests.builders import NOON, a_company, a_contact, a_link, an_invoice, stored
from tests.fakes.clock import NOON as BEGINNING
from tests.use_cases.house import House, open_house

QUEUED, SYNCED = Status.QUEUED, Status.SYNCED


async def test_a_second_worker_leaves_a_company_to_the_first(house: House) -> None:
    house.ledger.while_written = house.drain
    await house.submit(a_contact(), a_contact())
    await house.drain()
    assert await house.statuses() == [SYNCED, SYNCED]
    assert len(house.ledger.writes) == 2


async def test_two_workers_at_once_send_nothing_twice(house: House) -> None:
    await house.submit_together(*(a_contact() for _ in range(31)))
    await asyncio.gather(house.drain(), house.drain())
    await house.drain()
    assert await house.statuses() == [SYNCED] * 31
    assert len(house.ledger.writes) == 31


async def test_what_comes_in_while_a_worker_is_at_it_is_rung_for_again(house: House) -> None:
    """Whoever rang meanwhile rang in vain."""

    async def take_too_long() -> None:
        await house.submit(a_contact())
        house.clock.advance(21)

    await house.submit(a_contact())
    house.ledger.while_written = take_too_long
    house.doorbell.rings.clear()
    await house.drain()
    assert await house.statuses() == [SYNCED, QUEUED]
    last = house.doorbell.rings[-1]
    assert (last.company_id, last.epoch) == (house.company.id, 1)
    await house.drain()
    assert await house.statuses() == [SYNCED, SYNCED]


async def test_a_company_gives_way_after_twenty_seconds(house: House) -> None:
    async def take_long() -> None:
        house.clock.advance(20)

    await house.submit_together(*(a_contact() for _ in range(31)))
    house.ledger.while_written = take_long
    await house.drain()
    assert (await house.statuses()).count(SYNCED) == 30
    assert len(house.doorbell.rings) == 1


async def test_a_lease_is_kept_alive_while_the_books_are_slow(sqlite_url: str) -> None:
    async with open_house(sqlite_url, DrainSettings(lease_seconds=0.05)) as house:

        async def be_slow() -> None:
            """For longer than the lease was taken for: until its end has moved on three times."""
            ends = {await house.end_of_lease()}
            while len(ends) < 4:
                ends.add(await house.end_of_lease())

        house.ledger.while_written = be_slow
        await house.submit(a_contact())
        await house.drain()
        assert await house.statuses() == [SYNCED]


async def test_a_lost_lease_is_not_kept_alive(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    async with open_house(sqlite_url, DrainSettings(lease_seconds=0.05)) as house:

        async def lose_the_lease() -> None:
            async with house.units() as uow:
                ours = await uow.drains.last(house.company.id)
                await uow.drains.release(ours)
                assert await uow.drains.take(house.company.id, seconds=60)
                await uow.commit()
            taken = await house.end_of_lease()
            while "lease_lost" not in caplog.text:
                assert await house.end_of_lease() == taken

        house.ledger.while_written = lose_the_lease
        await house.submit(a_contact())
        await house.drain()
        await house.submit(a_contact())
        await house.drain()
        assert len(house.ledger.writes) == 1, "the company is somebody else's now"


async def is_free(house: House) -> bool:
    async with house.units() as uow:
        return await uow.drains.take(house.company.id, seconds=1) is not None


async def test_a_worker_that_fails_gives_the_lease_back(house: House) -> None:
    async def break_down() -> None:
        raise ConnectionError

    house.ledger.while_written = break_down
    await house.submit(a_contact(), a_contact())
    with pytest.raises(ConnectionError):
        await house.drain()
    assert await is_free(house)


async def test_a_company_without_a_connection_is_left_alone(house: House) -> None:
    unconnected: Company = a_company(created_at=NOON)
    async with house.units() as uow:
        await uow.companies.add(unconnected)
        await uow.commit()
    await house.use_cases.drain(unconnected.id)
    async with house.units() as uow:
        assert (await uow.drains.last(unconnected.id)).epoch == 0


async def test_a_lost_wake_up_is_made_up_for(house: House) -> None:
    """What it waited for came into the books, and nobody told it."""
    contact = a_contact()
    invoice = an_invoice(of=contact)
    await house.submit(invoice)
    await house.drain()
    customer = house.ledger.books.add_customer(contact.display_name)
    async with house.units() as uow:
        kept = stored(contact, house.company)
        await uow.records.put([kept])
        await uow.links.put(a_link(kept, customer.ref))
        await uow.commit()
    assert await house.statuses(invoice) == [Status.WAITING]
    house.doorbell.rings.clear()
    await house.use_cases.sweep()
    assert len(house.doorbell.rings) == 1
    await house.drain()
    assert await house.statuses(invoice) == [SYNCED]


async def test_the_sweep_rings_for_whatever_is_due_and_for_nothing_else(house: House) -> None:
    await house.use_cases.sweep()
    assert house.doorbell.rings == []
    await house.submit(a_contact())
    house.doorbell.rings.clear()
    await house.use_cases.sweep()
    assert len(house.doorbell.rings) == 1
    await house.drain()
    await house.use_cases.sweep()
    assert len(house.doorbell.rings) == 1
    assert house.clock.now() == BEGINNING
