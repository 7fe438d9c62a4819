"""Let companies set what is carried over, pause, and cap the mails of a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SKIPPED, RESUMING = "ix_log_entries_skipped", "ix_alert_days_resumes_at"


def upgrade() -> None:
    """Nobody has set anything: everything is carried over, as before."""
    make_settings()
    make_alert_days()
    op.add_column("mails", sa.Column("held_back", sa.JSON()))
    index(SKIPPED, "log_entries", "company_id", "kind", "txn_date", where="status = 'skipped'")
    index(RESUMING, "alert_days", "resumes_at", where="resumes_at IS NOT NULL")


def downgrade() -> None:
    """What companies have set is lost, and what was skipped goes over; so are mails about a cap."""
    op.drop_index(RESUMING, "alert_days")
    op.drop_index(SKIPPED, "log_entries")
    op.execute("DELETE FROM mails WHERE held_back IS NOT NULL")
    op.drop_column("mails", "held_back")
    op.drop_table("alert_days")
    op.drop_table("settings")
    op.execute(
        "UPDATE log_entries SET status = 'queued', message = NULL, due_at = created_at"
        " WHERE status = 'skipped'"
    )


def make_settings() -> None:
    """One row for a company that has set something."""
    op.create_table(
        "settings",
        *of_a_company("settings"),
        sa.Column("start_date", sa.Date()),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("alert_cap", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
    )


def make_alert_days() -> None:
    """How often a company's staff were written to on its last day."""
    op.create_table(
        "alert_days",
        *of_a_company("alert_days"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mails", sa.BigInteger(), nullable=False),
        sa.Column("told_of_more", sa.Boolean(), nullable=False),
        sa.Column("resumes_at", MOMENT),
    )


def of_a_company(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """One row for each."""
    return (
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f(f"fk_{table}_company_id_companies")
        ),
        sa.PrimaryKeyConstraint("company_id", name=op.f(f"pk_{table}")),
    )


def index(name: str, table: str, *columns: str, where: str) -> None:
    """A partial index holds the few rows that a question is about."""
    condition = sa.text(where)
    op.create_index(name, table, columns, postgresql_where=condition, sqlite_where=condition)
