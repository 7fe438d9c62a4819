"""The operator's door: the command `synclog`.

Each command imports what it needs when it runs: the whole service takes seconds to import.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from commands import companies, keys
from commands.running import settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="The operator's door."
)
app.add_typer(companies.app, name="companies")
app.add_typer(keys.app, name="keys")

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")]


@app.command()
def demo(
    api_port: Port = 8000,
    sandbox_port: Port = 8010,
    state: Annotated[Path, typer.Option(help="Folder of the embedded database.")] = Path(".state/demo"),
    *,
    samples: Annotated[bool, typer.Option(help="Submit the billing run.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print one line of JSON when ready.")] = False,
    database_url: Annotated[str | None, typer.Option(help="Postgres instead of the embedded SQLite.")] = None,
    redis_url: Annotated[str | None, typer.Option(help="Redis instead of the embedded one.")] = None,
) -> None:
    """Carry a small association's billing run into a QuickBooks company on this machine."""
    from rich.console import Console

    from demo.main import run_demo
    from demo.options import DemoOptions

    options = DemoOptions(
        api_port=api_port,
        sandbox_port=sandbox_port,
        state=state,
        samples=samples,
        database_url=database_url,
        redis_url=redis_url,
    )
    asyncio.run(run_demo(options, Console(stderr=json, highlight=False), as_json=json))


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the API; without a Redis, drain in the same process."""
    from commands import serving

    asyncio.run(serving.serve(settings(), host, port))


@app.command()
def worker() -> None:
    """Drain companies when the bell rings, and sweep by the clock."""
    from adapters.queue.pool import MEMORY
    from commands import serving

    told = settings()
    if told.redis_url == MEMORY:
        raise typer.BadParameter(
            "A worker of its own needs SYNCLOG_REDIS_URL; `synclog serve` works without."
        )
    asyncio.run(serving.work(told))


@app.command()
def migrate() -> None:
    """Bring the database up to this version; run it before the new version starts."""
    from adapters.database.migrations import upgrade

    upgrade(settings().database_url)


@app.command()
def secret_key() -> None:
    """Make a key for SYNCLOG_SECRET_KEYS."""
    from adapters.vault import new_key

    typer.echo(new_key())


@app.command(
    add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
)
def sandbox(context: typer.Context) -> None:
    """Serve a QuickBooks Online company on this machine; its options are those of `python -m sandbox`."""
    from sandbox.command import run as run_sandbox

    raise typer.Exit(run_sandbox("synclog sandbox", context.args, port=8010))


if __name__ == "__main__":
    app()
