"""What the audit trail says of the connection: realms and ids, never a token, a code or a state."""

from __future__ import annotations

from domain.model.audit import AuditAction, Deed
from domain.model.authorizations import Authorization, Books


def beginning(authorization: Authorization) -> Deed:
    """Somebody was sent to Intuit."""
    return Deed(
        action=AuditAction.CONNECTION_STARTED,
        subject_kind="authorization",
        subject_id=str(authorization.id),
    )


def connecting(authorization: Authorization, books: Books) -> Deed:
    """The company has these books, and had others before, or none."""
    before = authorization.before
    return Deed(
        action=AuditAction.CONNECTED,
        subject_kind="connection",
        subject_id=books.realm_id,
        details={
            "authorization": str(authorization.id),
            "realm_before": before.realm_id if before else None,
        },
    )


def rejecting(authorization: Authorization, books: Books) -> Deed:
    """They are not the books that were meant."""
    return Deed(
        action=AuditAction.CONNECTION_REJECTED,
        subject_kind="authorization",
        subject_id=str(authorization.id),
        details={"realm": books.realm_id},
    )


def disconnecting(realm_id: str) -> Deed:
    """Nothing goes to these books any more."""
    return Deed(action=AuditAction.DISCONNECTED, subject_kind="connection", subject_id=realm_id)
