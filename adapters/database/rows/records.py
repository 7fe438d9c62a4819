"""Records, and what they are in the books."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row
from adapters.database.types import Document, one_of
from domain.model.books import Imprint
from domain.model.mappings import MappingKind
from domain.model.records import RecordKind


class RecordRow(Row):
    """The current version of a record; its kind says how to read `body`, which is empty before a fetch.

    `voided` says that the billing system took it back; `payment_method` is a payment's, to find
    out which are in use.
    """

    __tablename__ = "records"
    __table_args__ = (UniqueConstraint("company_id", "kind", "external_ref"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    kind: Mapped[RecordKind] = mapped_column(one_of(RecordKind))
    external_ref: Mapped[str]
    source_version: Mapped[int]
    body: Mapped[dict[str, object]] = mapped_column(JSON)
    by_reference: Mapped[bool] = mapped_column(server_default=false())
    voided: Mapped[bool] = mapped_column(server_default=false())
    payment_method: Mapped[str | None]


Index(
    "ix_records_payment_method",
    RecordRow.company_id,
    RecordRow.payment_method,
    postgresql_where=RecordRow.payment_method.is_not(None),
    sqlite_where=RecordRow.payment_method.is_not(None),
)


class LinkRow(Row):
    """The object of the books that a record is."""

    __tablename__ = "links"
    __table_args__ = (
        ForeignKeyConstraint(
            ["company_id", "kind", "external_ref"],
            ["records.company_id", "records.kind", "records.external_ref"],
        ),
    )

    company_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[RecordKind] = mapped_column(one_of(RecordKind), primary_key=True)
    external_ref: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str]
    object_id: Mapped[str]
    object_version: Mapped[str]
    hand_version: Mapped[int | None]
    revision: Mapped[int] = mapped_column(server_default="1")
    imprint: Mapped[Imprint | None] = mapped_column(Document(Imprint))


Index(
    "uq_links_company_id_entity_object_id",
    LinkRow.company_id,
    LinkRow.entity,
    LinkRow.object_id,
    unique=True,
)


class MappingRow(Row):
    """The object of the books that a source key stands for."""

    __tablename__ = "mappings"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    kind: Mapped[MappingKind] = mapped_column(one_of(MappingKind), primary_key=True)
    source_key: Mapped[str] = mapped_column(primary_key=True)
    quickbooks_id: Mapped[str]
    quickbooks_name: Mapped[str]
    version: Mapped[int]
    updated_at: Mapped[datetime]
