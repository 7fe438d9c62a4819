"""Where records and what they became are kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from domain.model.dossiers import Dossier
from domain.model.links import Link
from domain.model.log_entries import LogEntry
from domain.model.mappings import Mapping as ItemMapping
from domain.model.mappings import MappingKind, Unmapped
from domain.model.records import RecordKey, StoredRecord
from domain.model.standings import Standing


class Records(Protocol):
    """The current version of every record."""

    async def find(self, company_id: UUID, keys: Collection[RecordKey]) -> Mapping[RecordKey, StoredRecord]:
        """Return those that were submitted."""
        ...

    async def lock(self, company_id: UUID, keys: Collection[RecordKey]) -> Mapping[RecordKey, StoredRecord]:
        """The same, and nobody else changes one of these keys, there yet or not, until the commit."""
        ...

    async def put(self, records: Sequence[StoredRecord]) -> None:
        """Add each, or replace its earlier version."""
        ...

    async def dossiers(self, entries: Sequence[LogEntry]) -> Sequence[Dossier]:
        """Gather what is known of each entry, in their order, in a fixed number of queries.

        Those by reference whose data nobody has fetched yet are left out.
        """
        ...

    async def standings(self, company_id: UUID, keys: Collection[RecordKey]) -> Mapping[RecordKey, Standing]:
        """Return how the newest version of each stands, of those that were submitted."""
        ...


class Links(Protocol):
    """Which record is which object of the books."""

    async def find(self, company_id: UUID, keys: Collection[RecordKey]) -> Mapping[RecordKey, Link]:
        """Return those that are linked."""
        ...

    async def put(self, link: Link) -> None:
        """Add it, or replace the record's earlier one.

        Raises AlreadyLinked when another record of the company is this object.
        """
        ...

    async def delete(self, link: Link) -> None:
        """Forget it."""
        ...

    async def holders(
        self, company_id: UUID, entity: str, object_ids: Collection[str]
    ) -> Mapping[str, RecordKey]:
        """Return which record each of these objects is, by the object's id."""
        ...


class Mappings(Protocol):
    """Which source key stands for which object of the books."""

    async def get(self, company_id: UUID, kind: MappingKind, source_key: str) -> ItemMapping | None:
        """Return one, locked against change until the end of the unit of work."""
        ...

    async def page(
        self, company_id: UUID, kind: MappingKind, *, after: str | None, limit: int
    ) -> Sequence[ItemMapping]:
        """Return up to `limit` of a kind, by source key, beginning behind `after`."""
        ...

    async def put(self, mapping: ItemMapping) -> None:
        """Add it, or replace the earlier one of its key."""
        ...

    async def delete(self, mapping: ItemMapping) -> None:
        """Remove it."""
        ...

    async def unmapped(
        self, company_id: UUID, kind: MappingKind, *, after: str | None, limit: int
    ) -> Sequence[Unmapped]:
        """Return the keys that failed entries lack a mapping for, by source key, behind `after`.

        Of payment methods, those that payments use and nobody mapped.
        """
        ...
