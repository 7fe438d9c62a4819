"""Run one command over the house."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import typer

from adapters.bootstrap import House, open_house
from adapters.settings import Settings
from adapters.telemetry import set_up_logging
from api.fetched_records import read_record
from domain.errors import DomainError


def settings() -> Settings:
    """Read the settings, and log as they say."""
    read = Settings()
    set_up_logging(read.log())
    return read


def run(command: Callable[[House], Awaitable[None]]) -> None:
    """Open the house for one command; a broken rule ends it with its reason."""

    async def run_it() -> None:
        async with open_house(settings(), read_record) as house:
            await command(house)

    try:
        asyncio.run(run_it())
    except DomainError as broken:
        typer.echo(broken.detail, err=True)
        raise typer.Exit(1) from None
