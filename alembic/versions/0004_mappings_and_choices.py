"""Let every kind be mapped: income accounts, payment methods, discounts and taxes too."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = ("fee_item", "income_account", "payment_method", "discount", "tax")


def upgrade() -> None:
    """Mappings that are here stay as they are."""
    take_kinds(*KINDS)


def downgrade() -> None:
    """Mappings of the new kinds are lost."""
    op.execute("DELETE FROM mappings WHERE kind <> 'fee_item'")
    take_kinds("fee_item")


def take_kinds(*kinds: str) -> None:
    """Change which words the column takes; SQLite copies the table for it."""
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("mappings") as mappings:
        mappings.drop_constraint(op.f("ck_mappings_kind"), type_="check")
        mappings.create_check_constraint(op.f("ck_mappings_kind"), f"kind IN ({words})")
