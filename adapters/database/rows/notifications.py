"""Who gets which mail, and mails on their way."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row
from adapters.database.types import Document, one_of
from domain.model.alerts import HeldBack
from domain.model.notifications import CauseSummary, Notice, Review, SubscriptionKind


class SubscriptionRow(Row):
    """A member of staff and the mail they get."""

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("company_id", "kind", "email"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    kind: Mapped[SubscriptionKind] = mapped_column(one_of(SubscriptionKind))
    email: Mapped[str]
    version: Mapped[int]
    created_at: Mapped[datetime]
    next_review_at: Mapped[datetime | None]


class MailRow(Row):
    """A mail: due at a time, or (null) sent or given up; once sent, its text is forgotten."""

    __tablename__ = "mails"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), index=True)
    company_name: Mapped[str]
    to: Mapped[str]
    causes: Mapped[tuple[CauseSummary, ...]] = mapped_column(Document(tuple[CauseSummary, ...]))
    review: Mapped[Review | None] = mapped_column(Document(Review))
    held_back: Mapped[HeldBack | None] = mapped_column(Document(HeldBack))
    notice: Mapped[Notice | None] = mapped_column(Document(Notice))
    created_at: Mapped[datetime]
    attempts: Mapped[int]
    due_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


Index(
    "ix_mails_due_at",
    MailRow.due_at,
    postgresql_where=MailRow.due_at.is_not(None),
    sqlite_where=MailRow.due_at.is_not(None),
)
Index(
    "ix_subscriptions_next_review_at",
    SubscriptionRow.next_review_at,
    postgresql_where=SubscriptionRow.next_review_at.is_not(None),
    sqlite_where=SubscriptionRow.next_review_at.is_not(None),
)
