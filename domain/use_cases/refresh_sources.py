"""Fetch the data of claimed entries by reference, so that each attempt sees it as it is now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

from domain.model.log_entries import LogEntry
from domain.model.records import Record
from domain.model.sources import CompanySource, SourceFailure, SourceFailureReason
from domain.ports.clock import Clock
from domain.ports.source import Source
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.quarantine import where
from domain.rules.retry import RetryPolicy
from domain.rules.sources import (
    Asked,
    Round,
    as_submitted,
    pause_after,
    plan,
    postponed,
)
from domain.use_cases.record_fetches import RecordFetches
from domain.use_cases.settings import settings_of

AT_ONCE = 5  # questions to one billing system side by side

log = logging.getLogger(__name__)


class RefreshSources:
    """Between the claim and the decision; whoever is left without data leaves `syncing` here."""

    def __init__(
        self,
        *,
        units_of_work: UnitsOfWork,
        source: Source,
        record: RecordFetches,
        clock: Clock,
        policy: RetryPolicy,
    ) -> None:
        self._units_of_work = units_of_work
        self._source = source
        self._record = record
        self._clock = clock
        self._policy = policy

    async def __call__(self, company_id: UUID, claimed: Sequence[LogEntry]) -> Sequence[LogEntry]:
        """Return those whose data is here, as they are now that it is known, in their order."""
        entries = [entry for entry in claimed if entry.by_reference]
        if not entries:
            return claimed
        this = await self._load(company_id, entries)
        await self._ask(this)
        self._leave_alone(this)
        ready = await self._record(this)
        return [ready.get(each.id, each) for each in claimed if each.id in ready or not each.by_reference]

    async def _load(self, company_id: UUID, entries: Sequence[LogEntry]) -> Round:
        now = self._clock.now()
        async with self._units_of_work.of(company_id) as uow:
            stored = await uow.records.find(company_id, {entry.record for entry in entries})
            newest = await uow.attempts.newest([entry.id for entry in entries])
            source = await uow.sources.get(company_id)
            carried = (await settings_of(uow, company_id)).carried
        plans = {
            entry.id: plan(entry, stored[entry.record], newest.get(entry.id), source, now, carried=carried)
            for entry in entries
        }
        return Round(
            company_id=company_id, entries=entries, stored=stored, newest=newest, source=source, plans=plans
        )

    async def _ask(self, this: Round) -> None:
        """A few at a time; once nobody is given anything, the others are not sent after them."""
        places = asyncio.Semaphore(AT_ONCE)

        async def ask(entry: LogEntry, source: CompanySource) -> None:
            async with places:
                if not this.is_stopped:
                    this.note(await self._fetch(source, entry))

        if this.source:
            await asyncio.gather(*(ask(entry, this.source) for entry in this.to_fetch))

    async def _fetch(self, source: CompanySource, entry: LogEntry) -> Asked:
        started_at = self._clock.now()
        came: Record | SourceFailure
        try:
            came = as_submitted(entry, await self._source.fetch(source.address, entry.record))
        except Exception as bug:  # noqa: BLE001 - whatever it is, the other entries must go on
            log.error("entry_quarantined", extra={"entry_id": entry.id, "bug": where(bug)})  # noqa: TRY400
            came = SourceFailure(reason=SourceFailureReason.INTERNAL)
        return Asked(entry=entry, started_at=started_at, finished_at=self._clock.now(), came=came)

    def _leave_alone(self, this: Round) -> None:
        """Those that nobody was sent for wait until the pause is over."""
        this.pause = pause_after(this, self._clock.now(), self._policy)
        for entry in this.to_fetch:
            if this.pause and entry.id not in this.asked:
                this.plans[entry.id] = postponed(entry, this.pause)
