"""Connections to the books of companies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.causes import AnyRow
from adapters.database.repository import SqlRepository
from adapters.database.rows import CompanyRow, ConnectionRow
from adapters.database.seals import sealed_for
from domain.model.audit import OPERATOR
from domain.model.companies import Connection, Hold, Tokens
from domain.model.seals import SealedFor
from domain.ports.vault import Vault


class SqlConnections(SqlRepository):
    """Our authorisations; tokens lie sealed by the vault."""

    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        super().__init__(connection)
        self._vault = vault

    async def add(self, connection: Connection) -> None:
        """Write the first one of a company that is here, which its operator had."""
        made_at = select(CompanyRow.created_at).where(CompanyRow.id == connection.company_id)
        values = self._sealed(connection) | hold_values(connection.hold)
        await self._connection.execute(
            update(ConnectionRow)
            .where(ConnectionRow.company_id == connection.company_id)
            .values(
                realm_id=connection.realm_id,
                version=connection.version,
                connected_at=made_at.scalar_subquery(),
                connected_by=OPERATOR,
                **values,
            )
        )

    async def get(self, company_id: UUID) -> Connection | None:
        """Return a company's, with its tokens opened; None while it is not connected."""
        is_connected = ConnectionRow.access_token.is_not(None)
        found = await self._connection.execute(
            select(ConnectionRow).where(ConnectionRow.company_id == company_id, is_connected)
        )
        row = found.one_or_none()
        return self._opened(row) if row else None

    async def replace_tokens(self, connection: Connection) -> bool:
        """Write its tokens under `version`; False when somebody else wrote first."""
        written = await self._connection.execute(
            update(ConnectionRow)
            .where(
                ConnectionRow.company_id == connection.company_id,
                ConnectionRow.realm_id == connection.realm_id,
                ConnectionRow.version == connection.version - 1,
            )
            .values(version=connection.version, **self._sealed(connection))
        )
        return written.rowcount == 1

    async def hold(self, company_id: UUID, hold: Hold | None) -> None:
        """Hold the company's entries back, or (None) let them go."""
        await self._connection.execute(
            update(ConnectionRow).where(ConnectionRow.company_id == company_id).values(**hold_values(hold))
        )

    def _sealed(self, connection: Connection) -> dict[str, object]:
        return sealed_tokens(self._vault, connection.company_id, connection.realm_id, connection.tokens)

    def _opened(self, row: Row[Any]) -> Connection:
        access, refresh = _sealed_for(row.company_id, row.realm_id)
        tokens = Tokens(
            access_token=self._vault.open(row.access_token, access),
            refresh_token=self._vault.open(row.refresh_token, refresh),
            expires_at=row.expires_at,
            refresh_expires_at=row.refresh_expires_at,
            grant_expires_at=row.grant_expires_at,
        )
        return Connection(
            company_id=row.company_id,
            realm_id=row.realm_id,
            tokens=tokens,
            version=row.version,
            hold=hold_of(row),
        )


def sealed_tokens(vault: Vault, company_id: UUID, realm_id: str, tokens: Tokens) -> dict[str, object]:
    """A pair as the row has it."""
    access, refresh = _sealed_for(company_id, realm_id)
    return {
        "access_token": vault.seal(tokens.access_token, access),
        "refresh_token": vault.seal(tokens.refresh_token, refresh),
        "expires_at": tokens.expires_at,
        "refresh_expires_at": tokens.refresh_expires_at,
        "grant_expires_at": tokens.grant_expires_at,
    }


def _sealed_for(company_id: UUID, realm_id: str) -> tuple[SealedFor, SealedFor]:
    """What each of the two tokens is for."""
    return (
        sealed_for(ConnectionRow.access_token, company_id, realm_id),
        sealed_for(ConnectionRow.refresh_token, company_id, realm_id),
    )


def hold_of(row: AnyRow) -> Hold | None:
    """Return what holds the company up, if anything does."""
    if row.hold_reason is None:
        return None
    return Hold(reason=row.hold_reason, since=row.hold_since, until=row.hold_until)


def hold_values(hold: Hold | None) -> dict[str, object]:
    """Put it into its columns."""
    return {
        "hold_reason": hold.reason if hold else None,
        "hold_since": hold.since if hold else None,
        "hold_until": hold.until if hold else None,
    }
