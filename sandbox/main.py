"""The ASGI application: QBO's side, OAuth's and the control side over one sandbox."""

from starlette.applications import Starlette
from starlette.routing import Mount, Route

from sandbox.web.control import Control
from sandbox.web.gateway import Gateway
from sandbox.web.oauth import OAuth
from sandbox.world import Sandbox


def create_app(sandbox: Sandbox | None = None) -> Starlette:
    """A server of its own world, or of one that the caller holds as well."""
    world = sandbox or Sandbox()
    return Starlette(
        routes=[
            Mount("/v3/company", app=Gateway(world)),
            Route("/oauth2/v1/tokens/bearer", OAuth(world, "token"), methods=["POST"]),
            Route("/v2/oauth2/tokens/revoke", OAuth(world, "revoke"), methods=["POST"]),
            Mount("/_sandbox", routes=Control(world).routes()),
        ]
    )
