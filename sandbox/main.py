"""The ASGI application: QBO's side, OAuth's and the control side over one sandbox."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route

from sandbox.web.bodies import TooLarge
from sandbox.web.bounded import Bounded, too_large
from sandbox.web.consent_page import ConsentPage
from sandbox.web.control import Control
from sandbox.web.control_books import BooksControl
from sandbox.web.control_faults import FaultsControl
from sandbox.web.discovery import REVOKE, TOKEN, Discovery
from sandbox.web.gateway import Gateway
from sandbox.web.oauth import OAuth
from sandbox.web.uploads import file_route
from sandbox.world import Sandbox


def create_app(sandbox: Sandbox | None = None) -> Starlette:
    """A server of its own world, or of one that the caller holds as well."""
    world = sandbox or Sandbox()
    return Starlette(
        routes=[
            Mount("/v3/company", app=Gateway(world)),
            *Discovery(world).routes(),
            *ConsentPage(world).routes(),
            Route(TOKEN, OAuth(world, "token"), methods=["POST"]),
            Route(REVOKE, OAuth(world, "revoke"), methods=["POST"]),
            file_route(world),
            Mount("/_sandbox", routes=_control(world)),
        ],
        middleware=[Middleware(Bounded)],
        exception_handlers={TooLarge: too_large},
    )


def _control(world: Sandbox) -> list[Route]:
    return [*Control(world).routes(), *BooksControl(world).routes(), *FaultsControl(world).routes()]
