"""Bring a database to the newest revision, and tell whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine

from adapters.database.engine import blocking_url

PROJECT = Path(__file__).parents[2]


def upgrade(url: str) -> None:
    """Run every migration that the database lacks; blocks until done."""
    command.upgrade(settings(url), "head")


def current_is_head(url: str) -> bool:
    """Whether the database has every migration; blocks while it asks."""
    heads = ScriptDirectory.from_config(settings(url)).get_heads()
    engine = create_engine(blocking_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return set(current) == set(heads)


def settings(url: str) -> Config:
    """Return the project's settings for Alembic, and the database to use them on."""
    return Config(toml_file=PROJECT / "pyproject.toml", attributes={"url": url})
