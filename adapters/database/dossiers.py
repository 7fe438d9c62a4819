"""Gather all that the database knows of claimed entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.attempts import SqlAttempts
from adapters.database.keys import has_key, key_of
from adapters.database.links import link_of
from adapters.database.record_bodies import record_of
from adapters.database.rows import LinkRow, MappingRow, RecordRow
from adapters.database.settings import carried_by
from adapters.database.standings import standings_of
from domain.model.attempts import Attempt, AttemptOutcome
from domain.model.dossiers import Dossier, KnownMappings, Need
from domain.model.links import Link
from domain.model.log_entries import LogEntry, Status
from domain.model.mappings import Mapping as ItemMapping
from domain.model.mappings import MappingKey, MappingKind, mapping_keys
from domain.model.records import Record, RecordKey, StoredRecord, needs
from domain.model.settings import Carried
from domain.model.standings import Standing


async def gather(connection: AsyncConnection, entries: Sequence[LogEntry]) -> Sequence[Dossier]:
    """Ask seven questions about all entries of a company together, however many they are."""
    if not entries:
        return []
    company_id = entries[0].company_id
    records = await _records(connection, company_id, {entry.record_id for entry in entries})
    data = [_data_of(stored) for stored in records.values()]
    needed = {key for record in data for key in needs(record)}
    used = {key for record in data for key in mapping_keys(record)}
    own = {entry.record for entry in entries}
    links = dict(await _links(connection, company_id, needed | own))
    standings = await standings_of(connection, company_id, needed - links.keys())
    # Whoever arrived between the two questions is linked by now; who is not had a link in former books.
    arrived = {key for key, standing in standings.items() if standing.status is Status.SYNCED}
    links |= await _links(connection, company_id, arrived) if arrived else {}
    shelf = _Shelf(
        records=records,
        needed=await _needed(connection, company_id, needed),
        links=links,
        standings=standings,
        mappings=await _mappings(connection, company_id, used),
        attempts=await SqlAttempts(connection).newest({entry.id for entry in entries}),
        carried=await carried_by(connection, company_id),
    )
    return [shelf.dossier(entry) for entry in entries if entry.record_id in records]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    records: Mapping[UUID, StoredRecord]
    needed: Mapping[RecordKey, Record]
    links: Mapping[RecordKey, Link]
    standings: Mapping[RecordKey, Standing]
    mappings: Mapping[MappingKey, ItemMapping]
    attempts: Mapping[UUID, Attempt]
    carried: Carried

    def dossier(self, entry: LogEntry) -> Dossier:
        stored = self.records[entry.record_id]
        record = _data_of(stored)
        attempt = self.attempts.get(entry.id)
        mapped = {key: self.mappings[key] for key in mapping_keys(record) if key in self.mappings}
        return Dossier(
            entry=entry,
            record=record,
            link=self.links.get(entry.record),
            needs={key: self._need(key) for key in needs(record)},
            mappings=KnownMappings(mapped),
            unsettled=attempt if attempt and attempt.is_unsettled else None,
            last_attempt_number=attempt.number if attempt else 0,
            voided=stored.voided,
            was_applied=attempt is not None and attempt.outcome is AttemptOutcome.APPLIED,
            carried=self.carried,
        )

    def _need(self, key: RecordKey) -> Need:
        return Need(record=self.needed.get(key), link=self.links.get(key), standing=self.standings.get(key))


def _data_of(stored: StoredRecord) -> Record:
    """What is known of it; whoever is decided about has data."""
    if stored.data is None:
        raise LookupError("There is no data yet")
    return stored.data


async def _records(
    connection: AsyncConnection, company_id: UUID, ids: set[UUID]
) -> Mapping[UUID, StoredRecord]:
    rows = await connection.execute(
        select(RecordRow).where(RecordRow.company_id == company_id, RecordRow.id.in_(ids))
    )
    return {stored.id: stored for stored in map(record_of, rows) if stored.data}


async def _needed(
    connection: AsyncConnection, company_id: UUID, keys: set[RecordKey]
) -> Mapping[RecordKey, Record]:
    """Leave out what is by reference and was never fetched: nothing is known of it."""
    rows = await connection.execute(select(RecordRow).where(has_key(RecordRow, company_id, keys)))
    return {stored.data.key: stored.data for stored in map(record_of, rows) if stored.data}


async def _links(
    connection: AsyncConnection, company_id: UUID, keys: set[RecordKey]
) -> Mapping[RecordKey, Link]:
    rows = await connection.execute(select(LinkRow).where(has_key(LinkRow, company_id, keys)))
    return {key_of(row): link_of(row) for row in rows}


async def _mappings(
    connection: AsyncConnection, company_id: UUID, keys: Collection[MappingKey]
) -> Mapping[MappingKey, ItemMapping]:
    """All kinds in one question, one look-up for each."""
    used: dict[MappingKind, list[str]] = defaultdict(list)
    for key in keys:
        used[key.kind].append(key.source_key)
    one_kind = (
        and_(MappingRow.kind == kind, MappingRow.source_key.in_(source_keys))
        for kind, source_keys in used.items()
    )
    rows = await connection.execute(
        select(MappingRow).where(MappingRow.company_id == company_id, or_(false(), *one_kind))
    )
    return {MappingKey(row.kind, row.source_key): ItemMapping(**row._asdict()) for row in rows}
