"""Read one record: what was submitted, what it is in the books, and its log entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import RecordNotFound
from domain.model.api_keys import Principal
from domain.model.links import Link
from domain.model.log_entries import LogEntry
from domain.model.records import RecordKey, StoredRecord
from domain.ports.unit_of_work import UnitsOfWork
from domain.use_cases.read_log import with_parents


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """The current version, its object, and its entries, newest first, without superseded ones."""

    stored: StoredRecord
    link: Link | None
    entries: Sequence[LogEntry]


class GetRecord:
    """One record of the caller's company."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, key: RecordKey) -> RecordView:
        """Raises RecordNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            stored = await uow.records.find(principal.company_id, [key])
            if key not in stored:
                raise RecordNotFound
            links = await uow.links.find(principal.company_id, [key])
            entries = await with_parents(
                uow, principal, await uow.log.of_records(principal.company_id, [key])
            )
        return RecordView(stored=stored[key], link=links.get(key), entries=entries)
