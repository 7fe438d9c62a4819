"""Bring a database to the newest revision, with the project's own Alembic settings."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).parents[2]


def alembic_config(url: str) -> Config:
    """Return the settings of pyproject.toml; `alembic/env.py` takes this URL before the environment's."""
    return Config(toml_file=ROOT / "pyproject.toml", attributes={"url": url})


def migrated(url: str) -> str:
    """Upgrade to head, and return the URL for reading on."""
    command.upgrade(alembic_config(url), "head")
    return url
