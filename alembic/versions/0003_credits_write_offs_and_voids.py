"""Take credits and write-offs, and note which records are void."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OLD = ("contact", "invoice", "payment")
NEW = ("credit", "write_off")
TABLES = ("records", "links", "log_entries", "waits")
VOIDS = "ix_log_entries_voids"
OF_NEW_ENTRIES = "entry_id IN (SELECT id FROM log_entries WHERE kind IN ('credit', 'write_off'))"


def upgrade() -> None:
    """What is there stays as it is, and is not void."""
    take_kinds((*OLD, *NEW), instead_of=OLD)
    op.add_column("records", sa.Column("voided", sa.Boolean(), nullable=False, server_default=sa.false()))
    is_void = sa.text("operation = 'void'")
    op.create_index(VOIDS, "log_entries", ["company_id"], postgresql_where=is_void, sqlite_where=is_void)


def downgrade() -> None:
    """Credits and write-offs are lost."""
    for table in ("operation_items", "attempts", "waits"):
        op.execute(f"DELETE FROM {table} WHERE {OF_NEW_ENTRIES}")  # noqa: S608 - no input
    for table in ("log_entries", "links", "records"):
        op.execute(f"DELETE FROM {table} WHERE kind IN ('credit', 'write_off')")  # noqa: S608 - no input
    op.drop_index(VOIDS, table_name="log_entries")
    op.drop_column("records", "voided")
    take_kinds(OLD, instead_of=(*OLD, *NEW))


def take_kinds(kinds: tuple[str, ...], *, instead_of: tuple[str, ...]) -> None:
    """Change the constraint on the kind wherever there is one."""
    if op.get_bind().dialect.name == "sqlite":
        rewrite_checks(listed(kinds), instead_of=listed(instead_of))
        return
    for table in TABLES:
        op.drop_constraint(f"ck_{table}_kind", table, type_="check")
        op.create_check_constraint(f"ck_{table}_kind", table, f"kind IN ({listed(kinds)})")


def rewrite_checks(kinds: str, *, instead_of: str) -> None:
    """Change the text of the tables, as SQLite's manual advises: a check has no data of its own.

    To copy the tables would lose what reflection does not see of them. The new version of the
    schema makes other connections read it again.
    """
    bind = op.get_bind()
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text(
            "UPDATE sqlite_schema SET sql = replace(sql, :old, :new)"
            " WHERE type = 'table' AND name IN ('records', 'links', 'log_entries', 'waits')"
        ),
        {"old": f"kind IN ({instead_of})", "new": f"kind IN ({kinds})"},
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")


def listed(words: tuple[str, ...]) -> str:
    """The words as SQL lists them."""
    return ", ".join(f"'{word}'" for word in words)
