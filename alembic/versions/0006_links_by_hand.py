"""Remember which links a person made, and let one object of the books be one record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OBJECT = "uq_links_company_id_entity_object_id"


def upgrade() -> None:
    """Links that are here already were found by a sync."""
    op.add_column("links", sa.Column("hand_version", sa.BigInteger()))
    op.add_column("links", sa.Column("revision", sa.BigInteger(), nullable=False, server_default="1"))
    op.create_index(OBJECT, "links", ["company_id", "entity", "object_id"], unique=True)


def downgrade() -> None:
    """Who made a link is forgotten."""
    op.drop_index(OBJECT, table_name="links")
    op.drop_column("links", "revision")
    op.drop_column("links", "hand_version")
