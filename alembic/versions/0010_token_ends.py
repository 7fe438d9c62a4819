"""Keep when an authorisation ends, and who renews its tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
COLUMNS = ("refresh_expires_at", "grant_expires_at", "refresh_lease_until", "idle_until")
BY_EXPIRY = "ix_connections_expires_at"


def upgrade() -> None:
    """The ends are known from the next renewal on."""
    for column in COLUMNS:
        op.add_column("connections", sa.Column(column, MOMENT))
    op.create_index(op.f(BY_EXPIRY), "connections", ["expires_at"])


def downgrade() -> None:
    """The next upgrade learns them again."""
    op.drop_index(op.f(BY_EXPIRY), "connections")
    for column in COLUMNS:
        op.drop_column("connections", column)
