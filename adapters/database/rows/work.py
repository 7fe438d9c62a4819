"""Who drains which company, and bulk resyncs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row
from adapters.database.types import one_of
from domain.model.operations import ItemResult, OperationStatus


class DrainRow(Row):
    """The last lease to drain a company: held until a time by the database's clock."""

    __tablename__ = "drains"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"), primary_key=True)
    epoch: Mapped[int]
    lease_until: Mapped[datetime]


class OperationRow(Row):
    """A bulk resync."""

    __tablename__ = "operations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    status: Mapped[OperationStatus] = mapped_column(one_of(OperationStatus))
    requested_by: Mapped[str]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


Index("ix_operations_company_id_created_at", OperationRow.company_id, OperationRow.created_at)
Index(
    "uq_operations_company_id_running",
    OperationRow.company_id,
    unique=True,
    postgresql_where=OperationRow.finished_at.is_(None),
    sqlite_where=OperationRow.finished_at.is_(None),
)


class OperationItemRow(Row):
    """One entry of a bulk resync, and what came of it."""

    __tablename__ = "operation_items"

    operation_id: Mapped[UUID] = mapped_column(ForeignKey("operations.id"), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("log_entries.id"), primary_key=True, index=True)
    result: Mapped[ItemResult] = mapped_column(one_of(ItemResult))


Index("ix_operation_items_operation_id_result", OperationItemRow.operation_id, OperationItemRow.result)
