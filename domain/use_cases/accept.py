"""Accept records: one transaction writes the version and its log entry; a yes means it is durable."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domain.errors import AlreadyVoided, DomainError, RecordNotFound
from domain.model.api_keys import Principal
from domain.model.log_entries import LogEntry
from domain.model.records import ByReference, Contact, RecordKey, StoredRecord, Submission, Transaction
from domain.ports.clock import Clock, Ids
from domain.ports.doorbell import Doorbell
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.deeds import voiding
from domain.rules.entries import new_entry
from domain.rules.intake import Intake, content, judge
from domain.rules.supersede import supersede
from domain.use_cases.trail import Trail


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

    def contact_of(self, record: Submission) -> Contact | None:
        """The contact that the record is about, where it was submitted."""
        if isinstance(record, Contact):
            return record
        if isinstance(record, ByReference):
            return None
        stored = self.stored.get(record.contact_key)
        return stored.record if stored and isinstance(stored.record, Contact) else None


class AcceptBatch:
    """Accept many records in one transaction, each on its own."""

    def __init__(self, *, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    async def within(
        self, uow: UnitOfWork, principal: Principal, records: Sequence[Submission]
    ) -> Sequence[Accepted | DomainError]:
        """Accept in their order; the answer to one that breaks a rule is the error."""
        shelf = await self._load(uow, principal.company_id, records)
        answers = [self._accept(shelf, record) for record in records]
        await self._save(uow, shelf, answers)
        return answers

    async def void(self, uow: UnitOfWork, principal: Principal, key: RecordKey) -> Accepted:
        """Take a record back for ever. Raises RecordNotFound or AlreadyVoided."""
        known = (await uow.records.lock(principal.company_id, [key])).get(key)
        if known is None:
            raise RecordNotFound
        if known.voided:
            raise AlreadyVoided
        shelf = await self._load(uow, principal.company_id, [known.record])
        answer = self._replace(shelf, replace(known, voided=True))
        await self._save(uow, shelf, [answer])
        await uow.queue.wake(principal.company_id, key)  # what waits for it would wait for ever
        return answer

    async def _load(self, uow: UnitOfWork, company_id: UUID, records: Sequence[Submission]) -> Shelf:
        keys = {record.key for record in records}
        contacts = {record.contact_key for record in records if isinstance(record, Transaction)}
        stored = dict(await uow.records.lock(company_id, keys))
        others = await uow.records.find(company_id, contacts - keys)
        entries: dict[RecordKey, list[LogEntry]] = {}
        for entry in await uow.log.of_records(company_id, keys):
            entries.setdefault(entry.record, []).append(entry)
        linked = await uow.links.find(company_id, keys)
        return Shelf(company_id=company_id, stored={**others, **stored}, entries=entries, linked=linked)

    def _accept(self, shelf: Shelf, record: Submission) -> Accepted | DomainError:
        known = shelf.stored.get(record.key)
        try:
            intake = judge(known.submitted if known else None, record)
        except DomainError as broken:
            return broken
        if known and intake is Intake.UNCHANGED:
            return Accepted(stored=known, entry=shelf.entries[record.key][0], changed=False)
        if known and known.voided:
            return AlreadyVoided()
        stored = StoredRecord(
            id=known.id if known else self._ids.new(),
            company_id=shelf.company_id,
            record=content(known, record),
            by_reference=isinstance(record, ByReference),
        )
        return self._replace(shelf, stored)

    def _replace(self, shelf: Shelf, stored: StoredRecord) -> Accepted:
        now, record = self._clock.now(), stored.record
        entry = new_entry(
            stored,
            contact=shelf.contact_of(stored.record),
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

    async def __call__(self, principal: Principal, record: Submission) -> Accepted:
        """Raises StaleSourceVersion or SourceVersionReused."""
        async with self._units_of_work.of(principal.company_id) as uow:
            (answer,) = await self._accept.within(uow, principal, [record])
            if isinstance(answer, DomainError):
                raise answer
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        if answer.changed:
            await self._doorbell.ring(last)
        return answer


class VoidRecord:
    """Take a transaction back, and ring."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, accept: AcceptBatch, doorbell: Doorbell, trail: Trail
    ) -> None:
        self._units_of_work = units_of_work
        self._accept = accept
        self._doorbell = doorbell
        self._trail = trail

    async def __call__(self, principal: Principal, key: RecordKey) -> Accepted:
        """Raises RecordNotFound or AlreadyVoided."""
        async with self._units_of_work.of(principal.company_id) as uow:
            answer = await self._accept.void(uow, principal, key)
            await self._trail.caller_did(uow, principal, voiding(key, answer.entry))
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        await self._doorbell.ring(last)
        return answer
