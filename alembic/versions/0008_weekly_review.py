"""Let staff subscribe to a weekly review, and keep what it says until it is sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEXT = "ix_subscriptions_next_review_at"


def upgrade() -> None:
    """Nobody is subscribed to it yet."""
    take_kinds("sync_error", "weekly_review")
    op.add_column("subscriptions", sa.Column("next_review_at", MOMENT))
    is_due = sa.text("next_review_at IS NOT NULL")
    op.create_index(NEXT, "subscriptions", ["next_review_at"], postgresql_where=is_due, sqlite_where=is_due)
    op.add_column("mails", sa.Column("review", sa.JSON()))


def downgrade() -> None:
    """Subscriptions to it, and reviews that are not sent yet, are lost."""
    op.execute("DELETE FROM mails WHERE review IS NOT NULL")
    op.drop_column("mails", "review")
    op.drop_index(NEXT, "subscriptions")
    op.drop_column("subscriptions", "next_review_at")
    op.execute("DELETE FROM subscriptions WHERE kind = 'weekly_review'")
    take_kinds("sync_error")


def take_kinds(*kinds: str) -> None:
    """Change which words the column takes; SQLite copies the table for it."""
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("subscriptions") as subscriptions:
        subscriptions.drop_constraint(op.f("ck_subscriptions_kind"), type_="check")
        subscriptions.create_check_constraint(op.f("ck_subscriptions_kind"), f"kind IN ({words})")
