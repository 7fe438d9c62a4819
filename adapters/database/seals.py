"""What lies sealed: in every column that its row marks so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from adapters.database.repository import SqlRepository
from adapters.database.rows.base import SEALED
from adapters.database.rows.base import Row as AnyRow
from domain.model.seals import SealedFor, SealedText
from domain.ports.vault import Vault


def sealed_for(
    column: InstrumentedAttribute[Any], company_id: UUID, realm_id: str | None = None
) -> SealedFor:
    """What the secret in a marked column is for; whoever seals and opens it says it by this."""
    (found,) = column.property.columns
    return SealedFor(company_id=company_id, realm_id=realm_id, field=str(found))


class SqlSealedTexts(SqlRepository):
    """Everything that lies sealed, in whichever table."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        super().__init__(connection)
        self._vault = vault

    async def under_older_keys(self, company_id: UUID) -> Sequence[SealedText]:
        """Return what a company has that is not sealed with the key that seals now."""
        every = [text for column in marked_columns() for text in await self._texts(column, company_id)]
        return [text for text in every if text.key_id != self._vault.key_id]

    async def reseal(self, text: SealedText) -> bool:
        """Seal it with that key; False when it has changed meanwhile. Raises ValueError as `open` does."""
        (column,) = [each for each in marked_columns() if str(each) == text.about.field]
        secret = self._vault.open(text.sealed, text.about)
        written = await self._connection.execute(
            update(column.table)
            .where(
                column.table.c.company_id == text.about.company_id,
                *(key == value for key, value in zip(_row_of(column), text.row, strict=True)),
                column == text.sealed,  # what was renewed meanwhile stays
            )
            .values({column.name: self._vault.seal(secret, text.about)})
        )
        return written.rowcount == 1

    async def _texts(self, column: Column[Any], company_id: UUID) -> Sequence[SealedText]:
        table, realm = column.table, column.info[SEALED]
        found = await self._connection.execute(
            select(table).where(table.c.company_id == company_id, column.is_not(None))
        )
        return [self._text(row, column, realm) for row in found]

    def _text(self, row: Row[Any], column: Column[Any], realm: str | None) -> SealedText:
        sealed: str = getattr(row, column.name)
        return SealedText(
            about=SealedFor(
                company_id=row.company_id,
                realm_id=getattr(row, realm) if realm else None,
                field=str(column),
            ),
            row=tuple(getattr(row, key.name) for key in _row_of(column)),
            key_id=self._vault.key_id_of(sealed),
            sealed=sealed,
        )


def marked_columns() -> Iterator[Column[Any]]:
    """In a fixed order, which is the one of their tables' names."""
    for table in sorted(AnyRow.metadata.tables.values(), key=attrgetter("name")):
        yield from (column for column in table.columns if SEALED in column.info)


def _row_of(column: Column[Any]) -> Sequence[Column[Any]]:
    """The columns that tell its row."""
    return column.table.primary_key.columns.values()
