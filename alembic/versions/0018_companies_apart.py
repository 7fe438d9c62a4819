"""Keep companies apart in Postgres itself, and let nobody change the audit trail.

Two roles that nobody logs in as, and that own nothing: a transaction takes one of them. The role of
whoever migrates may take them; a login that only serves needs `GRANT synclog_company, synclog_companies`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ROLES = ("synclog_company", "synclog_companies")
OF_COMPANIES = (
    "alert_days",
    "api_keys",
    "audit_events",
    "authorizations",
    "book_events",
    "choice_lists",
    "choice_words",
    "choices",
    "connections",
    "drains",
    "former_links",
    "former_mappings",
    "idempotent_calls",
    "links",
    "log_entries",
    "mails",
    "mappings",
    "operations",
    "records",
    "settings",
    "sources",
    "subscriptions",
    "waits",
)
# A sub-select is evaluated once a query, and not once a row.
MINE = "(SELECT nullif(current_setting('synclog.company_id', true), '')::uuid)"
WALLS = {
    **dict.fromkeys(OF_COMPANIES, f"company_id = {MINE}"),
    "companies": f"id = {MINE}",
    "attempts": "EXISTS (SELECT 1 FROM log_entries entry WHERE entry.id = entry_id)",
    "operation_items": "operation_id IN (SELECT id FROM operations)",
}
APPEND_ONLY = "audit_events"


def upgrade() -> None:
    """SQLite has neither roles nor row-level security."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for role in ROLES:
        make_role(role)
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(WALLS)} TO {role}")
        op.execute(f"REVOKE UPDATE, DELETE ON {APPEND_ONLY} FROM {role}")
    for table, is_mine in WALLS.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own_company ON {table} TO {ROLES[0]} USING ({is_mine})")
        op.execute(f"CREATE POLICY every_company ON {table} TO {ROLES[1]} USING (true)")


def downgrade() -> None:
    """The roles stay: other databases of the server may use them."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in WALLS:
        op.execute(f"DROP POLICY own_company ON {table}")
        op.execute(f"DROP POLICY every_company ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute(f"REVOKE ALL ON {', '.join(WALLS)} FROM {', '.join(ROLES)}")


def make_role(role: str) -> None:
    """One for the whole server: another database of it may have it already, or be making it now."""
    do(f"CREATE ROLE {role} NOLOGIN", unless="duplicate_object OR unique_violation")
    # Who did not make the role may be a member all the same; if not, the first transaction says so.
    do(f"GRANT {role} TO CURRENT_USER", unless="insufficient_privilege")


def do(statement: str, *, unless: str) -> None:
    """Carry on after these errors, and no others."""
    op.execute(sa.text(f"DO $$ BEGIN {statement}; EXCEPTION WHEN {unless} THEN NULL; END $$"))
