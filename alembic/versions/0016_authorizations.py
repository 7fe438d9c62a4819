"""Keep people's tries to connect, and what belongs to books that a company had before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OUTCOMES = ("applied", "not_applied", "uncertain")
STATUSES = ("pending", "connected", "denied", "failed", "confirmation_required", "expired")
PROBLEMS = (
    "consent_failed",
    "code_refused",
    "credentials_refused",
    "intuit_unavailable",
    "key_ended",
    "realm_not_proven",
    "realm_taken",
)
RECORDS = ("contact", "invoice", "payment", "credit", "write_off")
MAPPINGS = ("fee_item", "income_account", "payment_method", "discount", "tax")


def upgrade() -> None:
    """Nobody has tried yet, and nobody has had other books."""
    op.create_table(
        "authorizations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("begun_by", sa.String(), nullable=False),
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("return_url", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("problem", sa.String(40)),
        sa.Column("realm_id", sa.String()),
        sa.Column("books_name", sa.String()),
        sa.Column("realm_id_before", sa.String()),
        sa.Column("books_name_before", sa.String()),
        sa.Column("access_token", sa.String()),
        sa.Column("refresh_token", sa.String()),
        sa.Column("tokens_expire_at", MOMENT),
        sa.Column("refresh_expires_at", MOMENT),
        sa.Column("grant_expires_at", MOMENT),
        one_of("authorizations", "status", *STATUSES),
        one_of("authorizations", "problem", *PROBLEMS),
        of_company("authorizations"),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name=op.f("fk_authorizations_key_id_api_keys")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorizations")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_authorizations_state_hash")),
    )
    op.create_index(op.f("ix_authorizations_company_id"), "authorizations", ["company_id"])
    op.create_index(op.f("ix_authorizations_key_id"), "authorizations", ["key_id"])
    waits = sa.text("access_token IS NOT NULL")
    op.create_index(
        "ix_authorizations_unconfirmed",
        "authorizations",
        ["expires_at"],
        postgresql_where=waits,
        sqlite_where=waits,
    )
    op.create_table(
        "former_links",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("realm_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("external_ref", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("object_version", sa.String(), nullable=False),
        sa.Column("hand_version", sa.BigInteger()),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        one_of("former_links", "kind", *RECORDS),
        of_company("former_links"),
        sa.PrimaryKeyConstraint(
            "company_id", "realm_id", "kind", "external_ref", name=op.f("pk_former_links")
        ),
    )
    op.create_table(
        "former_mappings",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("realm_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("quickbooks_id", sa.String(), nullable=False),
        sa.Column("quickbooks_name", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        one_of("former_mappings", "kind", *MAPPINGS),
        of_company("former_mappings"),
        sa.PrimaryKeyConstraint(
            "company_id", "realm_id", "kind", "source_key", name=op.f("pk_former_mappings")
        ),
    )
    take_outcomes(*OUTCOMES, "abandoned")


def downgrade() -> None:
    """What belonged to former books is lost; of an attempt that was given up nobody knows the outcome."""
    op.execute("UPDATE attempts SET outcome = 'uncertain' WHERE outcome = 'abandoned'")
    take_outcomes(*OUTCOMES)
    op.drop_table("former_mappings")
    op.drop_table("former_links")
    op.drop_table("authorizations")


def one_of(table: str, column: str, *words: str) -> sa.CheckConstraint:
    """A column takes these words only."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def of_company(table: str) -> sa.ForeignKeyConstraint:
    """Every row is a company's."""
    return sa.ForeignKeyConstraint(
        ["company_id"], ["companies.id"], name=op.f(f"fk_{table}_company_id_companies")
    )


def take_outcomes(*outcomes: str) -> None:
    """Change which words the column takes; SQLite copies the table for it."""
    words = ", ".join(f"'{outcome}'" for outcome in outcomes)
    with op.batch_alter_table("attempts") as attempts:
        attempts.drop_constraint(op.f("ck_attempts_outcome"), type_="check")
        attempts.create_check_constraint(op.f("ck_attempts_outcome"), f"outcome IN ({words})")
