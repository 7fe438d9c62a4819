"""Open the database that a URL names, with the transactions that units of work rely on."""

from __future__ import annotations

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from adapters.database.tenancy import keep_companies_apart

ASYNC_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}
BLOCKING_DRIVERS = ASYNC_DRIVERS | {"sqlite": "sqlite"}
LOCK_SECONDS = 60


def async_url(url: str) -> URL:
    """Return the URL with the driver that we use, whichever it names."""
    return _with_driver(url, ASYNC_DRIVERS)


def blocking_url(url: str) -> URL:
    """Return the URL for code that is not async, such as migrations."""
    return _with_driver(url, BLOCKING_DRIVERS)


def _with_driver(url: str, drivers: dict[str, str]) -> URL:
    parsed = make_url(url)
    family = parsed.drivername.partition("+")[0]
    if family not in drivers:
        raise ValueError(f"The database must be SQLite or Postgres, not {family}.")
    return parsed.set(drivername=drivers[family])


def open_engine(url: str, *, pool_size: int = 10, max_overflow: int = 10) -> AsyncEngine:
    """Open SQLite or Postgres; on SQLite the sizes do not matter, since it has one writer."""
    parsed = async_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    engine = create_async_engine(
        parsed,
        pool_size=pool_size,
        max_overflow=max_overflow,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
    )
    keep_companies_apart(engine)
    return engine


def _open_sqlite(url: URL) -> AsyncEngine:
    """One connection: units of work queue for it in order, which busy_timeout's polling would not do."""
    engine = create_async_engine(
        url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0, pool_timeout=LOCK_SECONDS
    )
    begin_at_once(engine.sync_engine)
    return engine


def begin_at_once(engine: Engine) -> None:
    """Take SQLite's write lock at BEGIN: a lock taken later fails instead of waiting."""
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin_immediate)


def _prepare_connection(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by itself, late, and not around DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
