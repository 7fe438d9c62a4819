"""Keep what staff were told of their connection, and mails about it until they are sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

REASONS = (
    "rate_limited",
    "read_quota_used_up",
    "not_connected",
    "needs_reconnect",
    "company_suspended",
    "permission_denied",
    "quickbooks_unavailable",
)
FOUND_BY = ("hold_reason", "told_hold", "refresh_expires_at", "grant_expires_at")


def upgrade() -> None:
    """Whoever is held up now is told of it."""
    with op.batch_alter_table("connections") as connections:
        connections.add_column(sa.Column("told_hold", sa.String(40)))
        connections.add_column(sa.Column("told_end", sa.DateTime(timezone=True)))
        connections.add_column(sa.Column("told_days", sa.BigInteger()))
        words = ", ".join(f"'{reason}'" for reason in REASONS)
        connections.create_check_constraint(op.f("ck_connections_told_hold"), f"told_hold IN ({words})")
    for column in FOUND_BY:
        known = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_connections_{column}", "connections", [column], postgresql_where=known, sqlite_where=known
        )
    op.add_column("mails", sa.Column("notice", sa.JSON()))


def downgrade() -> None:
    """Notices that are not sent yet are lost."""
    op.execute("DELETE FROM mails WHERE notice IS NOT NULL")
    op.drop_column("mails", "notice")
    for column in FOUND_BY:
        op.drop_index(f"ix_connections_{column}", "connections")
    with op.batch_alter_table("connections") as connections:
        connections.drop_constraint(op.f("ck_connections_told_hold"), type_="check")
        for column in ("told_hold", "told_end", "told_days"):
            connections.drop_column(column)
