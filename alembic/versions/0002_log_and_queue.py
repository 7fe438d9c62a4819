"""Make the tables of the log, which is also the workers' queue, and of bulk resyncs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
AMOUNT = sa.Numeric().with_variant(sa.String(), "sqlite")
KINDS = ("contact", "invoice", "payment")
STATUSES = (
    "queued",
    "syncing",
    "waiting",
    "retrying",
    "uncertain",
    "failed",
    "synced",
    "skipped",
    "superseded",
)


def upgrade() -> None:
    """Parents come before children, as foreign keys want it."""
    make_operations()
    op.create_table("log_entries", *columns_for_people(), *columns_for_workers())
    index_the_lists()
    index_the_words()
    index_the_queue()
    make_details()
    make_operation_items()
    make_drains()


def downgrade() -> None:
    """The log is lost; records and links stay."""
    for table in ("drains", "operation_items", "attempts", "waits", "log_entries", "operations"):
        op.drop_table(table)


def make_operations() -> None:
    """Bulk resyncs, of which a company has one under way."""
    op.create_table(
        "operations",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("status", one_of("running", "finished"), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
    )
    op.create_index("ix_operations_company_id_created_at", "operations", ["company_id", "created_at"])
    running = sa.text("finished_at IS NULL")
    op.create_index(
        "uq_operations_company_id_running",
        "operations",
        ["company_id"],
        unique=True,
        postgresql_where=running,
        sqlite_where=running,
    )


def columns_for_people() -> tuple[sa.Column[object], ...]:
    """What people see of an entry."""
    return (
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("record_id", sa.Uuid(), sa.ForeignKey("records.id"), nullable=False),
        sa.Column("kind", one_of(*KINDS), nullable=False),
        sa.Column("external_ref", sa.String(), nullable=False),
        sa.Column("source_version", sa.BigInteger(), nullable=False),
        sa.Column("operation", one_of("create", "update", "void"), nullable=False),
        sa.Column("status", one_of(*STATUSES), nullable=False),
        sa.Column("contact_ref", sa.String()),
        sa.Column("contact_name", sa.String()),
        sa.Column("reference", sa.String()),
        sa.Column("amount", AMOUNT),
        sa.Column("currency", sa.String()),
        sa.Column("txn_date", sa.Date()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("message", sa.String()),
        sa.Column("error", sa.JSON()),
        sa.Column("error_code", sa.String()),
        sa.Column("error_subject", sa.String()),
        sa.Column("cause_id", sa.Uuid()),
        sa.Column("waiting_for", sa.JSON(), nullable=False),
        sa.Column("excluded_by", sa.String()),
        sa.Column("excluded_at", MOMENT),
        sa.Column("excluded_reason", sa.String()),
        sa.Column("ref_entity", sa.String()),
        sa.Column("ref_id", sa.String()),
        sa.Column("ref_version", sa.String()),
        sa.Column("search", sa.String(), nullable=False),
    )


def columns_for_workers() -> tuple[sa.Column[object], ...]:
    """What moves an entry on, and what staff were told of it."""
    return (
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("stale_reads", sa.BigInteger(), nullable=False),
        sa.Column("next_attempt_at", MOMENT),
        sa.Column("last_attempt_at", MOMENT),
        sa.Column("operation_id", sa.Uuid(), sa.ForeignKey("operations.id")),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("lease_epoch", sa.BigInteger(), nullable=False),
        sa.Column("drain_epoch", sa.BigInteger()),
        sa.Column("notified_cause_id", sa.Uuid()),
        sa.Column("notified_at", MOMENT),
    )


def index_the_lists() -> None:
    """Each filter that people lead with finds the newest first."""
    index("newest", "company_id", "created_at", "id")
    index("status", "company_id", "status", "created_at", "id")
    index("kind", "company_id", "kind", "created_at", "id")
    index("error_code", "company_id", "error_code", "created_at", "id", where="error_code IS NOT NULL")
    index("excluded", "company_id", "created_at", "id", where="excluded_at IS NOT NULL")
    index("external_ref", "company_id", "external_ref")
    index("last_attempt_at", "company_id", "last_attempt_at")
    index("txn_date", "company_id", "txn_date")
    index("cause", "company_id", "cause_id", where="cause_id IS NOT NULL")
    index("untold", "company_id", where="cause_id IS NOT NULL AND notified_at IS NULL")


def index_the_words() -> None:
    """Postgres looks words up; SQLite reads the company's entries."""
    if op.get_context().dialect.name != "postgresql":
        return
    words = "array_append(string_to_array(search, ' '), CAST(company_id AS TEXT))"
    op.create_index(
        "ix_log_entries_search",
        "log_entries",
        [sa.text(f"array_to_tsvector({words})")],
        postgresql_using="gin",
    )


def index_the_queue() -> None:
    """The workers ask about the few entries that are under way."""
    under_way = "due_at IS NOT NULL"
    index("queue", "company_id", "rank", "created_at", "id", where=under_way)
    index("due", "company_id", "due_at", where=under_way)
    index("versions", "record_id", "source_version")
    index("drain", "company_id", "drain_epoch", where="drain_epoch IS NOT NULL")


def make_details() -> None:
    """What entries wait for, and how they were sent."""
    op.create_table(
        "waits",
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("log_entries.id"), primary_key=True),
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("kind", one_of(*KINDS), primary_key=True),
        sa.Column("external_ref", sa.String(), primary_key=True),
    )
    op.create_index("ix_waits_needed", "waits", ["company_id", "kind", "external_ref"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("log_entries.id"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("outcome", one_of("applied", "not_applied", "uncertain")),
        sa.Column("evidence", sa.JSON()),
        sa.UniqueConstraint("entry_id", "number"),
    )


def make_operation_items() -> None:
    """How each entry fared in a bulk resync."""
    results = ("pending", "synced", "failed", "waiting", "skipped")
    op.create_table(
        "operation_items",
        sa.Column("operation_id", sa.Uuid(), sa.ForeignKey("operations.id"), primary_key=True),
        sa.Column("entry_id", sa.Uuid(), sa.ForeignKey("log_entries.id"), primary_key=True, index=True),
        sa.Column("result", one_of(*results), nullable=False),
    )
    op.create_index("ix_operation_items_operation_id_result", "operation_items", ["operation_id", "result"])


def make_drains() -> None:
    """Who drains which company."""
    op.create_table(
        "drains",
        sa.Column("company_id", sa.Uuid(), sa.ForeignKey("companies.id"), primary_key=True),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=False),
    )


def index(name: str, *columns: str, where: str | None = None) -> None:
    """Index the log; a partial index holds the entries that a question is about."""
    condition = sa.text(where) if where else None
    op.create_index(
        f"ix_log_entries_{name}",
        "log_entries",
        columns,
        postgresql_where=condition,
        sqlite_where=condition,
    )


def one_of(*words: str) -> sa.Enum:
    """Text that takes these words only; the naming convention names its constraint."""
    return sa.Enum(*words, name=None, native_enum=False, create_constraint=True, length=40)
