"""Make the tables of companies, calls, mails, records and what records are in the books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HOLDS = (
    "rate_limited",
    "read_quota_used_up",
    "needs_reconnect",
    "company_suspended",
    "permission_denied",
    "quickbooks_unavailable",
)
KINDS = ("contact", "invoice", "payment")


def upgrade() -> None:
    """Parents come before children, as foreign keys want it."""
    make_companies()
    make_calls()
    make_notifications()
    make_records()
    make_mappings()


def downgrade() -> None:
    """Everything is lost."""
    for table in ("mappings", "links", "records", "mails", "subscriptions"):
        op.drop_table(table)
    for table in ("idempotent_calls", "api_keys", "connections", "companies"):
        op.drop_table(table)


def make_companies() -> None:
    """Companies, their connections and keys."""
    op.create_table(
        "companies",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("realm_id", sa.String(), nullable=False, unique=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_table(
        "connections",
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), primary_key=True),
        sa.Column("realm_id", sa.String(), nullable=False),
        sa.Column("access_token", sa.String(), nullable=False),
        sa.Column("refresh_token", sa.String(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("hold_reason", one_of(*HOLDS)),
        sa.Column("hold_since", MOMENT),
        sa.Column("hold_until", MOMENT),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), nullable=False, index=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False, unique=True),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )


def make_calls() -> None:
    """Calls with an Idempotency-Key."""
    op.create_table(
        "idempotent_calls",
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), primary_key=True),
        sa.Column("key_id", sa.Uuid(), sa.ForeignKey("api_keys.id"), primary_key=True, index=True),
        sa.Column("method", sa.String(), primary_key=True),
        sa.Column("path", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("claimed_at", MOMENT, nullable=False, index=True),
        sa.Column("status", sa.BigInteger()),
        sa.Column("body", sa.String()),
        sa.Column("location", sa.String()),
    )


def make_notifications() -> None:
    """Who gets which mail, and mails on their way."""
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("kind", one_of("sync_error"), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("company_id", "kind", "email"),
    )
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), nullable=False, index=True),
        sa.Column("company_name", sa.String(), nullable=False),
        sa.Column("to", sa.String(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("sent_at", MOMENT),
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index("ix_mails_due_at", "mails", ["due_at"], postgresql_where=due, sqlite_where=due)


def make_records() -> None:
    """Records, and which objects of the books they are."""
    op.create_table(
        "records",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("kind", one_of(*KINDS), nullable=False),
        sa.Column("external_ref", sa.String(), nullable=False),
        sa.Column("source_version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.UniqueConstraint("company_id", "kind", "external_ref"),
    )
    op.create_table(
        "links",
        sa.Column("company_id", sa.Uuid(), primary_key=True),
        sa.Column("kind", one_of(*KINDS), primary_key=True),
        sa.Column("external_ref", sa.String(), primary_key=True),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("object_version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "kind", "external_ref"],
            ["records.company_id", "records.kind", "records.external_ref"],
        ),
    )


def make_mappings() -> None:
    """Which source keys stand for which objects of the books."""
    op.create_table(
        "mappings",
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), primary_key=True),
        sa.Column("kind", one_of("fee_item"), primary_key=True),
        sa.Column("source_key", sa.String(), primary_key=True),
        sa.Column("quickbooks_id", sa.String(), nullable=False),
        sa.Column("quickbooks_name", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    )


def one_of(*words: str) -> sa.Enum:
    """Text that takes these words only; the naming convention names its constraint."""
    return sa.Enum(*words, name=None, native_enum=False, create_constraint=True, length=40)
