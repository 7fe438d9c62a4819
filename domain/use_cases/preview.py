"""Preview an entry: what would be sent now, and the verdict, without sending anything."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from domain.errors import ConnectionRequired
from domain.model.api_keys import Principal
from domain.model.commands import Draft
from domain.model.companies import Connection
from domain.model.dossiers import Dossier
from domain.model.facts import Facts
from domain.model.verdicts import Post, Resend, Verdict
from domain.ports.ledger import Ledger, Ledgers
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.decide import decide, questions
from domain.rules.resync import check_open
from domain.use_cases.asking import ask
from domain.use_cases.read_log import dossier_of, entry_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The verdict as things stand, and what would be sent, if anything."""

    verdict: Verdict
    draft: Draft | None


class PreviewEntry:
    """Reads only: nothing is written, here or in the books."""

    def __init__(self, *, units_of_work: UnitsOfWork, ledgers: Ledgers) -> None:
        self._units_of_work = units_of_work
        self._ledgers = ledgers

    async def __call__(self, principal: Principal, entry_id: UUID) -> Preview:
        """Raises EntryNotFound, AlreadySynced, EntrySuperseded, ConnectionRequired, QuickBooksUnreadable."""
        dossier, connection = await self._gather(principal, entry_id)
        asked = questions(dossier)
        facts = await ask(self._ledgers, connection, asked) if asked else Facts()
        verdict = decide(dossier, facts)
        return Preview(verdict=verdict, draft=_draft(self._ledgers.open(connection), verdict))

    async def _gather(self, principal: Principal, entry_id: UUID) -> tuple[Dossier, Connection]:
        async with self._units_of_work() as uow:
            entry = await entry_of(uow, principal, entry_id)
            check_open(entry)
            connection = await uow.connections.get(principal.company_id)
            dossier = await dossier_of(uow, entry)
        if connection is None:
            raise ConnectionRequired
        return dossier, connection


def _draft(ledger: Ledger, verdict: Verdict) -> Draft | None:
    match verdict:
        case Post(command=command):
            return ledger.draft(command)
        case Resend(attempt=attempt):
            return attempt.draft
        case _:
            return None
