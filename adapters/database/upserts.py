"""INSERT … ON CONFLICT, which both databases have and each spells in its own package."""

from __future__ import annotations

from typing import cast

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.database.rows import Row


def insert_into(row: type[Row], *, on: AsyncConnection) -> postgresql.Insert:
    """Begin an insert that may say what happens on a conflict."""
    if on.dialect.name == "sqlite":
        # The same methods, under another class.
        return cast("postgresql.Insert", sqlite.insert(row))
    return postgresql.insert(row)
