"""Run migrations on the database of `attributes["url"]`, else of SYNCLOG_DATABASE_URL."""

from __future__ import annotations

import os
from typing import Final

from alembic import context
from sqlalchemy import Connection, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from adapters.database.engine import begin_at_once, blocking_url
from adapters.database.rows import Row

CHECK: Final = "PRAGMA foreign_key_check"


def database_url() -> str:
    """Where the migrations run."""
    url = context.config.attributes.get("url") or os.environ.get("SYNCLOG_DATABASE_URL")
    if not url:
        raise SystemExit("Set SYNCLOG_DATABASE_URL to the database to migrate.")
    return str(url)


def migrate_offline() -> None:
    """Write the SQL for somebody who runs it by hand."""
    context.configure(url=blocking_url(database_url()), target_metadata=Row.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def migrate_online() -> None:
    """Run the migrations in one transaction, DDL included."""
    engine = create_engine(blocking_url(database_url()), poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        begin_at_once(engine)
        event.listen(engine, "connect", without_foreign_keys)
    with engine.connect() as connection:
        migrate_on(connection)


def without_foreign_keys(connection: DBAPIConnection, _: object) -> None:
    """Let SQLite put a copy in the place of a table that others refer to; the whole is checked at the end."""
    connection.cursor().execute("PRAGMA foreign_keys = OFF")


def migrate_on(connection: Connection) -> None:
    """Use SQLite's copy-and-rename where it cannot alter a table."""
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql(CHECK).first():
            raise SystemExit("Rows would be left that refer to nothing; nothing was changed.")


if context.is_offline_mode():
    migrate_offline()
else:
    migrate_online()
