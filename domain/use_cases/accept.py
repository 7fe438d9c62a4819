"""Accept records: one transaction writes the version and its log entry; a yes means it is durable."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.errors import DomainError
from domain.model.api_keys import Principal
from domain.model.log_entries import LogEntry
from domain.model.records import Contact, Record, RecordKey, StoredRecord
from domain.ports.clock import Clock, Ids
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.entries import new_entry
from domain.rules.intake import Intake, judge
from domain.rules.supersede import supersede


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The record as it is now, and its newest log entry; unchanged when it was here already."""

    stored: StoredRecord
    entry: LogEntry
    changed: bool


@dataclass(slots=True, kw_only=True)
class Shelf:
    """The records and entries that one intake works on, and what it changed of them.

    `taken_up` were left out by a person, and go again in a newer version.
    """

    company_id: UUID
    stored: dict[RecordKey, StoredRecord]
    entries: dict[RecordKey, list[LogEntry]]
    linked: Collection[RecordKey]
    replaced: dict[RecordKey, StoredRecord] = field(default_factory=dict)
    superseded: list[LogEntry] = field(default_factory=list)
    taken_up: list[RecordKey] = field(default_factory=list)

    def contact_of(self, record: Record) -> Contact | None:
        """The contact that the record is about, where it was submitted."""
        if isinstance(record, Contact):
            return record
        stored = self.stored.get(record.contact_key)
        return stored.record if stored and isinstance(stored.record, Contact) else None


class AcceptBatch:
    """Accept many records in one transaction, each on its own."""

    def __init__(self, *, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    async def within(
        self, uow: UnitOfWork, principal: Principal, records: Sequence[Record]
    ) -> Sequence[Accepted | DomainError]:
        """Accept in their order; the answer to one that breaks a rule is the error."""
        shelf = await self._load(uow, principal.company_id, records)
        answers = [self._accept(shelf, record) for record in records]
        await self._save(uow, shelf, answers)
        return answers

    async def _load(self, uow: UnitOfWork, company_id: UUID, records: Sequence[Record]) -> Shelf:
        keys = {record.key for record in records}
        contacts = {record.contact_key for record in records if not isinstance(record, Contact)}
        stored = dict(await uow.records.lock(company_id, keys))
        others = await uow.records.find(company_id, contacts - keys)
        entries: dict[RecordKey, list[LogEntry]] = {}
        for entry in await uow.log.of_records(company_id, keys):
            entries.setdefault(entry.record, []).append(entry)
        linked = await uow.links.find(company_id, keys)
        return Shelf(company_id=company_id, stored={**others, **stored}, entries=entries, linked=linked)

    def _accept(self, shelf: Shelf, record: Record) -> Accepted | DomainError:
        known = shelf.stored.get(record.key)
        try:
            intake = judge(known.record if known else None, record)
        except DomainError as broken:
            return broken
        if known and intake is Intake.UNCHANGED:
            return Accepted(stored=known, entry=shelf.entries[record.key][0], changed=False)
        return self._replace(shelf, known, record)

    def _replace(self, shelf: Shelf, known: StoredRecord | None, record: Record) -> Accepted:
        now = self._clock.now()
        record_id = known.id if known else self._ids.new()
        stored = StoredRecord(id=record_id, company_id=shelf.company_id, record=record)
        entry = new_entry(
            stored,
            contact=shelf.contact_of(record),
            is_linked=record.key in shelf.linked,
            new_id=self._ids.new(),
            now=now,
        )
        older = shelf.entries.get(record.key, [])
        if any(each.is_left_out for each in older):
            shelf.taken_up.append(record.key)
        shelf.superseded += [gone for each in older if (gone := supersede(each, now))]
        shelf.entries[record.key] = [entry, *older]
        shelf.stored[record.key] = shelf.replaced[record.key] = stored
        return Accepted(stored=stored, entry=entry, changed=True)

    async def _save(self, uow: UnitOfWork, shelf: Shelf, answers: Sequence[Accepted | DomainError]) -> None:
        await uow.records.put(list(shelf.replaced.values()))
        await uow.log.add([each.entry for each in answers if isinstance(each, Accepted) and each.changed])
        for entry in shelf.superseded:
            await uow.log.save(entry)
        for key in shelf.taken_up:
            await uow.queue.wake(shelf.company_id, key)


class AcceptRecord:
    """Accept one record, and ring."""

    def __init__(self, *, units_of_work: UnitsOfWork, accept: AcceptBatch, doorbell: Doorbell) -> None:
        self._units_of_work = units_of_work
        self._accept = accept
        self._doorbell = doorbell

    async def __call__(self, principal: Principal, record: Record) -> Accepted:
        """Raises StaleSourceVersion or SourceVersionReused."""
        async with self._units_of_work() as uow:
            (answer,) = await self._accept.within(uow, principal, [record])
            if isinstance(answer, DomainError):
                raise answer
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        if answer.changed:
            await self._doorbell.ring(last)
        return answer
