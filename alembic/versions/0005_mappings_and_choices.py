"""Let every kind be mapped, find the payment methods in use, and keep what the books have to choose from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LISTS = ("items", "accounts", "customers", "payment-methods", "tax-codes")
KINDS = ("fee_item", "income_account", "payment_method", "discount", "tax")


def upgrade() -> None:
    """Mappings that are here stay as they are."""
    take_kinds(*KINDS)
    add_payment_methods()
    make_choices()


def downgrade() -> None:
    """Mappings of the new kinds are lost; choices can be fetched again."""
    for table in ("choice_words", "choices", "choice_lists"):
        op.drop_table(table)
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


def make_choices() -> None:
    """What can be chosen, by name, and when each list was fetched."""
    op.create_table(
        "choice_lists",
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), primary_key=True),
        sa.Column("list_name", one_of(*LISTS), primary_key=True),
        sa.Column("realm_id", sa.String(), nullable=False),
        sa.Column("fetched_at", MOMENT, nullable=False),
        sa.Column("choices", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "choices",
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), primary_key=True),
        sa.Column("list_name", one_of(*LISTS), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String()),
        sa.Column("sort", sa.String(), nullable=False),
    )
    op.create_index("ix_choices_name", "choices", ["company_id", "list_name", "sort", "id"])
    word = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "choice_words",
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), primary_key=True),
        sa.Column("list_name", one_of(*LISTS), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("word", word, primary_key=True),
    )
    op.create_index("ix_choice_words_word", "choice_words", ["company_id", "list_name", "word", "id"])


def take_kinds(*kinds: str) -> None:
    """Change which words the column takes; SQLite copies the table for it."""
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("mappings") as mappings:
        mappings.drop_constraint(op.f("ck_mappings_kind"), type_="check")
        mappings.create_check_constraint(op.f("ck_mappings_kind"), f"kind IN ({words})")


def one_of(*words: str) -> sa.Enum:
    """Text that takes these words only; the naming convention names its constraint."""
    return sa.Enum(*words, name=None, native_enum=False, create_constraint=True, length=40)
