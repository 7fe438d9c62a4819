"""Nothing in the audit trail is changed or removed, whoever asks; and it says in which call it was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "audit_events"
CHANGES = ("UPDATE", "DELETE")
INDEXES = {
    "ix_audit_events_action": "action",
    "ix_audit_events_key": "key_id",
    "ix_audit_events_subject_kind": "subject_kind",
    "ix_audit_events_subject_id": "subject_id",
}

# Who empties tables, as tests do, uses TRUNCATE; that is no right of the service's own user.
REFUSE = """
    CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The audit trail is append-only.';
    END
    $$
"""


def upgrade() -> None:
    """The filters of the list have their indexes, and the table its guards."""
    op.add_column(TABLE, sa.Column("request_id", sa.Uuid()))
    for name, column in INDEXES.items():
        op.create_index(name, TABLE, ["company_id", column, "at", "id"])
    if op.get_context().dialect.name == "postgresql":
        guard_on_postgres()
    else:
        guard_on_sqlite()


def guard_on_postgres() -> None:
    """Once for each statement, also where it would meet no row."""
    op.execute(REFUSE)
    op.execute(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit()"
    )


def guard_on_sqlite() -> None:
    """SQLite has a trigger for each row and each kind of change."""
    for change in CHANGES:
        op.execute(
            f"CREATE TRIGGER append_only_{change.lower()} BEFORE {change} ON {TABLE}"
            " BEGIN SELECT RAISE(ABORT, 'The audit trail is append-only.'); END"
        )


def downgrade() -> None:
    """The trail stays; who calls it was is forgotten."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER append_only ON {TABLE}")
        op.execute("DROP FUNCTION refuse_change_of_audit()")
    else:
        for change in CHANGES:
            op.execute(f"DROP TRIGGER append_only_{change.lower()}")
    for name in reversed(INDEXES):
        op.drop_index(name, TABLE)
    op.drop_column(TABLE, "request_id")
