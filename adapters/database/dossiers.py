"""Gather all that the database knows of claimed entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.attempts import attempt_of
from adapters.database.keys import has_key, key_of
from adapters.database.links import link_of
from adapters.database.record_bodies import record_of
from adapters.database.rows import AttemptRow, LinkRow, MappingRow, RecordRow
from adapters.database.standings import standings_of
from domain.model.attempts import Attempt
from domain.model.dossiers import Dossier, Need
from domain.model.links import Link
from domain.model.log_entries import LogEntry
from domain.model.mappings import Mapping as ItemMapping
from domain.model.mappings import MappingKind
from domain.model.records import Invoice, Record, RecordKey, needs
from domain.model.standings import Standing


async def gather(connection: AsyncConnection, entries: Sequence[LogEntry]) -> Sequence[Dossier]:
    """Ask six questions about all entries of a company together, however many they are."""
    if not entries:
        return []
    company_id = entries[0].company_id
    records = await _records(connection, {entry.record_id for entry in entries})
    needed = {key for record in records.values() for key in needs(record)}
    own = {entry.record for entry in entries}
    links = await _links(connection, company_id, needed | own)
    shelf = _Shelf(
        records=records,
        needed=await _needed(connection, company_id, needed),
        links=links,
        standings=await standings_of(connection, company_id, needed - links.keys()),
        fee_items=await _fee_items(connection, company_id, records),
        attempts=await _newest_attempts(connection, {entry.id for entry in entries}),
    )
    return [shelf.dossier(entry) for entry in entries]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    records: Mapping[UUID, Record]
    needed: Mapping[RecordKey, Record]
    links: Mapping[RecordKey, Link]
    standings: Mapping[RecordKey, Standing]
    fee_items: Mapping[str, ItemMapping]
    attempts: Mapping[UUID, Attempt]

    def dossier(self, entry: LogEntry) -> Dossier:
        record = self.records[entry.record_id]
        attempt = self.attempts.get(entry.id)
        return Dossier(
            entry=entry,
            record=record,
            link=self.links.get(entry.record),
            needs={key: self._need(key) for key in needs(record)},
            fee_items={item: self.fee_items[item] for item in _items_of(record) if item in self.fee_items},
            unsettled=attempt if attempt and attempt.is_unsettled else None,
            last_attempt_number=attempt.number if attempt else 0,
        )

    def _need(self, key: RecordKey) -> Need:
        return Need(record=self.needed.get(key), link=self.links.get(key), standing=self.standings.get(key))


def _items_of(record: Record) -> tuple[str, ...]:
    return tuple(line.fee_item for line in record.lines) if isinstance(record, Invoice) else ()


async def _records(connection: AsyncConnection, ids: set[UUID]) -> Mapping[UUID, Record]:
    rows = await connection.execute(select(RecordRow).where(RecordRow.id.in_(ids)))
    return {row.id: record_of(row).record for row in rows}


async def _needed(
    connection: AsyncConnection, company_id: UUID, keys: set[RecordKey]
) -> Mapping[RecordKey, Record]:
    rows = await connection.execute(select(RecordRow).where(has_key(RecordRow, company_id, keys)))
    return {key_of(row): record_of(row).record for row in rows}


async def _links(
    connection: AsyncConnection, company_id: UUID, keys: set[RecordKey]
) -> Mapping[RecordKey, Link]:
    rows = await connection.execute(select(LinkRow).where(has_key(LinkRow, company_id, keys)))
    return {key_of(row): link_of(row) for row in rows}


async def _fee_items(
    connection: AsyncConnection, company_id: UUID, records: Mapping[UUID, Record]
) -> Mapping[str, ItemMapping]:
    items = {item for record in records.values() for item in _items_of(record)}
    rows = await connection.execute(
        select(MappingRow).where(
            MappingRow.company_id == company_id,
            MappingRow.kind == MappingKind.FEE_ITEM,
            MappingRow.source_key.in_(items),
        )
    )
    return {row.source_key: ItemMapping(**row._asdict()) for row in rows}


async def _newest_attempts(connection: AsyncConnection, entry_ids: set[UUID]) -> Mapping[UUID, Attempt]:
    newest = (
        select(AttemptRow.entry_id, func.max(AttemptRow.number).label("number"))
        .where(AttemptRow.entry_id.in_(entry_ids))
        .group_by(AttemptRow.entry_id)
        .subquery()
    )
    same = and_(AttemptRow.entry_id == newest.c.entry_id, AttemptRow.number == newest.c.number)
    rows = await connection.execute(select(AttemptRow).join(newest, same))
    return {row.entry_id: attempt_of(row) for row in rows}
