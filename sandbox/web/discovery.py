"""What a client of OpenID asks first: where everything is, the keys, and who the person is."""

from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.clock import Clock
from sandbox.web.authorisations import ACCOUNTING
from sandbox.web.identity import person
from sandbox.world import Sandbox

AUTHORISE: Final = "/connect/oauth2"
TOKEN: Final = "/oauth2/v1/tokens/bearer"  # noqa: S105 - a path
REVOKE: Final = "/v2/oauth2/tokens/revoke"
USERINFO: Final = "/v1/openid_connect/userinfo"
KEYS: Final = "/op/v1/jwks"
ISSUER: Final = "https://oauth.platform.intuit.com/op/v1"
"""Intuit's own name: some of its clients believe no other."""
PAYMENT: Final = "com.intuit.quickbooks.payment"
SCOPES: Final = ("openid", "email", "profile", "address", "phone", ACCOUNTING, PAYMENT)


class Discovery:
    """The documents of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        """Intuit's addresses, with and without the slash that its clients put behind them."""
        names = ("openid_configuration", "openid_sandbox_configuration")
        documents = [f"/.well-known/{name}{slash}" for name in names for slash in ("", "/")]
        return [
            *(Route(path, self.document) for path in documents),
            Route(KEYS, self.keys),
            Route(USERINFO, self.userinfo),
        ]

    async def document(self, request: Request) -> Response:
        """Where everything is."""
        url = f"{request.url.scheme}://{request.url.netloc}"
        return JSONResponse(
            {
                "issuer": ISSUER,
                "authorization_endpoint": url + AUTHORISE,
                "token_endpoint": url + TOKEN,
                "userinfo_endpoint": url + USERINFO,
                "revocation_endpoint": url + REVOKE,
                "jwks_uri": url + KEYS,
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "scopes_supported": SCOPES,
                "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
                "claims_supported": ["aud", "exp", "iat", "iss", "realmid", "sub"],
            }
        )

    async def keys(self, request: Request) -> Response:
        """What id tokens are checked with."""
        del request
        return JSONResponse(self._sandbox.identity.keys())

    async def userinfo(self, request: Request) -> Response:
        """The person, as far as the token's scopes allow."""
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        token = self._sandbox.authorisations.access(value.strip()) if scheme.lower() == "bearer" else None
        realm = self._sandbox.realms.get(token.grant.realm_id) if token else None
        clock = realm.company.clock if realm else Clock()
        if token is None or token.expires <= clock.seconds():
            challenge = {"www-authenticate": 'Bearer realm="Intuit", error="invalid_token"'}
            return JSONResponse({"error": "invalid_token"}, status_code=401, headers=challenge)
        if "openid" not in token.grant.scopes:
            return JSONResponse({"error": "insufficient_scope"}, status_code=403)
        return JSONResponse(person(token.grant.scopes))
