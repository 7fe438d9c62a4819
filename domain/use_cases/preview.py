"""Preview an entry: what would be sent now, and the verdict, without sending anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from domain.errors import ConnectionRequired
from domain.model.api_keys import Principal
from domain.model.commands import Draft
from domain.model.companies import Connection
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.log_entries import LogEntry
from domain.model.records import StoredRecord
from domain.model.sources import CompanySource, SourceFailure
from domain.model.verdicts import Fail, Post, Resend, Verdict
from domain.ports.ledger import Ledger, Ledgers
from domain.ports.source import Source
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.decide import decide, questions
from domain.rules.resync import check_open
from domain.rules.sources import NOT_CONFIGURED, as_submitted, explain, is_fetched_again
from domain.use_cases.asking import ask
from domain.use_cases.read_log import dossier_of, entry_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The verdict as things stand, and what would be sent, if anything."""

    verdict: Verdict
    draft: Draft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What our own database says of the entry."""

    entry: LogEntry
    stored: StoredRecord
    source: CompanySource | None
    connection: Connection


class PreviewEntry:
    """Reads only: nothing is written, here, in the billing system or in the books."""

    def __init__(self, *, units_of_work: UnitsOfWork, ledgers: Ledgers, source: Source) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers
        self._source = source

    async def __call__(self, principal: Principal, entry_id: UUID) -> Preview:
        """Raises EntryNotFound, AlreadySynced, EntrySuperseded, ConnectionRequired, QuickBooksUnreadable.

        And DataNotFetched, for the void of a record whose data nobody ever fetched.
        """
        look = await self._look(principal, entry_id)
        stored = await self._current(look)
        if isinstance(stored, SourceFailure):
            return Preview(verdict=Fail(explain(look.entry.record, stored, wanted=look.entry.source_version)))
        dossier = await self._dossier(look.entry, stored)
        asked = questions(dossier)
        facts = await ask(self._ledgers, look.connection, asked) if asked else Facts()
        verdict = decide(dossier, facts)
        return Preview(verdict=verdict, draft=_draft(self._ledgers.open(look.connection), verdict))

    async def _look(self, principal: Principal, entry_id: UUID) -> _Look:
        async with self._units_of_work.of(principal.company_id) as uow:
            entry = await entry_of(uow, principal, entry_id)
            check_open(entry)
            connection = await uow.connections.get(principal.company_id)
            if connection is None:
                raise ConnectionRequired
            stored = await uow.records.find(principal.company_id, [entry.record])
            source = await uow.sources.get(principal.company_id)
        return _Look(entry=entry, stored=stored[entry.record], source=source, connection=connection)

    async def _current(self, look: _Look) -> StoredRecord | SourceFailure:
        """The record as the billing system has it now, where its data is fetched from there."""
        if not is_fetched_again(look.entry, look.stored):
            return look.stored
        if look.source is None:
            return NOT_CONFIGURED
        came = as_submitted(look.entry, await self._source.fetch(look.source.address, look.entry.record))
        return came if isinstance(came, SourceFailure) else replace(look.stored, record=came)

    async def _dossier(self, entry: LogEntry, stored: StoredRecord) -> Dossier:
        """What would be known, were the record kept as it is now; the unit of work is not committed."""
        async with self._units_of_work.of(entry.company_id) as uow:
            await uow.records.put([stored])
            return await dossier_of(uow, entry)


def _draft(ledger: Ledger, verdict: Verdict) -> Draft | None:
    match verdict:
        case Post(command=command):
            return ledger.draft(command)
        case Resend(attempt=attempt):
            return attempt.draft
        case _:
            return None
