"""Keep an audit trail, and let staff subscribe to mails about the connection."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Nothing was done before."""
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("key_id", sa.Uuid()),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_audit_events_company_id_companies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index("ix_audit_events_company_id_at_id", "audit_events", ["company_id", "at", "id"])
    take_kinds("sync_error", "weekly_review", "connection")


def downgrade() -> None:
    """The trail is lost, and so are subscriptions to mails about the connection."""
    op.execute("DELETE FROM subscriptions WHERE kind = 'connection'")
    take_kinds("sync_error", "weekly_review")
    op.drop_index("ix_audit_events_company_id_at_id", "audit_events")
    op.drop_table("audit_events")


def take_kinds(*kinds: str) -> None:
    """Change which words the column takes; SQLite copies the table for it."""
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("subscriptions") as subscriptions:
        subscriptions.drop_constraint(op.f("ck_subscriptions_kind"), type_="check")
        subscriptions.create_check_constraint(op.f("ck_subscriptions_kind"), f"kind IN ({words})")
