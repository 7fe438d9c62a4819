"""A route for notices that are signed: nothing of one is read before its signature was checked."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Request, Response, Security
from fastapi.security import APIKeyHeader
from starlette.datastructures import MutableHeaders
from starlette.types import Message

from api.refusals import SignatureInvalid
from api.route import Handler, Route
from api.settings import ApiSettings
from api.signatures import is_signed
from api.strict_request import StrictRequest
from domain.errors import DomainError

SIGNATURE: Final = "intuit-signature"
CLOUD_EVENTS: Final = frozenset({"application/cloudevents+json", "application/cloudevents-batch+json"})

_scheme = APIKeyHeader(
    name=SIGNATURE,
    scheme_name="IntuitSignature",
    description="Base64 of the HMAC-SHA256 of the body, byte for byte, under the app's verifier token.",
    auto_error=False,
)


async def _signature(signature: Annotated[str | None, Security(_scheme)]) -> str | None:
    """Document the signature; `SignedRoute` has checked it."""
    return signature


Signed = Annotated[str | None, Security(_signature)]


class SignedRoute(Route):
    """Reads the body within its limit, checks its signature, and only then lets the contract look at it."""

    def get_route_handler(self) -> Handler:
        """Wrap the handler of every route."""
        handle = super().get_route_handler()

        async def if_signed(request: Request) -> Response:
            settings: ApiSettings = request.app.state.settings
            body = await StrictRequest(request.scope, request.receive).read(
                self.body_limit(settings), settings.body_seconds
            )
            if not is_signed(body, request.headers.get(SIGNATURE, ""), settings.webhook_verifier_token):
                raise SignatureInvalid
            return await handle(_again(request, body))

        return if_signed

    def _manners(self) -> list[type[DomainError]]:
        return [*super()._manners(), SignatureInvalid]


def _again(request: Request, body: bytes) -> Request:
    """The same request with its body to read; a CloudEvent is JSON, whatever its media type says of it."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {**request.scope, "headers": list(request.scope["headers"])}
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media in CLOUD_EVENTS:
        MutableHeaders(scope=scope)["content-type"] = "application/json"
    return Request(scope, receive)
