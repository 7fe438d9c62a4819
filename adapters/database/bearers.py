"""Whoever bears the secret of an API key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from adapters.database.repository import SqlRepository
from adapters.database.rows import ApiKeyRow
from domain.model.api_keys import ApiKey

log = structlog.get_logger(__name__)


class SqlBearers(SqlRepository):
    """One look-up by a unique index, for each request."""

    async def find(self, secret_hash: str) -> ApiKey | None:
        """Return the key whose secret has this hash."""
        found = await self._connection.execute(select(ApiKeyRow).where(ApiKeyRow.secret_hash == secret_hash))
        row = found.one_or_none()
        return ApiKey(**row._asdict()) if row else None

    async def note_use(self, key_id: UUID, *, at: datetime, unless_since: datetime) -> bool:
        """Write when it was used last, unless it was since then; neither waits nor raises."""
        free = (
            select(ApiKeyRow.id)
            .where(
                ApiKeyRow.id == key_id,
                or_(ApiKeyRow.last_used_at.is_(None), ApiKeyRow.last_used_at <= unless_since),
            )
            .with_for_update(skip_locked=True, key_share=True)
        )
        statement = update(ApiKeyRow).where(ApiKeyRow.id.in_(free)).values(last_used_at=at)
        try:
            # An error inside a savepoint leaves the rest of the transaction alive.
            async with self._connection.begin_nested():
                written = await self._connection.execute(statement.returning(ApiKeyRow.id))
                return written.one_or_none() is not None
        except SQLAlchemyError as error:
            log.warning("key_use_not_noted", error=type(error).__name__)
            return False
