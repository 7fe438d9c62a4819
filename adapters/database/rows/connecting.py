"""People's tries to connect, and what belongs to books that a company had before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row, sealed
from adapters.database.types import Document, one_of
from domain.model.authorizations import AuthorizationProblem, AuthorizationStatus
from domain.model.books import Imprint
from domain.model.mappings import MappingKind
from domain.model.records import RecordKind


class AuthorizationRow(Row):
    """A person on the way to Intuit and back; the state itself is never stored, and tokens lie sealed."""

    __tablename__ = "authorizations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), index=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("api_keys.id"), index=True)
    begun_by: Mapped[str]
    state_hash: Mapped[str] = mapped_column(unique=True)
    return_url: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    status: Mapped[AuthorizationStatus] = mapped_column(one_of(AuthorizationStatus))
    problem: Mapped[AuthorizationProblem | None] = mapped_column(one_of(AuthorizationProblem))
    realm_id: Mapped[str | None]
    books_name: Mapped[str | None]
    realm_id_before: Mapped[str | None]
    books_name_before: Mapped[str | None]
    access_token: Mapped[str | None] = mapped_column(info=sealed(in_realm=True))
    refresh_token: Mapped[str | None] = mapped_column(info=sealed(in_realm=True))
    tokens_expire_at: Mapped[datetime | None]
    refresh_expires_at: Mapped[datetime | None]
    grant_expires_at: Mapped[datetime | None]


Index(
    "ix_authorizations_unconfirmed",
    AuthorizationRow.expires_at,
    postgresql_where=AuthorizationRow.access_token.is_not(None),
    sqlite_where=AuthorizationRow.access_token.is_not(None),
)


class FormerLinkRow(Row):
    """A link into books that the company had before."""

    __tablename__ = "former_links"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    realm_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(one_of(RecordKind), primary_key=True)
    external_ref: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str]
    object_id: Mapped[str]
    object_version: Mapped[str]
    hand_version: Mapped[int | None]
    revision: Mapped[int]
    imprint: Mapped[Imprint | None] = mapped_column(Document(Imprint))


class FormerMappingRow(Row):
    """A mapping to books that the company had before."""

    __tablename__ = "former_mappings"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    realm_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[MappingKind] = mapped_column(one_of(MappingKind), primary_key=True)
    source_key: Mapped[str] = mapped_column(primary_key=True)
    quickbooks_id: Mapped[str]
    quickbooks_name: Mapped[str]
    version: Mapped[int]
    updated_at: Mapped[datetime]
