"""API keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, or_, select, update

from adapters.database.repository import SqlRepository
from adapters.database.rows import ApiKeyRow
from domain.model.api_keys import ApiKey


class SqlApiKeys(SqlRepository):
    """The keys of a company; none is ever removed."""

    async def add(self, key: ApiKey) -> None:
        """Write a new one."""
        await self._connection.execute(insert(ApiKeyRow).values(**asdict(key)))

    async def get(self, company_id: UUID, key_id: UUID) -> ApiKey | None:
        """Return one, good or not."""
        found = await self._connection.execute(
            select(ApiKeyRow).where(ApiKeyRow.company_id == company_id, ApiKeyRow.id == key_id)
        )
        row = found.one_or_none()
        return ApiKey(**row._asdict()) if row else None

    async def page(self, company_id: UUID, *, after: UUID | None, limit: int) -> Sequence[ApiKey]:
        """Return up to `limit`, good or not, oldest first, behind `after`: ids sort by age."""
        wanted = select(ApiKeyRow).where(ApiKeyRow.company_id == company_id)
        if after is not None:
            wanted = wanted.where(ApiKeyRow.id > after)
        rows = await self._connection.execute(wanted.order_by(ApiKeyRow.id).limit(limit))
        return [ApiKey(**row._asdict()) for row in rows]

    async def good(self, company_id: UUID, *, at: datetime) -> Sequence[ApiKey]:
        """Return those that are good then, locked in the order of their age: nobody waits in a circle.

        The lock is the one that lets foreign keys refer to the row: calls are kept meanwhile.
        """
        rows = await self._connection.execute(
            select(ApiKeyRow)
            .where(
                ApiKeyRow.company_id == company_id,
                ApiKeyRow.revoked_at.is_(None),
                or_(ApiKeyRow.expires_at.is_(None), ApiKeyRow.expires_at > at),
            )
            .order_by(ApiKeyRow.id)
            .with_for_update(key_share=True)
        )
        return [ApiKey(**row._asdict()) for row in rows]

    async def save(self, key: ApiKey) -> None:
        """Write a changed one; its secret, its maker and its last use stay as they are."""
        await self._connection.execute(
            update(ApiKeyRow)
            .where(ApiKeyRow.company_id == key.company_id, ApiKeyRow.id == key.id)
            .values(
                name=key.name,
                scopes=key.scopes,
                expires_at=key.expires_at,
                revoked_at=key.revoked_at,
                replaced_by=key.replaced_by,
                version=key.version,
            )
        )
