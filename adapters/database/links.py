"""Links."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from adapters.database.keys import has_key, key_of
from adapters.database.repository import SqlRepository
from adapters.database.rows import LinkRow
from adapters.database.upserts import insert_into
from domain.model.books import LedgerRef
from domain.model.links import Link
from domain.model.records import RecordKey


class SqlLinks(SqlRepository):
    """Which record is which object of the books."""

    async def find(self, company_id: UUID, keys: Collection[RecordKey]) -> Mapping[RecordKey, Link]:
        """Return those that are linked."""
        rows = await self._connection.execute(select(LinkRow).where(has_key(LinkRow, company_id, keys)))
        return {key_of(row): link_of(row) for row in rows}

    async def put(self, link: Link) -> None:
        """Add it, or replace the record's earlier one."""
        names = {
            "company_id": link.company_id,
            "kind": link.record.kind,
            "external_ref": link.record.external_ref,
        }
        target = {"entity": link.ref.entity, "object_id": link.ref.id, "object_version": link.ref.version}
        statement = insert_into(LinkRow, on=self._connection).values(names | target)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=list(names), set_=target)
        )

    async def forget(self, company_id: UUID, key: RecordKey) -> None:
        """Remove the record's link, if it has one."""
        await self._connection.execute(delete(LinkRow).where(has_key(LinkRow, company_id, [key])))


def link_of(row: Row[Any]) -> Link:
    """Return the link of a row."""
    ref = LedgerRef(entity=row.entity, id=row.object_id, version=row.object_version)
    return Link(company_id=row.company_id, record=key_of(row), ref=ref)
