"""Read the sync log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from domain.errors import DataNotFetched, EntryNotFound
from domain.model.api_keys import Principal
from domain.model.attempts import Attempt
from domain.model.dossiers import Dossier
from domain.model.log_entries import LogEntry
from domain.model.log_filter import LogFilter, LogPage, PageMark
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.families import told


class ListLog:
    """A page of the log."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(
        self, principal: Principal, wanted: LogFilter, *, after: PageMark | None, limit: int
    ) -> LogPage:
        """Return up to `limit` entries, newest first, beginning behind `after`."""
        async with self._units_of_work.of(principal.company_id) as uow:
            page = await uow.log.page(principal.company_id, wanted, after=after, limit=limit)
            return replace(page, entries=await with_parents(uow, principal, page.entries))


class GetEntry:
    """One entry."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, entry_id: UUID) -> LogEntry:
        """Raises EntryNotFound, for another company's entry too."""
        async with self._units_of_work.of(principal.company_id) as uow:
            (entry,) = await with_parents(uow, principal, [await entry_of(uow, principal, entry_id)])
        return entry


class ListAttempts:
    """What was sent for one entry, and what came back."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, entry_id: UUID) -> Sequence[Attempt]:
        """Return them by their number. Raises EntryNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            entry = await entry_of(uow, principal, entry_id)
            return await uow.attempts.of_entry(entry.id)


async def entry_of(uow: UnitOfWork, principal: Principal, entry_id: UUID) -> LogEntry:
    """Return the entry, locked until the end of the unit of work. Raises EntryNotFound."""
    entry = await uow.log.get(principal.company_id, entry_id)
    if entry is None:
        raise EntryNotFound
    return entry


async def dossier_of(uow: UnitOfWork, entry: LogEntry) -> Dossier:
    """Return all that is known of the entry. Raises DataNotFetched."""
    for dossier in await uow.records.dossiers([entry]):
        return dossier
    raise DataNotFetched


async def with_parents(
    uow: UnitOfWork, principal: Principal, entries: Sequence[LogEntry]
) -> tuple[LogEntry, ...]:
    """Return the entries, those that wait saying which of their parents failed."""
    keys = {key for entry in entries for key in entry.waiting_for}
    standings = await uow.records.standings(principal.company_id, keys) if keys else {}
    return tuple(told(entry, standings) for entry in entries)
