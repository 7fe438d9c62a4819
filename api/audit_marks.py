"""Where a page of the audit trail ends, as text for its cursor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.errors import CursorInvalid
from domain.model.audit import AuditEvent, AuditMark


def write_audit_mark(event: AuditEvent) -> str:
    """The mark of the last event of a page."""
    return f"{event.at.isoformat()} {event.id}"


def read_audit_mark(text: str | None) -> AuditMark | None:
    """The mark that was written. Raises CursorInvalid."""
    if text is None:
        return None
    moment, _, event_id = text.partition(" ")
    try:
        return AuditMark(at=datetime.fromisoformat(moment), id=UUID(event_id))
    except ValueError:
        raise CursorInvalid from None
