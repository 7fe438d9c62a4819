"""What the suites of all repositories share: a company, and words for what happens to its entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from domain.model.companies import Company, DrainLease
from domain.model.log_entries import LogEntry, Status
from domain.model.records import RecordKey, Submission
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import a_company, a_connection, a_link, a_ref, an_entry, stored

MINUTE = 60.0
LAPSED = 0.0
"""A lease of no seconds is over as soon as it was taken: no test has to wait for one."""


class DatabaseContract:
    """The fixture `units` gives units of work on an empty database; a suite runs wherever there is one."""

    @pytest.fixture
    async def company(self, units: UnitsOfWork) -> Company:
        return await a_company_in(units)


async def a_company_in(units: UnitsOfWork) -> Company:
    company = a_company()
    async with units() as uow:
        await uow.companies.add(company)
        await uow.connections.add(a_connection(company))
        await uow.commit()
    return company


async def submitted(
    units: UnitsOfWork, company: Company, *records: Submission, **fields: object
) -> list[LogEntry]:
    """Accept records as they are; `fields` are those of their entries."""
    kept = [stored(record, company) for record in records]
    async with units() as uow:
        known = await uow.records.find(company.id, [record.key for record in records])
        kept = [
            replace(each, id=known[each.record.key].id) if each.record.key in known else each for each in kept
        ]
        entries = [an_entry(of=each, **fields) for each in kept]
        await uow.records.put(kept)
        await uow.log.add(entries)
        await uow.commit()
    return entries


async def one_submitted(
    units: UnitsOfWork, company: Company, record: Submission, **fields: object
) -> LogEntry:
    (entry,) = await submitted(units, company, record, **fields)
    return entry


async def lease_of(units: UnitsOfWork, company: Company, *, seconds: float = MINUTE) -> DrainLease | None:
    async with units() as uow:
        lease = await uow.drains.take(company.id, seconds=seconds)
        await uow.commit()
    return lease


async def leased(units: UnitsOfWork, company: Company) -> DrainLease:
    lease = await lease_of(units, company)
    assert lease is not None
    return lease


async def claimed(
    units: UnitsOfWork, lease: DrainLease, *, limit: int = 100, seconds: float = MINUTE
) -> Sequence[LogEntry]:
    async with units() as uow:
        entries = await uow.queue.claim(lease, limit=limit, seconds=seconds)
        await uow.commit()
    return entries


async def one_claimed(units: UnitsOfWork, company: Company, *, seconds: float = MINUTE) -> LogEntry:
    """Claim the only entry that is due; the drain is over when this returns."""
    lease = await leased(units, company)
    (entry,) = await claimed(units, lease, seconds=seconds)
    async with units() as uow:
        await uow.drains.release(lease)
        await uow.commit()
    return entry


async def settled(units: UnitsOfWork, entry: LogEntry, status: Status, **fields: object) -> bool:
    async with units() as uow:
        done = await uow.queue.settle(replace(entry, status=status, **fields))  # type: ignore[arg-type]  # as builders do
        await uow.commit()
    return done


async def saved(units: UnitsOfWork, entry: LogEntry) -> None:
    async with units() as uow:
        assert await uow.log.get(entry.company_id, entry.id)
        await uow.log.save(entry)
        await uow.commit()


async def linked(units: UnitsOfWork, company: Company, record: Submission) -> None:
    async with units() as uow:
        known = await uow.records.find(company.id, [record.key])
        await uow.links.put(a_link(known[record.key], a_ref()))
        await uow.commit()


async def now_of(units: UnitsOfWork, entry: LogEntry) -> LogEntry:
    """The entry as it is in the log now."""
    async with units() as uow:
        found = await uow.log.get(entry.company_id, entry.id)
    assert found is not None
    return found


async def woken(units: UnitsOfWork, company_id: UUID, key: RecordKey) -> int:
    async with units() as uow:
        count = await uow.queue.wake(company_id, key)
        await uow.commit()
    return count


def at(moment: datetime) -> dict[str, datetime]:
    return {"created_at": moment, "updated_at": moment}
