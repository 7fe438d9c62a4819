"""Find the entries of a contact, of a reference and of an object in the books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CONTACT = "ix_log_entries_contact"
OF_SOME = {"ix_log_entries_reference": "reference", "ix_log_entries_quickbooks_id": "ref_id"}


def upgrade() -> None:
    """Each list has an index of its own."""
    op.create_index(CONTACT, "log_entries", ["company_id", "contact_ref", "created_at", "id"])
    for name, column in OF_SOME.items():
        has_one = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            name, "log_entries", ["company_id", column], postgresql_where=has_one, sqlite_where=has_one
        )


def downgrade() -> None:
    """The lists are gone with their filters."""
    for name in (CONTACT, *OF_SOME):
        op.drop_index(name, table_name="log_entries")
