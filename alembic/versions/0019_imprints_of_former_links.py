"""Keep of a link into former books, too, how its object looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """It is known from the next sync on."""
    op.add_column("former_links", sa.Column("imprint", sa.JSON()))


def downgrade() -> None:
    """The next sync learns it again."""
    op.drop_column("former_links", "imprint")
