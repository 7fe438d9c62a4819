"""Mark the log entries whose objects somebody changed in QuickBooks, by what it told us of."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from domain.model.book_events import BookEvent
from domain.model.companies import Connection
from domain.model.facts import Facts
from domain.model.links import Link
from domain.model.log_entries import LogEntry
from domain.model.outcomes import Refused
from domain.model.questions import Question
from domain.model.records import RecordKey
from domain.ports.clock import Clock
from domain.ports.ledger import Ledgers, QuestionsUnanswered
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.book_events import found_by, is_at_rest, is_echo, mark_for, question_about
from domain.rules.follow import CURES_ITSELF
from domain.rules.retry import is_standing
from domain.use_cases.record_outcomes import RecordOutcomes

log = logging.getLogger(__name__)

AT_ONCE: Final = 500
LOOK_AGAIN: Final = timedelta(seconds=60)
KEPT: Final = timedelta(days=30)
"""How long an event is known when it comes again."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is told of one record's object, and the link to it when the books were asked."""

    link: Link
    events: tuple[BookEvent, ...]

    @property
    def question(self) -> Question:
        """What to ask about it."""
        return question_about(self.link.ref)


class MarkChanges:
    """Asks the books once about all objects of ours that somebody else may have changed.

    It only marks: nothing is sent, and no entry becomes due by it. Run by whoever drains the company.
    """

    def __init__(
        self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, record: RecordOutcomes, clock: Clock
    ) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._record = record
        self._clock = clock

    async def __call__(self, company_id: UUID) -> None:
        """Look into what is due, up to so many at once; while the books cannot be asked, it waits."""
        async with self._units_of_work.of(company_id) as uow:
            events = await uow.book_events.due(company_id, limit=AT_ONCE)
            connection = await uow.connections.get(company_id) if events else None
            if connection is None or self._is_held(connection):
                return
            inquiries = await _inquiries(uow, connection, events)
        facts = await self._ask(connection, inquiries)
        if facts is None:
            await self._postpone(company_id, events)
        else:
            await self._mark(company_id, events, inquiries, facts)

    def _is_held(self, connection: Connection) -> bool:
        return connection.hold is not None and is_standing(connection.hold, self._clock.now())

    async def _ask(self, connection: Connection, inquiries: Sequence[Inquiry]) -> Facts | None:
        """None when they cannot be read, which holds up the company as ever."""
        if not inquiries:
            return Facts()
        try:
            facts = await self._ledgers.open(connection).ask([each.question for each in inquiries])
        except QuestionsUnanswered as unanswered:
            answer = unanswered.answer
            if not isinstance(answer, Refused) or answer.reason in CURES_ITSELF:
                await self._record.unreadable(connection, [], answer)
            return None
        await self._record.readable(connection)
        return facts

    async def _postpone(self, company_id: UUID, events: Sequence[BookEvent]) -> None:
        async with self._units_of_work.of(company_id) as uow:
            await uow.book_events.postpone(events, until=self._clock.now() + LOOK_AGAIN)
            await uow.commit()

    async def _mark(
        self, company_id: UUID, events: Sequence[BookEvent], inquiries: Sequence[Inquiry], facts: Facts
    ) -> None:
        """What moved while the books were asked is looked into another time."""
        now = self._clock.now()
        async with self._units_of_work.of(company_id) as uow:
            moved = await _mark_all(uow, company_id, inquiries, facts, now)
            keys = {event.key for each in moved for event in each.events}
            later = [event for event in events if event.key in keys]
            await uow.book_events.done([event for event in events if event.key not in keys])
            await uow.book_events.postpone(later, until=now + LOOK_AGAIN)
            await uow.book_events.forget(company_id, before=now - KEPT)
            await uow.commit()


async def _inquiries(uow: UnitOfWork, connection: Connection, events: Sequence[BookEvent]) -> list[Inquiry]:
    """What is told of records' objects, and is not our own echo; another realm's objects are nobody's."""
    told: dict[tuple[str, str], list[BookEvent]] = defaultdict(list)
    for event in events:
        if event.realm_id == connection.realm_id:
            told[event.entity, event.object_id].append(event)
    links = await _links_to(uow, connection.company_id, told)
    fresh = {
        link: tuple(event for event in told[link.ref.entity, link.ref.id] if not is_echo(event, link))
        for link in links
    }
    return [Inquiry(link, unheard) for link, unheard in fresh.items() if unheard]


async def _links_to(uow: UnitOfWork, company_id: UUID, objects: Collection[tuple[str, str]]) -> list[Link]:
    ids: dict[str, list[str]] = defaultdict(list)
    for entity, object_id in objects:
        ids[entity].append(object_id)
    keys: list[RecordKey] = []
    for entity, of_entity in ids.items():
        keys += (await uow.links.holders(company_id, entity, of_entity)).values()
    return list((await uow.links.find(company_id, keys)).values())


async def _mark_all(
    uow: UnitOfWork, company_id: UUID, inquiries: Sequence[Inquiry], facts: Facts, now: datetime
) -> list[Inquiry]:
    """Return those whose record is being sent, or was since the books were asked."""
    keys = {each.link.record for each in inquiries}
    entries: Mapping[RecordKey, list[LogEntry]] = await _entries_of(uow, company_id, keys)
    links = await uow.links.find(company_id, keys)  # behind the lock on the entries: nobody moves them now
    moved: list[Inquiry] = []
    for each in inquiries:
        of_record = entries[each.link.record]
        if not is_at_rest(of_record, each.link, links.get(each.link.record)):
            moved.append(each)
        elif of_record:
            await _mark_newest(uow, of_record[0], each, facts, now)
    return moved


async def _entries_of(
    uow: UnitOfWork, company_id: UUID, keys: Collection[RecordKey]
) -> dict[RecordKey, list[LogEntry]]:
    """Those of each record, newest first, locked."""
    entries: dict[RecordKey, list[LogEntry]] = defaultdict(list)
    for entry in await uow.log.of_records(company_id, keys):
        entries[entry.record].append(entry)
    return entries


async def _mark_newest(
    uow: UnitOfWork, entry: LogEntry, inquiry: Inquiry, facts: Facts, now: datetime
) -> None:
    mark = mark_for(entry, inquiry.link, found_by(inquiry.question, facts), inquiry.events)
    if mark == entry.changed_in_books:
        return
    log.info("entry_marked", extra={"entry_id": entry.id, "what": mark.what.value if mark else None})
    await uow.log.save(replace(entry, changed_in_books=mark, updated_at=now))
