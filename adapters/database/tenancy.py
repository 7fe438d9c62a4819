"""Whose rows a transaction sees: on Postgres the database itself keeps companies apart.

Queries name their company; should one forget to, row-level security finds nothing. Each transaction
takes a role that owns no table: one that sees the company it names, or one that sees every company.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

OF_ONE, OF_ALL = "synclog_company", "synclog_companies"

_OPTION = "sees"
_TAKE_ROLE = text(
    "SELECT set_config('role', :role, true), set_config('synclog.company_id', :company_id, true)"
)


def seeing(engine: AsyncEngine, company_id: UUID | None) -> AsyncEngine:
    """Return the same engine for transactions that see this company, or (None) all."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(**{_OPTION: str(company_id) if company_id else OF_ALL})


def keep_companies_apart(engine: AsyncEngine) -> None:
    """Take the role as each transaction begins; what is local to it ends with it."""
    event.listen(engine.sync_engine, "begin", _take_role)


@asynccontextmanager
async def searching(
    connection: AsyncConnection, company_id: UUID, words: Sequence[str]
) -> AsyncIterator[None]:
    """See every company while words are looked for, if there are any.

    Behind row-level security Postgres uses no index for an operator that might tell of hidden rows, as
    that of text search might. The company is the first of the words that are looked for.
    """
    if connection.dialect.name == "sqlite" or not words:
        yield
        return
    await connection.execute(_TAKE_ROLE, {"role": OF_ALL, "company_id": ""})
    yield
    await connection.execute(_TAKE_ROLE, {"role": OF_ONE, "company_id": str(company_id)})


def _take_role(connection: Connection) -> None:
    match connection.get_execution_options().get(_OPTION):
        case None:
            return
        case company_id:
            role = OF_ALL if company_id == OF_ALL else OF_ONE
            connection.execute(_TAKE_ROLE, {"role": role, "company_id": company_id})
