"""The operator's door: the command `synclog`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

import typer
from rich.console import Console

from adapters.bootstrap import House, open_house
from adapters.clock import SystemClock
from adapters.database.migrations import upgrade
from adapters.queue.pool import MEMORY
from adapters.settings import Settings
from adapters.signals import set_by_signals
from adapters.telemetry import set_up_logging
from adapters.vault import new_key
from api.fetched_records import read_record
from api.process import build_app, serving
from demo.main import run_demo
from demo.options import DemoOptions
from domain.errors import DomainError
from domain.model.api_keys import Scope
from domain.model.audit import Actor
from domain.model.companies import Tokens
from domain.rules.api_keys import Expiry
from sandbox.command import run as run_sandbox
from workers.main import run_worker
from workers.settings import WorkerSettings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
companies = typer.Typer(no_args_is_help=True, help="The organisations that use this installation.")
keys = typer.Typer(no_args_is_help=True, help="API keys.")
app.add_typer(companies, name="companies")
app.add_typer(keys, name="keys")

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
    asyncio.run(_serve(_settings(), host, port))


@app.command()
def worker() -> None:
    """Drain companies when the bell rings, and sweep by the clock."""
    settings = _settings()
    if settings.redis_url == MEMORY:
        raise typer.BadParameter(
            "A worker of its own needs SYNCLOG_REDIS_URL; `synclog serve` works without."
        )
    asyncio.run(_work(settings))


@app.command()
def migrate() -> None:
    """Bring the database up to this version; run it before the new version starts."""
    upgrade(_settings().database_url)


@app.command()
def secret_key() -> None:
    """Make a key for SYNCLOG_SECRET_KEYS."""
    typer.echo(new_key())


@app.command(
    add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True}
)
def sandbox(context: typer.Context) -> None:
    """Serve a QuickBooks Online company on this machine; its options are those of `python -m sandbox`."""
    raise typer.Exit(run_sandbox("synclog sandbox", context.args, port=8010))


def _known_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise typer.BadParameter("There is no such time zone; a name is like America/Los_Angeles.")
    return name


@companies.command("create")
def create_company(  # noqa: PLR0917 - typer passes options by their names
    name: Annotated[str, typer.Argument(help="The organisation's name.")],
    realm_id: Annotated[str | None, typer.Option(help="QuickBooks company id.")] = None,
    access_token: Annotated[
        str | None, typer.Option(envvar="SYNCLOG_ACCESS_TOKEN", help="OAuth access token.")
    ] = None,
    refresh_token: Annotated[
        str | None, typer.Option(envvar="SYNCLOG_REFRESH_TOKEN", help="OAuth refresh token.")
    ] = None,
    expires_in: Annotated[int, typer.Option(help="Seconds until the access token expires.")] = 3600,
    time_zone: Annotated[
        str, typer.Option(help="IANA time zone of its days.", callback=_known_time_zone)
    ] = "UTC",
) -> None:
    """Register a company; prints its id. It is connected to QuickBooks by POST /connection/authorizations.

    Or at once, by a realm and both tokens that you have of it.
    """
    tokens = None
    if realm_id and access_token and refresh_token:
        expires_at = SystemClock().now() + timedelta(seconds=expires_in)
        tokens = Tokens(access_token=access_token, refresh_token=refresh_token, expires_at=expires_at)
    elif realm_id or access_token or refresh_token:
        raise typer.BadParameter("Give all of --realm-id, --access-token and --refresh-token, or none.")

    async def create(house: House) -> None:
        company = await house.use_cases.setup.create_company(
            name, realm_id=realm_id, time_zone=time_zone, tokens=tokens
        )
        typer.echo(company.id)

    _run(create)


@companies.command("source")
def set_source(
    company: Annotated[UUID, typer.Argument(help="Id of the company.")],
    url: Annotated[
        str,
        typer.Option(
            help="Where its billing system answers GET URL/invoices/REFERENCE (and contacts, payments) with "
            "the body that a PUT of the record would have; https, or http on this machine."
        ),
    ],
    token: Annotated[
        str | None,
        typer.Option(envvar="SYNCLOG_SOURCE_TOKEN", help="Bearer token for that address; stored sealed."),
    ] = None,
) -> None:
    """Say where the data of records submitted by reference is fetched, at each attempt."""

    async def set_it(house: House) -> None:
        source = await house.use_cases.setup.set_source(company, url, token)
        typer.echo(source.address.url)

    _run(set_it)


@companies.command("list")
def list_companies() -> None:
    """Show every company: id, realm, name."""

    async def show(house: House) -> None:
        for company in await house.use_cases.setup.list_companies():
            typer.echo(f"{company.id}  {company.realm_id or '-'}  {company.name}")

    _run(show)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)  # a ValueError is told as what the option does not take
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


CompanyOfKey = Annotated[UUID, typer.Option("--company", help="Id of the company it belongs to.")]
KeyId = Annotated[UUID, typer.Argument(help="Id of the key, as `synclog keys list` shows it.")]
Expires = Annotated[
    datetime | None,
    typer.Option(parser=_moment, metavar="MOMENT", help="When it ends: 2027-01-05, or with a time, in UTC."),
]


@keys.command("create")
def create_key(
    company: CompanyOfKey,
    name: Annotated[str, typer.Option(help="Who uses it; stands in exclusions and resyncs.")],
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it may do; everything, if none is given.")
    ] = None,
    expires: Expires = None,
) -> None:
    """Make an API key; it is shown this once."""

    async def create(house: House) -> None:
        scopes = frozenset(scope or Scope)
        made = await house.use_cases.setup.create_key(company, name, scopes, expires_at=expires)
        typer.echo(made.secret)

    _run(create)


@keys.command("list")
def list_keys(company: CompanyOfKey) -> None:
    """Show a company's keys: id, whether each is good and until when, its last use, name and scopes."""

    async def show(house: House) -> None:
        for key in await house.use_cases.setup.list_keys(company, after=None, limit=10_000):
            until = f"until {key.expires_at:%Y-%m-%d %H:%M}" if key.expires_at else "good"
            ended = "revoked" if key.revoked_at else "expired"
            state = until if key.is_good(SystemClock().now()) else ended
            used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never used"
            typer.echo(f"{key.id}  {state}  {used}  {key.name}  {' '.join(sorted(key.scopes))}")

    _run(show)


