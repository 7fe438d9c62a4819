"""`synclog companies`: the organisations that use this installation."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID
from zoneinfo import available_timezones

import typer

from adapters.clock import SystemClock
from commands.running import run
from domain.model.companies import Tokens

if TYPE_CHECKING:
    from adapters.bootstrap import House

app = typer.Typer(no_args_is_help=True, help="The organisations that use this installation.")


def _known_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise typer.BadParameter("There is no such time zone; a name is like America/Los_Angeles.")
    return name


@app.command("create")
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

    run(create)


@app.command("source")
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

    run(set_it)


@app.command("list")
def list_companies() -> None:
    """Show every company: id, realm, name."""

    async def show(house: House) -> None:
        for company in await house.use_cases.setup.list_companies():
            typer.echo(f"{company.id}  {company.realm_id or '-'}  {company.name}")

    run(show)
