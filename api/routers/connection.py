"""The connection to QuickBooks: how it is, how it is made, tested and ended."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response, status
from starlette.responses import RedirectResponse

from api import connection_examples as examples
from api.dependencies import AuthorizationId, Use
from api.documented import LOCATION, answers, link
from api.errors import problems
from api.returning_browsers import BrowserRoute
from api.route import Route
from api.schemas.authorizations import (
    AuthorizationOut,
    BegunOut,
    Code,
    ConsentError,
    RealmId,
    State,
)
from api.schemas.connection import AuthorizationIn, ConnectionOut, ConnectionTestOut
from api.security import ConnectionReader, ConnectionWriter
from domain.errors import CompanyNotFound, ConnectionRequired, RealmTaken
from domain.errors.connecting import (
    AuthorizationNotFound,
    AuthorizationNotWaiting,
    ReturnUrlNotAllowed,
    StateInvalid,
)
from domain.model.authorizations import Consent

router = APIRouter(prefix="/connection", tags=["Connection"], route_class=Route)
browsers = APIRouter(prefix="/connection", tags=["Connection"], route_class=BrowserRoute)

_CONNECTION = ConnectionOut.of(examples.CONNECTION)
_TEST = ConnectionTestOut.of(examples.TEST)
_BEGUN = BegunOut.of(examples.BEGUN)
_WAITING = AuthorizationOut.of(examples.CONFIRMATION_REQUIRED)
_DONE = AuthorizationOut.of(examples.CONFIRMED)
_BODIES = {
    "settings": {
        "summary": "Back to the settings of a front end",
        "value": {"return_url": examples.BEGUN.authorization.return_url},
    }
}
_ID = {"authorization_id": "$response.body#/id"}
_LINKS = {"GetAuthorization": link("get_authorization", "See how far it has come.", **_ID)}


@router.get(
    "",
    summary="See the connection",
    responses={
        **answers(status.HTTP_200_OK, "How it is.", _CONNECTION),
        **problems(CompanyNotFound),
    },
)
async def get_connection(who: ConnectionReader, use: Use) -> ConnectionOut:
    """Connected or not, to which books, since when and until when; what holds entries up, and what to do.

    While the company is not connected, or parked, entries stay queued and spend no attempt.
    """
    return ConnectionOut.of(await use.connecting.get(who))


@router.delete(
    "",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Disconnect",
    responses=answers(status.HTTP_204_NO_CONTENT, "It is not connected any more."),
)
async def disconnect(who: ConnectionWriter, use: Use) -> None:
    """Delete the tokens here, and revoke them at Intuit. Entries wait for the next connection; none is lost.

    The company keeps its books: connected to them again, everything goes on where it was.
    """
    await use.connecting.disconnect(who)


@router.post(
    "/test",
    summary="Test the connection",
    responses={
        **answers(status.HTTP_200_OK, "What one call showed.", _TEST),
        **problems(ConnectionRequired),
    },
)
async def test_connection(who: ConnectionWriter, use: Use) -> ConnectionTestOut:
    """Make one cheap call to QuickBooks, and see which of its settings will hurt.

    `ok` is false, with the reason, when QuickBooks was asked and did not answer. What had held the company
    up is over once it does.
    """
    return ConnectionTestOut.of(await use.connecting.test(who))


@router.post(
    "/authorizations",
    status_code=status.HTTP_201_CREATED,
    summary="Begin to connect",
    responses={
        **answers(status.HTTP_201_CREATED, "It has begun.", _BEGUN, headers=LOCATION, links=_LINKS),
        **problems(ReturnUrlNotAllowed),
    },
)
async def create_authorization(
    wanted: Annotated[AuthorizationIn, Body(openapi_examples=_BODIES)],
    who: ConnectionWriter,
    use: Use,
    response: Response,
) -> BegunOut:
    """Get an address of Intuit's for a person's browser. There they choose a QuickBooks company, and consent.

    Intuit sends the browser to `/connection/callback`, and that sends it to your `return_url`, with
    `connection` (the status) and `authorization` (the id) in its query.
    """
    begun = await use.connecting.begin(who, wanted.return_url)
    response.headers["Location"] = f"/connection/authorizations/{begun.authorization.id}"
    return BegunOut.of(begun)


@router.get(
    "/authorizations/{authorization_id}",
    summary="Get an authorization",
    responses={
        **answers(status.HTTP_200_OK, "How far it has come.", _WAITING),
        **problems(AuthorizationNotFound),
    },
)
async def get_authorization(
    authorization_id: AuthorizationId, who: ConnectionReader, use: Use
) -> AuthorizationOut:
    """One try to connect: what came of it, and which books it is about."""
    return AuthorizationOut.of(await use.connecting.get_authorization(who, authorization_id))


@router.post(
    "/authorizations/{authorization_id}/confirm",
    summary="Confirm other books",
    responses={
        **answers(status.HTTP_200_OK, "The company has these books now.", _DONE),
        **problems(AuthorizationNotFound, AuthorizationNotWaiting, RealmTaken),
    },
)
async def confirm_authorization(
    authorization_id: AuthorizationId, who: ConnectionWriter, use: Use
) -> AuthorizationOut:
    """Say that the company is to have other books than before. No id of the former ones is used in them.

    Links, mappings and choices are put away, and come back when the former books are connected again.
    Contacts go over anew, by their names; what was synced stays in the former books. Fee items have to be
    mapped anew.
    """
    return AuthorizationOut.of(await use.connecting.confirm(who, authorization_id))


@router.delete(
    "/authorizations/{authorization_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Reject other books",
    responses={
        **answers(status.HTTP_204_NO_CONTENT, "The company keeps the books that it has."),
        **problems(AuthorizationNotFound, AuthorizationNotWaiting),
    },
)
async def reject_authorization(authorization_id: AuthorizationId, who: ConnectionWriter, use: Use) -> None:
    """Say that it was the wrong QuickBooks company. The consent is revoked at Intuit."""
    await use.connecting.reject(who, authorization_id)


@browsers.get(
    "/callback",
    status_code=status.HTTP_303_SEE_OTHER,
    response_class=RedirectResponse,
    summary="Come back from Intuit",
    responses={
        **answers(
            status.HTTP_303_SEE_OTHER, "To the agreed return URL, with what came of it.", headers=LOCATION
        ),
        **problems(StateInvalid),
    },
)
async def return_from_consent(
    *,
    use: Use,
    state: Annotated[State, Query(description="What `authorize_url` was made with; good once.")],
    code: Annotated[Code | None, Query(description="Intuit's code for the tokens.")] = None,
    realm_id: Annotated[RealmId | None, Query(alias="realmId", description="The company's number.")] = None,
    error: Annotated[
        ConsentError | None, Query(description="`access_denied` when the person said no.")
    ] = None,
) -> RedirectResponse:
    """Where Intuit sends the person's browser; register it there as the redirect URI. No program calls it.

    What the browser brings is not believed: the code is redeemed, and the company is read with the token.
    """
    address = await use.connecting.return_from_consent(
        Consent(state=state, code=code, realm_id=realm_id, error=error)
    )
    return RedirectResponse(address, status_code=status.HTTP_303_SEE_OTHER)
