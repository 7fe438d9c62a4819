"""Links."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.exc import IntegrityError

from adapters.database.keys import has_key, key_of
from adapters.database.repository import SqlRepository
from adapters.database.rows import LinkRow
from adapters.database.upserts import insert_into
from domain.errors import AlreadyLinked
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
        """Add it, or replace the record's earlier one.

        Raises AlreadyLinked; the transaction is over then.
        """
        names = {
            "company_id": link.company_id,
            "kind": link.record.kind,
            "external_ref": link.record.external_ref,
        }
        target = {
            "entity": link.ref.entity,
            "object_id": link.ref.id,
            "object_version": link.ref.version,
            "hand_version": link.hand_version,
            "revision": link.revision,
            "imprint": link.ref.imprint,
        }
        statement = insert_into(LinkRow, on=self._connection).values(names | target)
        statement = statement.on_conflict_do_update(index_elements=list(names), set_=target)
        try:
            await self._connection.execute(statement)
        except IntegrityError as broken:
            raise _as_said(broken) from broken

    async def delete(self, link: Link) -> None:
        """Forget it."""
        await self._connection.execute(
            delete(LinkRow).where(has_key(LinkRow, link.company_id, [link.record]))
        )

    async def holders(
        self, company_id: UUID, entity: str, object_ids: Collection[str]
    ) -> Mapping[str, RecordKey]:
        """Return which record each of these objects is, by the object's id."""
        rows = await self._connection.execute(
            select(LinkRow).where(
                LinkRow.company_id == company_id,
                LinkRow.entity == entity,
                LinkRow.object_id.in_(object_ids),
            )
        )
        return {row.object_id: key_of(row) for row in rows}


def link_of(row: Row[Any]) -> Link:
    """Return the link of a row."""
    ref = LedgerRef(entity=row.entity, id=row.object_id, version=row.object_version, imprint=row.imprint)
    return Link(
        company_id=row.company_id,
        record=key_of(row),
        ref=ref,
        hand_version=row.hand_version,
        revision=row.revision,
    )


def _as_said(broken: IntegrityError) -> Exception:
    """SQLite names the columns, Postgres the index; a link of a record that is not here is a bug."""
    told = str(broken.orig)
    return AlreadyLinked() if "object_id" in told else broken
