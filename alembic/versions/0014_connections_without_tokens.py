"""Let a company be without a connection, and keep who connected it and what its books are called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
REASONS = (
    "rate_limited",
    "read_quota_used_up",
    "needs_reconnect",
    "company_suspended",
    "permission_denied",
    "quickbooks_unavailable",
)
OF_A_CONNECTION = (
    ("realm_id", sa.String()),
    ("access_token", sa.String()),
    ("refresh_token", sa.String()),
    ("expires_at", MOMENT),
)


def upgrade() -> None:
    """Those that are here were connected by the operator, when the company was made."""
    with op.batch_alter_table("companies") as companies:
        companies.alter_column("realm_id", existing_type=sa.String(), nullable=True)
    with op.batch_alter_table("connections") as connections:
        for column, kind in OF_A_CONNECTION:
            connections.alter_column(column, existing_type=kind, nullable=True)
        connections.add_column(sa.Column("books_name", sa.String()))
        connections.add_column(sa.Column("connected_at", MOMENT))
        connections.add_column(sa.Column("connected_by", sa.String()))
    take_reasons(*REASONS, "not_connected")
    op.execute(
        "UPDATE connections SET connected_by = 'operator', connected_at = "
        "(SELECT created_at FROM companies WHERE companies.id = connections.company_id)"
    )


def downgrade() -> None:
    """Companies that never were connected are held to a realm of no number; nothing can be sent for them."""
    op.execute("DELETE FROM connections WHERE access_token IS NULL OR realm_id IS NULL")
    take_reasons(*REASONS)
    with op.batch_alter_table("connections") as connections:
        for column in ("connected_by", "connected_at", "books_name"):
            connections.drop_column(column)
        for column, kind in OF_A_CONNECTION:
            connections.alter_column(column, existing_type=kind, nullable=False)
    op.execute("UPDATE companies SET realm_id = 'none-' || id WHERE realm_id IS NULL")
    with op.batch_alter_table("companies") as companies:
        companies.alter_column("realm_id", existing_type=sa.String(), nullable=False)


def take_reasons(*reasons: str) -> None:
    """Change which words the column takes; SQLite copies the table for it."""
    words = ", ".join(f"'{reason}'" for reason in reasons)
    with op.batch_alter_table("connections") as connections:
        connections.drop_constraint(op.f("ck_connections_hold_reason"), type_="check")
        connections.create_check_constraint(op.f("ck_connections_hold_reason"), f"hold_reason IN ({words})")
