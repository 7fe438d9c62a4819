"""Let API keys expire, be revoked, be rotated, and say when they were used last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
COLUMNS = ("version", "replaced_by", "last_used_at", "revoked_at", "expires_at", "created_by")


def upgrade() -> None:
    """Secrets have a checksum from here on: those without one open nothing any more, and are told revoked."""
    op.add_column("api_keys", sa.Column("created_by", sa.String(), nullable=False, server_default="operator"))
    op.add_column("api_keys", sa.Column("expires_at", MOMENT))
    op.add_column("api_keys", sa.Column("revoked_at", MOMENT))
    op.add_column("api_keys", sa.Column("last_used_at", MOMENT))
    op.add_column("api_keys", sa.Column("replaced_by", sa.Uuid()))
    op.add_column("api_keys", sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"))
    op.execute("UPDATE api_keys SET revoked_at = CURRENT_TIMESTAMP")


def downgrade() -> None:
    """A key that had ended would open the house again: those are removed, with the answers kept for them."""
    ended = "SELECT id FROM api_keys WHERE revoked_at IS NOT NULL OR expires_at IS NOT NULL"
    op.execute(f"DELETE FROM idempotent_calls WHERE key_id IN ({ended})")  # noqa: S608  # our own words
    op.execute(f"DELETE FROM api_keys WHERE id IN ({ended})")  # noqa: S608  # the same
    for column in COLUMNS:
        op.drop_column("api_keys", column)
