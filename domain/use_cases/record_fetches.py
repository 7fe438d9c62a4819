"""Record what the billing system gave for entries by reference, and what not; fenced by their claim."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from domain.model.log_entries import LogEntry
from domain.model.records import Contact, Record, RecordKey, StoredRecord
from domain.model.sources import SourceFailure
from domain.model.verdicts import Fail, GiveWay, Retry, Skip, StandBack
from domain.ports.clock import Clock, Dice, Ids
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.entries import with_data
from domain.rules.follow import Moment
from domain.rules.retry import RetryPolicy
from domain.rules.settle import become, cleared
from domain.rules.skipping import skipped_unread, still
from domain.rules.sources import Asked, Next, Round, after_failure, in_vain, is_same_submission, overtaken
from domain.use_cases.settings import settings_of

log = logging.getLogger(__name__)


class RecordFetches:
    """One transaction for a round: data, attempts, entries and the pause."""

    def __init__(
        self, *, units_of_work: UnitsOfWork, clock: Clock, ids: Ids, dice: Dice, policy: RetryPolicy
    ) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._ids = ids
        self._dice = dice
        self._policy = policy

    async def __call__(self, this: Round) -> Mapping[UUID, LogEntry]:
        """Return the entries that may be decided now."""
        async with self._units_of_work.of(this.company_id) as uow:
            current = await uow.records.lock(this.company_id, this.stored.keys())
            await _skip_by_settings_of_now(uow, this)
            fetched = await self._keep(uow, this, current)
            for failed, came in this.failed:
                await self._fail(uow, this, failed, came)
            ready = await self._carry_out(uow, this)
            await self._pause(uow, this)
            await uow.commit()
        return {**ready, **fetched}

    async def _keep(
        self, uow: UnitOfWork, this: Round, current: Mapping[RecordKey, StoredRecord]
    ) -> dict[UUID, LogEntry]:
        """Keep what was fetched, but not over a newer submission; that one tells its entry what to do."""
        kept: dict[UUID, Record] = {}
        for asked, data in this.given:
            entry, stored = asked.entry, current[asked.entry.record]
            if is_same_submission(stored, this.stored[entry.record]):
                kept[entry.id] = data
                await uow.records.put([replace(stored, record=data)])
            else:
                this.plans[entry.id] = overtaken(stored)
        return await _filled(uow, this, kept)

    async def _fail(self, uow: UnitOfWork, this: Round, asked: Asked, failed: SourceFailure) -> None:
        """The attempt is kept with what came back, unless the claim was lost meanwhile."""
        attempt = in_vain(asked, failed, this.newest.get(asked.entry.id), self._ids.new())
        if not await uow.attempts.begin([attempt]):
            log.warning("claim_lost", extra={"entry_id": asked.entry.id})
            return
        await uow.attempts.finish(attempt)
        counted = asked.entry.attempts + 1
        entry = replace(asked.entry, attempts=counted, last_attempt_at=asked.started_at)
        moment = Moment(now=asked.finished_at, policy=self._policy, roll=self._dice.roll())
        await self._settle(uow, entry, after_failure(entry, failed, moment))

    async def _carry_out(self, uow: UnitOfWork, this: Round) -> dict[UUID, LogEntry]:
        """Settle whoever was not asked for; return those that go on with what is here."""
        ready: dict[UUID, LogEntry] = {}
        for entry in this.entries:
            match this.plans[entry.id]:
                case Fail() | GiveWay() | Retry() | Skip() | StandBack() as verdict:
                    await self._settle(uow, entry, verdict)
                case Next.GO_ON:
                    ready[entry.id] = entry
                case Next.FETCH:
                    pass  # its answer said what to do
        return ready

    async def _settle(
        self, uow: UnitOfWork, entry: LogEntry, step: Fail | GiveWay | Retry | Skip | StandBack
    ) -> None:
        settled = become(cleared(entry, self._clock.now()), step, is_unsettled=False)
        if await uow.queue.settle(settled):
            log.info("entry_settled", extra={"entry_id": entry.id, "status": settled.status.value})
        else:
            log.warning("claim_lost", extra={"entry_id": entry.id})

    async def _pause(self, uow: UnitOfWork, this: Round) -> None:
        """A billing system that gives something again is not left alone any more."""
        if this.pause:
            log.warning("source_paused", extra={"company_id": this.company_id, "until": this.pause.until})
            await uow.sources.pause(this.company_id, this.pause)
        elif this.given and this.source and this.source.pause:
            await uow.sources.pause(this.company_id, None)


async def _skip_by_settings_of_now(uow: UnitOfWork, this: Round) -> None:
    """As in `RecordOutcomes`: whoever changes the settings must find all that is skipped."""
    skipped = [entry for entry in this.entries if isinstance(this.plans[entry.id], Skip)]
    if skipped:
        settings = await settings_of(uow, this.company_id, lock=True)
        for entry in skipped:
            this.plans[entry.id] = still(skipped_unread(entry, settings.carried), entry)


async def _filled(uow: UnitOfWork, this: Round, kept: Mapping[UUID, Record]) -> dict[UUID, LogEntry]:
    """The entries say what they are about, in the log as well as in what is decided now."""
    if not kept:
        return {}
    wanted = {record.contact_key for record in kept.values() if not isinstance(record, Contact)}
    contacts = await uow.records.find(this.company_id, wanted)
    filled = {
        entry.id: with_data(entry, kept[entry.id], contact=_contact_of(kept[entry.id], contacts))
        for entry in this.entries
        if entry.id in kept
    }
    rows = await uow.log.of_records(this.company_id, {entry.record for entry in filled.values()})
    for row in rows:
        if row.id in kept and row.lease_epoch == filled[row.id].lease_epoch:
            contact = _contact_of(kept[row.id], contacts)
            if (now := with_data(row, kept[row.id], contact=contact)) != row:
                await uow.log.save(now)
    return filled


def _contact_of(record: Record, contacts: Mapping[RecordKey, StoredRecord]) -> Contact | None:
    if isinstance(record, Contact):
        return record
    stored = contacts.get(record.contact_key)
    return stored.data if stored and isinstance(stored.data, Contact) else None
