"""A company's one connection, as people make and end it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Row, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.connections import hold_of, sealed_tokens
from adapters.database.repository import SqlRepository
from adapters.database.rows import CompanyRow, ConnectionRow
from domain.errors import RealmTaken
from domain.model.authorizations import Books, ConnectionState, Grant
from domain.model.outcomes import HoldReason
from domain.ports.vault import Vault

NO_TOKENS: dict[str, object] = dict.fromkeys(
    (
        "realm_id",
        "access_token",
        "refresh_token",
        "expires_at",
        "refresh_expires_at",
        "grant_expires_at",
        "refresh_lease_until",
        "idle_until",
        "connected_at",
        "connected_by",
    )
)


class SqlGrants(SqlRepository):
    """Each change has a new version, so that a renewal that is under way is not written over it."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        super().__init__(connection)
        self._vault = vault

    async def state(self, company_id: UUID) -> ConnectionState | None:
        """Return what there is to see of it; no token is opened."""
        found: CursorResult[Any] = await self._connection.execute(
            select(ConnectionRow, CompanyRow.realm_id.label("books"))
            .join(CompanyRow, CompanyRow.id == ConnectionRow.company_id)
            .where(ConnectionRow.company_id == company_id)
        )
        row = found.one_or_none()
        return _state_of(row) if row else None

    async def holder(self, realm_id: str) -> UUID | None:
        """Return which company has these books, connected or not."""
        return await self._connection.scalar(select(CompanyRow.id).where(CompanyRow.realm_id == realm_id))

    async def has_books(self, company_id: UUID, realm_id: str) -> bool:
        """Whether these are still the company's; if so, they stay that until the end of the unit of work."""
        same = select(CompanyRow.id).where(CompanyRow.id == company_id, CompanyRow.realm_id == realm_id)
        return await self._connection.scalar(same.with_for_update(read=True)) is not None

    async def connect(self, grant: Grant) -> None:
        """Connect the company to the books and end its hold.

        Raises RealmTaken when another company has them; the transaction is over then.
        """
        realm_id, company_id = grant.books.realm_id, grant.company_id
        try:
            await self._connection.execute(
                update(CompanyRow).where(CompanyRow.id == company_id).values(realm_id=realm_id)
            )
        except IntegrityError:
            raise RealmTaken from None
        await self._change(
            company_id,
            NO_TOKENS
            | sealed_tokens(self._vault, company_id, realm_id, grant.tokens)
            | {
                "realm_id": realm_id,
                "books_name": grant.books.name,
                "connected_at": grant.at,
                "connected_by": grant.by,
                "hold_reason": None,
                "hold_since": None,
                "hold_until": None,
            },
        )

    async def disconnect(self, company_id: UUID, *, at: datetime) -> None:
        """Forget the tokens and hold the company; it keeps its books. Nothing happens the second time."""
        held = {"hold_reason": HoldReason.NOT_CONNECTED, "hold_since": at, "hold_until": None}
        await self._change(company_id, NO_TOKENS | held)

    async def _change(self, company_id: UUID, values: dict[str, object]) -> None:
        """A second disconnection changes nothing."""
        unchanged = () if values["access_token"] else (ConnectionRow.access_token.is_not(None),)
        await self._connection.execute(
            update(ConnectionRow)
            .where(ConnectionRow.company_id == company_id, *unchanged)
            .values(version=ConnectionRow.version + 1, **values)
        )


def _state_of(row: Row[Any]) -> ConnectionState:
    return ConnectionState(
        company_id=row.company_id,
        books=Books(realm_id=row.books, name=row.books_name) if row.books else None,
        is_connected=row.access_token is not None,
        connected_at=row.connected_at,
        connected_by=row.connected_by,
        hold=hold_of(row),
        expires_at=row.expires_at,
        refresh_expires_at=row.refresh_expires_at,
        grant_expires_at=row.grant_expires_at,
    )
