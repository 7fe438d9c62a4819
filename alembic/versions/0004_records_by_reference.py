"""Keep where billing systems answer, which records are by reference, and attempts that sent nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BY_REFERENCE = ("records", "log_entries")

# SQLite copies a table to change it, and would leave out a check that is not named here.
OUTCOMES = "outcome IN ('applied', 'not_applied', 'uncertain')"


def upgrade() -> None:
    """What is here already was submitted with its data, and each attempt so far was a sending."""
    for table in BY_REFERENCE:
        column: sa.Column[bool] = sa.Column(
            "by_reference", sa.Boolean(), nullable=False, server_default=sa.false()
        )
        op.add_column(table, column)
    change_drafts(nullable=True)
    op.create_table(
        "sources",
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), primary_key=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("token", sa.String()),
        sa.Column("paused_since", MOMENT),
        sa.Column("paused_until", MOMENT),
    )


def downgrade() -> None:
    """Attempts that sent nothing are forgotten; the version before does not know them."""
    op.drop_table("sources")
    op.execute("DELETE FROM attempts WHERE draft IS NULL")
    change_drafts(nullable=False)
    for table in reversed(BY_REFERENCE):
        op.drop_column(table, "by_reference")


def change_drafts(*, nullable: bool) -> None:
    """Say whether an attempt needs a draft."""
    check = sa.CheckConstraint(OUTCOMES, name=op.f("ck_attempts_outcome"))
    with op.batch_alter_table("attempts", table_args=(check,)) as attempts:
        attempts.alter_column("draft", existing_type=sa.JSON(), nullable=nullable)
