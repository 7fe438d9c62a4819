"""Companies, their connections and keys."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row, sealed
from adapters.database.types import Document, one_of
from domain.model.api_keys import Scope
from domain.model.outcomes import HoldReason


class CompanyRow(Row):
    """Who uses the service; its links and mappings are of the books `realm_id`, connected or not."""

    __tablename__ = "companies"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    realm_id: Mapped[str | None] = mapped_column(unique=True)
    time_zone: Mapped[str]
    created_at: Mapped[datetime]


class ConnectionRow(Row):
    """Our authorisation to a company's books; both tokens are sealed. Every company has a row.

    Without tokens it is not connected, `realm_id` is empty, and the hold says so for good.
    Who renews the tokens has them to himself until `refresh_lease_until`. Those of an idle
    company are not tried again before `idle_until`.
    """

    __tablename__ = "connections"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    realm_id: Mapped[str | None]
    books_name: Mapped[str | None]
    connected_at: Mapped[datetime | None]
    connected_by: Mapped[str | None]
    access_token: Mapped[str | None] = mapped_column(info=sealed(in_realm=True))
    refresh_token: Mapped[str | None] = mapped_column(info=sealed(in_realm=True))
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    refresh_expires_at: Mapped[datetime | None]
    grant_expires_at: Mapped[datetime | None]
    refresh_lease_until: Mapped[datetime | None]
    idle_until: Mapped[datetime | None]
    version: Mapped[int]
    hold_reason: Mapped[HoldReason | None] = mapped_column(one_of(HoldReason))
    hold_since: Mapped[datetime | None]
    hold_until: Mapped[datetime | None]
    told_hold: Mapped[HoldReason | None] = mapped_column(one_of(HoldReason))
    told_end: Mapped[datetime | None]
    told_days: Mapped[int | None]


_NEWS = (
    ConnectionRow.hold_reason,
    ConnectionRow.told_hold,
    ConnectionRow.refresh_expires_at,
    ConnectionRow.grant_expires_at,
)
for _column in _NEWS:
    _is_known = _column.is_not(None)
    Index(f"ix_connections_{_column.key}", _column, postgresql_where=_is_known, sqlite_where=_is_known)


class ApiKeyRow(Row):
    """A key, by the hash of its secret."""

    __tablename__ = "api_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), index=True)
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[frozenset[Scope]] = mapped_column(Document(frozenset[Scope]))
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    replaced_by: Mapped[UUID | None]
    version: Mapped[int]
