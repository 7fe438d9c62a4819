"""Let every kind be mapped, and find the payment methods that are in use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = ("fee_item", "income_account", "payment_method", "discount", "tax")


def upgrade() -> None:
    """Mappings that are here stay as they are."""
    take_kinds(*KINDS)
    add_payment_methods()


def downgrade() -> None:
    """Mappings of the new kinds are lost."""
    op.drop_index("ix_records_payment_method", "records")
    op.drop_column("records", "payment_method")
    op.execute("DELETE FROM mappings WHERE kind <> 'fee_item'")
    take_kinds("fee_item")


def add_payment_methods() -> None:
    """Beside the body, in which no index could find them the same way on both databases."""
    op.add_column("records", sa.Column("payment_method", sa.String()))
    on_sqlite = op.get_context().dialect.name == "sqlite"
    method = "json_extract(body, '$.method')" if on_sqlite else "body ->> 'method'"
    op.execute(f"UPDATE records SET payment_method = {method} WHERE kind = 'payment'")  # noqa: S608 - our own words
    used = sa.text("payment_method IS NOT NULL")
    op.create_index(
        "ix_records_payment_method",
        "records",
        ["company_id", "payment_method"],
        postgresql_where=used,
        sqlite_where=used,
    )


def take_kinds(*kinds: str) -> None:
    """Change which words the column takes; SQLite copies the table for it."""
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("mappings") as mappings:
        mappings.drop_constraint(op.f("ck_mappings_kind"), type_="check")
        mappings.create_check_constraint(op.f("ck_mappings_kind"), f"kind IN ({words})")
