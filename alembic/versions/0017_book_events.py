"""Keep what QuickBooks tells of changes in the books, and mark the entries that it is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
CHANGES = "'changed', 'deleted', 'voided', 'merged'"
DUE, RECEIVED = "ix_book_events_due", "ix_book_events_received_at"
CHANGED = "ix_log_entries_changed_in_books"
LINKS = ("links", "former_links")


def upgrade() -> None:
    """Nothing was told yet; how objects look is known from their next sync on."""
    op.create_table(
        "book_events",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("realm_id", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("change", sa.String(40), nullable=False),
        sa.Column("at", MOMENT),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.CheckConstraint(f"change IN ({CHANGES})", name=op.f("ck_book_events_change")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["companies.id"], name=op.f("fk_book_events_company_id_companies")
        ),
        sa.PrimaryKeyConstraint("company_id", "key", name=op.f("pk_book_events")),
    )
    is_due = sa.text("due_at IS NOT NULL")
    op.create_index(
        DUE, "book_events", ["company_id", "due_at"], postgresql_where=is_due, sqlite_where=is_due
    )
    op.create_index(RECEIVED, "book_events", ["company_id", "received_at"])
    for table in LINKS:
        op.add_column(table, sa.Column("imprint", sa.JSON()))
    op.add_column("log_entries", sa.Column("changed_in_books", sa.JSON()))
    is_changed = sa.text("changed_in_books IS NOT NULL")
    of_company = ["company_id", "created_at", "id"]
    op.create_index(CHANGED, "log_entries", of_company, postgresql_where=is_changed, sqlite_where=is_changed)


def downgrade() -> None:
    """The marks are lost."""
    op.drop_index(CHANGED, "log_entries")
    op.drop_column("log_entries", "changed_in_books")
    for table in LINKS:
        op.drop_column(table, "imprint")
    op.drop_index(RECEIVED, "book_events")
    op.drop_index(DUE, "book_events")
    op.drop_table("book_events")
