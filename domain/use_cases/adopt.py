"""Adopt what is in the books already: a person says that an object is the record of an entry."""

from __future__ import annotations

from uuid import UUID

from domain.errors import AdoptedReferenceInvalid, AlreadyLinked, EntrySuperseded
from domain.model.api_keys import Principal
from domain.model.books import LedgerRef
from domain.model.companies import Connection
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import LogEntry
from domain.ports.clock import Clock
from domain.ports.doorbell import Doorbell
from domain.ports.ledger import Ledgers
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules import adopt
from domain.rules.deeds import adopting
from domain.rules.links import link_by_sync
from domain.rules.resync import adopted, check_adoptable
from domain.use_cases.asking import ask, require_same_books
from domain.use_cases.links import lock_at_rest
from domain.use_cases.read_log import dossier_of, entry_of
from domain.use_cases.trail import Trail


class AdoptEntry:
    """Believed only after it was read and compared; nothing is written to the books."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, doorbell: Doorbell, clock: Clock, trail: Trail
    ) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._doorbell = doorbell
        self._clock = clock
        self._trail = trail

    async def __call__(self, principal: Principal, entry_id: UUID, object_id: str) -> LogEntry:
        """Raises EntryNotFound, AlreadySynced, EntrySuperseded, RecordInProgress, NotTheSame, AlreadyLinked.

        And AdoptedReferenceInvalid, ConnectionRequired and QuickBooksUnreadable.
        """
        dossier, connection = await self._read(principal, entry_id)
        facts = await ask(self._ledgers, connection, adopt.questions(dossier.record, object_id))
        async with self._units_of_work.of(principal.company_id) as uow:
            await require_same_books(uow, connection)
            await lock_at_rest(uow, principal, dossier.entry.record)
            current = await _dossier_of(uow, principal, entry_id)
            ref = _same(current, object_id, facts)
            entry = await self._adopt(uow, current, ref)
            await self._trail.caller_did(uow, principal, adopting(entry, ref))
            last = await uow.drains.last(principal.company_id)
            await uow.commit()
        await self._doorbell.ring(last)
        return entry

    async def _read(self, principal: Principal, entry_id: UUID) -> tuple[Dossier, Connection | None]:
        async with self._units_of_work.of(principal.company_id) as uow:
            dossier = await _dossier_of(uow, principal, entry_id)
            return dossier, await uow.connections.get(principal.company_id)

    async def _adopt(self, uow: UnitOfWork, dossier: Dossier, ref: LedgerRef) -> LogEntry:
        """What people decided about the entry stays, as when a worker has sent it."""
        now = self._clock.now()
        entry = adopted(dossier.entry, ref, now)
        holders = await uow.links.holders(entry.company_id, ref.entity, [ref.id])
        holder = holders.get(ref.id, entry.record)
        if holder != entry.record:
            raise AlreadyLinked(linked_to=holder.external_ref)
        await uow.links.put(link_by_sync(entry, ref, dossier.link))
        await uow.log.save(entry)
        await uow.queue.wake(entry.company_id, entry.record)
        await uow.operations.finish_done(entry.company_id, at=now)
        return entry


async def _dossier_of(uow: UnitOfWork, principal: Principal, entry_id: UUID) -> Dossier:
    """Return it, the entry locked; it is compared as it is now, so its record must be the current one."""
    entry = await entry_of(uow, principal, entry_id)
    check_adoptable(entry)
    dossier = await dossier_of(uow, entry)
    if dossier.record.source_version > entry.source_version:
        raise EntrySuperseded
    return dossier


def _same(dossier: Dossier, object_id: str, facts: Facts) -> LedgerRef:
    """Return the object if it is the record. Raises AdoptedReferenceInvalid, AlreadyLinked or NotTheSame."""
    held = adopt.found(dossier.record, object_id, facts)
    if held is None:
        raise AdoptedReferenceInvalid
    adopt.check_same(dossier, held, facts)
    return held.ref
