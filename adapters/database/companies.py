"""Companies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import Select, insert, select

from adapters.database.repository import SqlRepository
from adapters.database.rows import CompanyRow, ConnectionRow
from adapters.database.upserts import insert_into
from domain.errors import RealmTaken
from domain.model.companies import Company
from domain.model.outcomes import HoldReason


class SqlCompanies(SqlRepository):
    """Who uses the service."""

    async def add(self, company: Company) -> None:
        """Write a new one; a conflict is asked for, since an error would end the transaction."""
        statement = insert_into(CompanyRow, on=self._connection).values(**asdict(company))
        statement = statement.on_conflict_do_nothing(index_elements=["realm_id"])
        if await self._connection.scalar(statement.returning(CompanyRow.id)) is None:
            raise RealmTaken
        await self._connection.execute(insert(ConnectionRow).values(_not_connected(company)))

    async def get(self, company_id: UUID) -> Company | None:
        """Return one."""
        return await self._one(select(CompanyRow).where(CompanyRow.id == company_id))

    async def lock(self, company_id: UUID) -> Company | None:
        """Return one, locked against change until the end of the unit of work."""
        return await self._one(select(CompanyRow).where(CompanyRow.id == company_id).with_for_update())

    async def all(self) -> Sequence[Company]:
        """Return every company, oldest first."""
        rows = await self._connection.execute(
            select(CompanyRow).order_by(CompanyRow.created_at, CompanyRow.id)
        )
        return [Company(**row._asdict()) for row in rows]

    async def of_realms(self, realm_ids: Collection[str]) -> Mapping[str, UUID]:
        """Return the ids of the companies that have these realms, by realm."""
        rows = await self._connection.execute(
            select(CompanyRow.id, CompanyRow.realm_id).where(CompanyRow.realm_id.in_(realm_ids))
        )
        return {str(row.realm_id): row.id for row in rows}

    async def _one(self, statement: Select[CompanyRow]) -> Company | None:
        row = (await self._connection.execute(statement)).one_or_none()
        return Company(**row._asdict()) if row else None


def _not_connected(company: Company) -> dict[str, object]:
    """The row that every company has from its first moment on."""
    return {
        "company_id": company.id,
        "version": 0,
        "hold_reason": HoldReason.NOT_CONNECTED,
        "hold_since": company.created_at,
    }
