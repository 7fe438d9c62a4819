"""What companies have set, and how often their staff were written to."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row
from adapters.database.types import Document
from domain.model.record_keys import RecordKind


class SettingsRow(Row):
    """A company's settings, but for the time zone, which is the company's own; none until one is changed."""

    __tablename__ = "settings"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    start_date: Mapped[date | None]
    kinds: Mapped[frozenset[RecordKind]] = mapped_column(Document(frozenset[RecordKind]))
    paused: Mapped[bool]
    alert_cap: Mapped[int]
    version: Mapped[int]


class AlertDayRow(Row):
    """The last day of a company on which something was new."""

    __tablename__ = "alert_days"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    day: Mapped[date]
    mails: Mapped[int]
    told_of_more: Mapped[bool]
    resumes_at: Mapped[datetime | None]


_WAITS = AlertDayRow.resumes_at.is_not(None)
Index("ix_alert_days_resumes_at", AlertDayRow.resumes_at, postgresql_where=_WAITS, sqlite_where=_WAITS)
