"""Calls with an Idempotency-Key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row


class IdempotentCallRow(Row):
    """A call, written in the transaction of its effect, and the answer it got."""

    __tablename__ = "idempotent_calls"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("api_keys.id"), primary_key=True, index=True)
    method: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    claimed_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    body: Mapped[str | None]
    location: Mapped[str | None]
