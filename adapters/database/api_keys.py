"""API keys."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import insert, select

from adapters.database.repository import SqlRepository
from adapters.database.rows import ApiKeyRow
from domain.model.api_keys import ApiKey


class SqlApiKeys(SqlRepository):
    """Keys by the hash of their secret."""

    async def add(self, key: ApiKey) -> None:
        """Write a new one."""
        await self._connection.execute(insert(ApiKeyRow).values(**asdict(key)))

    async def by_hash(self, secret_hash: str) -> ApiKey | None:
        """Return the key whose secret has this hash."""
        found = await self._connection.execute(select(ApiKeyRow).where(ApiKeyRow.secret_hash == secret_hash))
        row = found.one_or_none()
        return ApiKey(**row._asdict()) if row else None
