"""People's tries to connect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.repository import SqlRepository
from adapters.database.rows import AuthorizationRow
from adapters.database.seals import sealed_for
from domain.model.authorizations import Authorization, Books
from domain.model.companies import Tokens
from domain.model.seals import SealedFor
from domain.ports.vault import Vault

SAME = (
    "id",
    "company_id",
    "key_id",
    "begun_by",
    "state_hash",
    "return_url",
    "created_at",
    "expires_at",
    "used_at",
    "status",
    "problem",
)
"""What the row has as the domain has it."""


class SqlAuthorizations(SqlRepository):
    """Tokens that wait for a confirmation lie sealed by the vault, for the realm that they are good in."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        super().__init__(connection)
        self._vault = vault

    async def add(self, authorization: Authorization) -> None:
        """Write a new one."""
        await self._connection.execute(insert(AuthorizationRow).values(self._values_of(authorization)))

    async def get(self, company_id: UUID, authorization_id: UUID) -> Authorization | None:
        """Return one, locked against change until the end of the unit of work."""
        found = await self._connection.execute(
            select(AuthorizationRow)
            .where(AuthorizationRow.company_id == company_id, AuthorizationRow.id == authorization_id)
            .with_for_update()
        )
        row = found.one_or_none()
        return self._authorization_of(row) if row else None

    async def use(self, state_hash: str, *, at: datetime) -> Authorization | None:
        """Use the state up and return whose it is; None when it is unknown, used or expired."""
        used = await self._connection.execute(
            update(AuthorizationRow)
            .where(
                AuthorizationRow.state_hash == state_hash,
                AuthorizationRow.used_at.is_(None),
                AuthorizationRow.expires_at > at,
            )
            .values(used_at=at)
            .returning(AuthorizationRow)
        )
        row = used.one_or_none()
        return self._authorization_of(row) if row else None

    async def save(self, authorization: Authorization) -> None:
        """Write a changed one."""
        await self._connection.execute(
            update(AuthorizationRow)
            .where(
                AuthorizationRow.company_id == authorization.company_id,
                AuthorizationRow.id == authorization.id,
            )
            .values(self._values_of(authorization))
        )

    async def unconfirmed(self, *, at: datetime, limit: int) -> Sequence[Authorization]:
        """Return up to `limit` whose tokens nobody confirmed in time, locked; none that others hold."""
        rows = await self._connection.execute(
            select(AuthorizationRow)
            .where(AuthorizationRow.access_token.is_not(None), AuthorizationRow.expires_at <= at)
            .order_by(AuthorizationRow.expires_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [self._authorization_of(row) for row in rows]

    def _values_of(self, authorization: Authorization) -> dict[str, object]:
        books, before = authorization.books, authorization.before
        return {
            **{name: getattr(authorization, name) for name in SAME},
            "realm_id": books.realm_id if books else None,
            "books_name": books.name if books else None,
            "realm_id_before": before.realm_id if before else None,
            "books_name_before": before.name if before else None,
            **self._sealed(authorization),
        }

    def _sealed(self, authorization: Authorization) -> dict[str, object]:
        tokens, books = authorization.tokens, authorization.books
        if tokens is None or books is None:
            names = ("access_token", "refresh_token", "tokens_expire_at")
            return dict.fromkeys((*names, "refresh_expires_at", "grant_expires_at"))
        access, refresh = _sealed_for(authorization.company_id, books.realm_id)
        return {
            "access_token": self._vault.seal(tokens.access_token, access),
            "refresh_token": self._vault.seal(tokens.refresh_token, refresh),
            "tokens_expire_at": tokens.expires_at,
            "refresh_expires_at": tokens.refresh_expires_at,
            "grant_expires_at": tokens.grant_expires_at,
        }

    def _authorization_of(self, row: Row[Any]) -> Authorization:
        return Authorization(
            **{name: getattr(row, name) for name in SAME},
            books=_books(row.realm_id, row.books_name),
            before=_books(row.realm_id_before, row.books_name_before),
            tokens=self._opened(row) if row.access_token else None,
        )

    def _opened(self, row: Row[Any]) -> Tokens | None:
        """What nobody can open any more, since its key is gone, is no token; others do not suffer for it."""
        seals = _sealed_for(row.company_id, row.realm_id)
        try:
            access, refresh = map(self._vault.open, (row.access_token, row.refresh_token), seals)
        except ValueError:
            return None
        return Tokens(
            access_token=access,
            refresh_token=refresh,
            expires_at=row.tokens_expire_at,
            refresh_expires_at=row.refresh_expires_at,
            grant_expires_at=row.grant_expires_at,
        )


def _sealed_for(company_id: UUID, realm_id: str) -> tuple[SealedFor, SealedFor]:
    """What each of the two tokens is for."""
    return (
        sealed_for(AuthorizationRow.access_token, company_id, realm_id),
        sealed_for(AuthorizationRow.refresh_token, company_id, realm_id),
    )


def _books(realm_id: str | None, name: str | None) -> Books | None:
    return Books(realm_id=realm_id, name=name) if realm_id else None
