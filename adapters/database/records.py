"""Records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from adapters.database.dossiers import gather
from adapters.database.keys import has_key, key_of
from adapters.database.record_bodies import record_of, values_of
from adapters.database.record_locks import lock_keys
from adapters.database.repository import SqlRepository
from adapters.database.rows import RecordRow
from adapters.database.standings import standings_of
from adapters.database.upserts import insert_into
from domain.model.dossiers import Dossier
from domain.model.log_entries import LogEntry
from domain.model.records import RecordKey, StoredRecord
from domain.model.standings import Standing


class SqlRecords(SqlRepository):
    """The current version of every record."""

    async def find(self, company_id: UUID, keys: Collection[RecordKey]) -> Mapping[RecordKey, StoredRecord]:
        """Return those that were submitted."""
        rows = await self._connection.execute(select(RecordRow).where(has_key(RecordRow, company_id, keys)))
        return {key_of(row): record_of(row) for row in rows}

    async def lock(self, company_id: UUID, keys: Collection[RecordKey]) -> Mapping[RecordKey, StoredRecord]:
        """The same, and nobody else changes one of these keys, there yet or not, until the commit."""
        await lock_keys(self._connection, company_id, keys)
        return await self.find(company_id, keys)

    async def put(self, records: Sequence[StoredRecord]) -> None:
        """Add each, or replace its earlier version."""
        if not records:
            return
        statement = insert_into(RecordRow, on=self._connection)
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=["company_id", "kind", "external_ref"],
            set_={
                "source_version": new.source_version,
                "body": new.body,
                "by_reference": new.by_reference,
                "voided": new.voided,
                "payment_method": new.payment_method,
            },
        )
        await self._connection.execute(statement, [values_of(stored) for stored in records])

    async def standings(self, company_id: UUID, keys: Collection[RecordKey]) -> Mapping[RecordKey, Standing]:
        """Return how the newest version of each stands, of those that were submitted."""
        return await standings_of(self._connection, company_id, keys)

    async def dossiers(self, entries: Sequence[LogEntry]) -> Sequence[Dossier]:
        """Gather what is known of each entry, in their order, in a fixed number of queries."""
        return await gather(self._connection, entries)