@keys.command("revoke")
def revoke_key(key: KeyId, company: CompanyOfKey) -> None:
    """End a key at once and for good."""
    _run(lambda house: house.use_cases.setup.revoke_key(company, key, by=Actor()))


@keys.command("rotate")
def rotate_key(
    key: KeyId,
    company: CompanyOfKey,
    overlap: Annotated[int, typer.Option(min=0, max=7 * 24, help="Hours for which both are good.")] = 24,
    expires: Expires = None,
) -> None:
    """Make a key in the place of another, with its name and scopes; it is shown this once."""

    async def rotate(house: House) -> None:
        hours, expiry = timedelta(hours=overlap), Expiry(expires) if expires else None
        made = await house.use_cases.setup.rotate_key(company, key, overlap=hours, expiry=expiry, by=Actor())
        typer.echo(made.new.secret)

    _run(rotate)


@keys.command("rotate-vault")
def rotate_vault() -> None:
    """Seal stored tokens anew, with the first of SYNCLOG_SECRET_KEYS; then an older one can be taken away."""

    async def rotate(house: House) -> None:
        done = await house.use_cases.setup.rotate_vault()
        typer.echo(f"{done.resealed} sealed anew, {sum(done.left.values())} left with older keys")
        for key_id, count in sorted(done.left.items()):
            typer.echo(f"{key_id}  {count}")
        if done.left:
            typer.echo("Keep the older keys, and run this again.", err=True)
            raise typer.Exit(1)

    _run(rotate)


def _settings() -> Settings:
    settings = Settings()
    set_up_logging(settings.log())
    return settings


def _run(command: Callable[[House], Awaitable[None]]) -> None:
    """Run one command over the house; a broken rule ends it with its reason."""

    async def run() -> None:
        async with open_house(_settings(), read_record) as house:
            await command(house)

    try:
        asyncio.run(run())
    except DomainError as broken:
        typer.echo(broken.detail, err=True)
        raise typer.Exit(1) from None


async def _serve(settings: Settings, host: str, port: int) -> None:
    with set_by_signals() as stop:
        async with (
            open_house(settings, read_record) as house,
            serving(build_app(house, settings), host=host, port=port),
        ):
            if settings.redis_url == MEMORY:
                await run_worker(house.use_cases, house.pool, WorkerSettings(), stop=stop)
            else:
                await stop.wait()


async def _work(settings: Settings) -> None:
    async with open_house(settings, read_record) as house:
        await run_worker(house.use_cases, house.pool, WorkerSettings())


if __name__ == "__main__":
    app()
