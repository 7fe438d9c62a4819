"""Run one command over the house, which is imported only now: that takes seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import typer

from domain.errors import DomainError

if TYPE_CHECKING:
    from adapters.bootstrap import House
    from adapters.settings import Settings


def settings() -> Settings:
    """Read the settings, and log as they say."""
    from adapters.settings import Settings
    from adapters.telemetry import set_up_logging

    read = Settings()
    set_up_logging(read.log())
    return read


def run(command: Callable[[House], Awaitable[None]]) -> None:
    """Open the house for one command; a broken rule ends it with its reason."""
    from adapters.bootstrap import open_house
    from api.fetched_records import read_record

    async def run_it() -> None:
        async with open_house(settings(), read_record) as house:
            await command(house)

    try:
        asyncio.run(run_it())
    except DomainError as broken:
        typer.echo(broken.detail, err=True)
        raise typer.Exit(1) from None
