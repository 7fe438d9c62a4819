"""Where billing systems answer for records by reference."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row, sealed


class SourceRow(Row):
    """The address of a company's billing system; its token is sealed. Left alone until `paused_until`."""

    __tablename__ = "sources"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    url: Mapped[str]
    token: Mapped[str | None] = mapped_column(info=sealed())
    paused_since: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
