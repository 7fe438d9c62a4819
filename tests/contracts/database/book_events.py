"""What the events of the books promise, and the marks that they leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.model.book_events import BookChange, BookEvent, ChangeMark
from domain.model.books import Imprint
from domain.model.companies import Company
from domain.model.log_entries import LogEntry, Status
from domain.model.records import Contact
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import (
    FAR_AHEAD,
    LONG_AGO,
    NOON,
    a_book_event,
    a_contact,
    a_link,
    a_ref,
    later,
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
)
from tests.contracts.database.queue import due as companies_due
from tests.contracts.database.queue import is_due

MARK = ChangeMark(at=NOON, what=BookChange.VOIDED)


class BookEventsContract(DatabaseContract):
    async def test_an_event_is_read_back_as_it_was_written(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        events = [
            a_book_event(company, change=BookChange.MERGED, entity="CreditMemo"),
            a_book_event(company, at=None, received_at=later(seconds=1)),
        ]
        assert await told(units, *events) == events
        assert await due(units, company) == events

    async def test_what_was_told_before_is_not_new(self, units: UnitsOfWork, company: Company) -> None:
        event, other = a_book_event(company), a_book_event(company)
        assert await told(units, event, event) == [event]
        again = replace(event, received_at=later(minutes=1))
        assert await told(units, again, other) == [other]
        assert await due(units, company) == [event, other]
        assert await told(units) == []

    async def test_what_was_looked_into_is_known_again(self, units: UnitsOfWork, company: Company) -> None:
        event = a_book_event(company)
        await told(units, event)
        await done(units, event)
        assert await told(units, event) == []
        assert await due(units, company) == []

    async def test_events_of_several_companies_are_kept_together_and_due_apart(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        other = await a_company_in(units)
        ours, theirs = a_book_event(company, key="k"), a_book_event(other, key="k")
        assert set(await told(units, theirs, ours)) == {ours, theirs}
        await done(units, theirs)
        assert await due(units, company) == [ours]
        assert await due(units, other) == []

    async def test_those_that_came_first_are_due_first(self, units: UnitsOfWork, company: Company) -> None:
        events = [a_book_event(company, received_at=later(seconds=-each)) for each in range(3)]
        await told(units, *events)
        assert await due(units, company, limit=2) == [events[2], events[1]]

    async def test_what_is_postponed_is_due_when_its_time_has_come(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        event = a_book_event(company)
        await told(units, event)
        for until, found in ((FAR_AHEAD, []), (LONG_AGO, [event])):
            async with units() as uow:
                await uow.book_events.postpone([event], until=until)
                await uow.commit()
            assert await due(units, company) == found

    async def test_a_company_with_events_is_rung_for(self, units: UnitsOfWork, company: Company) -> None:
        event = a_book_event(company)
        await told(units, event)
        async with units() as uow:
            assert await uow.queue.has_due(company.id)
        assert await companies_due(units) == [company]
        await done(units, event)
        assert not await is_due(units, company)

    async def test_only_what_is_old_and_done_is_forgotten(self, units: UnitsOfWork, company: Company) -> None:
        old, new, open_ = (a_book_event(company, received_at=later(days=day)) for day in (0, 2, 0))
        await told(units, old, new, open_)
        await done(units, old, new)
        async with units() as uow:
            await uow.book_events.forget(company.id, before=later(days=1))
            await uow.commit()
        assert await told(units, old, new, open_) == [old]

    async def test_500_events_are_kept_at_once(self, units: UnitsOfWork, company: Company) -> None:
        events = [a_book_event(company) for _ in range(500)]
        assert len(await told(units, *events)) == 500
        await done(units, *events[:499])
        assert await due(units, company) == [events[499]]


class MarksContract(DatabaseContract):
    async def test_a_link_remembers_how_its_object_looked(self, units: UnitsOfWork, company: Company) -> None:
        (entry,) = await submitted(units, company, a_contact())
        for imprint in (Imprint(form="1", digest="d", at=NOON), Imprint(form="1", digest="e"), None):
            async with units() as uow:
                known = await uow.records.find(company.id, [entry.record])
                ref = replace(a_ref(), imprint=imprint)
                await uow.links.put(a_link(known[entry.record], ref))
                found = await uow.links.find(company.id, [entry.record])
                assert found[entry.record].ref.imprint == imprint

    async def test_a_mark_is_read_back_and_taken_off(self, units: UnitsOfWork, company: Company) -> None:
        entry = await one_submitted(units, company, a_contact(), status=Status.SYNCED)
        for marked in (replace(entry, changed_in_books=MARK), entry):
            await saved(units, marked)
            assert await now_of(units, entry) == marked

    async def test_a_version_that_is_settled_as_synced_ends_the_marks_of_older_ones(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        older, stranger = await two_marked(units, company)
        await submitted(units, company, version(2))
        assert await settled(
            units, await one_claimed(units, company), Status.SYNCED, updated_at=later(days=1)
        )
        assert await mark_of(units, older) is None
        assert (await now_of(units, older)).updated_at == later(days=1)
        assert await mark_of(units, stranger) == MARK

    async def test_one_that_fails_does_not(self, units: UnitsOfWork, company: Company) -> None:
        older, _ = await two_marked(units, company)
        await submitted(units, company, version(2))
        assert await settled(units, await one_claimed(units, company), Status.FAILED)
        assert await mark_of(units, older) == MARK

    async def test_an_older_version_leaves_newer_marks_alone(
        self, units: UnitsOfWork, company: Company
    ) -> None:
        older, _ = await two_marked(units, company)
        newer = await one_submitted(units, company, version(2), status=Status.FAILED, changed_in_books=MARK)
        await saved(units, older)
        assert await mark_of(units, newer) == MARK


def version(number: int) -> Contact:
    return a_contact(external_ref="c-1", source_version=number)


async def two_marked(units: UnitsOfWork, company: Company) -> Sequence[LogEntry]:
    """An entry of the contact, and one of another."""
    return await submitted(
        units, company, version(1), a_contact(), status=Status.SYNCED, changed_in_books=MARK
    )


async def mark_of(units: UnitsOfWork, entry: LogEntry) -> ChangeMark | None:
    return (await now_of(units, entry)).changed_in_books


async def told(units: UnitsOfWork, *events: BookEvent) -> list[BookEvent]:
    """Return those that were new."""
    async with units() as uow:
        new = await uow.book_events.add(events)
        await uow.commit()
    return list(new)


async def done(units: UnitsOfWork, *events: BookEvent) -> None:
    async with units() as uow:
        await uow.book_events.done(events)
        await uow.commit()


async def due(units: UnitsOfWork, company: Company, *, limit: int = 1000) -> list[BookEvent]:
    async with units() as uow:
        return list(await uow.book_events.due(company.id, limit=limit))
