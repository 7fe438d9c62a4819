"""The audit trail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database.rows.base import Row
from domain.model.audit import Detail


class AuditRow(Row):
    """What somebody did; keys may go, so their id is no foreign key.

    Triggers refuse every UPDATE and DELETE, whoever asks (migration `audit_for_good`).
    """

    __tablename__ = "audit_events"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id"))
    at: Mapped[datetime]
    key_id: Mapped[UUID | None]
    actor: Mapped[str]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    details: Mapped[dict[str, Detail]] = mapped_column(JSON)
    request_id: Mapped[UUID | None]


NEWEST_FIRST = (AuditRow.at, AuditRow.id)

Index("ix_audit_events_company_id_at_id", AuditRow.company_id, *NEWEST_FIRST)
Index("ix_audit_events_action", AuditRow.company_id, AuditRow.action, *NEWEST_FIRST)
Index("ix_audit_events_key", AuditRow.company_id, AuditRow.key_id, *NEWEST_FIRST)
Index("ix_audit_events_subject_kind", AuditRow.company_id, AuditRow.subject_kind, *NEWEST_FIRST)
Index("ix_audit_events_subject_id", AuditRow.company_id, AuditRow.subject_id, *NEWEST_FIRST)
