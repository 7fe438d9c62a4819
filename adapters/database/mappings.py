"""Mappings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import delete, select

from adapters.database.repository import SqlRepository
from adapters.database.rows import MappingRow
from adapters.database.unmapped import unmapped_keys
from adapters.database.upserts import insert_into
from domain.model.mappings import Mapping, MappingKind, Unmapped


class SqlMappings(SqlRepository):
    """Which source key stands for which object of the books."""

    async def get(self, company_id: UUID, kind: MappingKind, source_key: str) -> Mapping | None:
        """Return one, locked against change until the end of the unit of work."""
        found = await self._connection.execute(
            select(MappingRow)
            .where(
                MappingRow.company_id == company_id,
                MappingRow.kind == kind,
                MappingRow.source_key == source_key,
            )
            .with_for_update()
        )
        row = found.one_or_none()
        return Mapping(**row._asdict()) if row else None

    async def page(
        self, company_id: UUID, kind: MappingKind, *, after: str | None, limit: int
    ) -> Sequence[Mapping]:
        """Return up to `limit` of a kind, by source key, beginning behind `after`."""
        wanted = select(MappingRow).where(MappingRow.company_id == company_id, MappingRow.kind == kind)
        if after is not None:
            wanted = wanted.where(MappingRow.source_key > after)
        rows = await self._connection.execute(wanted.order_by(MappingRow.source_key).limit(limit))
        return [Mapping(**row._asdict()) for row in rows]

    async def put(self, mapping: Mapping) -> None:
        """Add it, or replace the earlier one of its key."""
        values = asdict(mapping)
        names = ["company_id", "kind", "source_key"]
        rest = {column: value for column, value in values.items() if column not in names}
        statement = insert_into(MappingRow, on=self._connection).values(values)
        await self._connection.execute(statement.on_conflict_do_update(index_elements=names, set_=rest))

    async def delete(self, mapping: Mapping) -> None:
        """Remove it."""
        await self._connection.execute(
            delete(MappingRow).where(
                MappingRow.company_id == mapping.company_id,
                MappingRow.kind == mapping.kind,
                MappingRow.source_key == mapping.source_key,
            )
        )

    async def unmapped(
        self, company_id: UUID, kind: MappingKind, *, after: str | None, limit: int
    ) -> Sequence[Unmapped]:
        """Return the keys that failed entries lack a mapping for, by source key, behind `after`.

        Of payment methods, those that payments use and nobody mapped.
        """
        rows = await self._connection.execute(unmapped_keys(company_id, kind, after=after, limit=limit))
        return [Unmapped(**row._asdict()) for row in rows]
