"""Where the billing system of each company answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.repository import SqlRepository
from adapters.database.rows import SourceRow
from adapters.database.seals import sealed_for
from adapters.database.upserts import insert_into
from domain.model.seals import SealedFor
from domain.model.sources import CompanySource, SourceAddress, SourcePause
from domain.ports.vault import Vault


class SqlSources(SqlRepository):
    """Tokens lie sealed by the vault."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        super().__init__(connection)
        self._vault = vault

    async def get(self, company_id: UUID) -> CompanySource | None:
        """Return a company's, with its token opened."""
        found = await self._connection.execute(select(SourceRow).where(SourceRow.company_id == company_id))
        row = found.one_or_none()
        return self._opened(row) if row else None

    async def put(self, source: CompanySource) -> None:
        """Add it, or replace the company's earlier one."""
        token = source.address.token
        values = {
            "url": source.address.url,
            "token": None if token is None else self._vault.seal(token, _sealed_for(source.company_id)),
            **_pause_values(source.pause),
        }
        statement = insert_into(SourceRow, on=self._connection).values(company_id=source.company_id, **values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["company_id"], set_=values)
        )

    async def pause(self, company_id: UUID, pause: SourcePause | None) -> None:
        """Leave it alone for a while, or (None) no longer."""
        await self._connection.execute(
            update(SourceRow).where(SourceRow.company_id == company_id).values(**_pause_values(pause))
        )

    def _opened(self, row: Row[Any]) -> CompanySource:
        token = None if row.token is None else self._vault.open(row.token, _sealed_for(row.company_id))
        return CompanySource(
            company_id=row.company_id, address=SourceAddress(url=row.url, token=token), pause=_pause(row)
        )


def _sealed_for(company_id: UUID) -> SealedFor:
    return sealed_for(SourceRow.token, company_id)


def _pause(row: Row[Any]) -> SourcePause | None:
    if row.paused_until is None:
        return None
    return SourcePause(since=row.paused_since, until=row.paused_until)


def _pause_values(pause: SourcePause | None) -> dict[str, object]:
    return {
        "paused_since": pause.since if pause else None,
        "paused_until": pause.until if pause else None,
    }
