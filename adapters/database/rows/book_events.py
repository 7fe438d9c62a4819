"""What QuickBooks told of changes in the books."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row
from adapters.database.types import one_of
from domain.model.book_events import BookChange


class BookEventRow(Row):
    """A change of one object; due at a time, or (null) looked into, and kept to be known again."""

    __tablename__ = "book_events"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    realm_id: Mapped[str]
    entity: Mapped[str]
    object_id: Mapped[str]
    change: Mapped[BookChange] = mapped_column(one_of(BookChange))
    at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime | None]


Index(
    "ix_book_events_due",
    BookEventRow.company_id,
    BookEventRow.due_at,
    postgresql_where=BookEventRow.due_at.is_not(None),
    sqlite_where=BookEventRow.due_at.is_not(None),
)
Index("ix_book_events_received_at", BookEventRow.company_id, BookEventRow.received_at)
