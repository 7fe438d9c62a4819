"""`synclog keys`: API keys, and the keys of the vault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from adapters.clock import SystemClock
from commands.running import run
from domain.model.api_keys import Scope
from domain.model.audit import Actor
from domain.rules.api_keys import Expiry

if TYPE_CHECKING:
    from adapters.bootstrap import House

app = typer.Typer(no_args_is_help=True, help="API keys, and the keys that seal what is stored.")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)  # a ValueError is told as what the option does not take
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


CompanyOfKey = Annotated[UUID, typer.Option("--company", help="Id of the company it belongs to.")]
KeyId = Annotated[UUID, typer.Argument(help="Id of the key, as `synclog keys list` shows it.")]
Expires = Annotated[
    datetime | None,
    typer.Option(parser=_moment, metavar="MOMENT", help="When it ends: 2027-01-05, or with a time, in UTC."),
]


@app.command("create")
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

    run(create)


@app.command("list")
def list_keys(company: CompanyOfKey) -> None:
    """Show a company's keys: id, whether each is good and until when, its last use, name and scopes."""

    async def show(house: House) -> None:
        for key in await house.use_cases.setup.list_keys(company, after=None, limit=10_000):
            until = f"until {key.expires_at:%Y-%m-%d %H:%M}" if key.expires_at else "good"
            ended = "revoked" if key.revoked_at else "expired"
            state = until if key.is_good(SystemClock().now()) else ended
            used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never used"
            typer.echo(f"{key.id}  {state}  {used}  {key.name}  {' '.join(sorted(key.scopes))}")

    run(show)


@app.command("revoke")
def revoke_key(key: KeyId, company: CompanyOfKey) -> None:
    """End a key at once and for good."""
    run(lambda house: house.use_cases.setup.revoke_key(company, key, by=Actor()))


@app.command("rotate")
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

    run(rotate)


@app.command("rotate-vault")
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

    run(rotate)
