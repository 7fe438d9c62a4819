"""OAuth's token endpoint, for codes and refresh tokens, and revocation."""

import base64
import binascii
from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from sandbox.clock import Clock
from sandbox.faults import QboFault
from sandbox.settings import Settings
from sandbox.web.actions import Action
from sandbox.web.answers import Answer
from sandbox.web.authorisations import AccessToken, Grant, InvalidGrant
from sandbox.web.calls import Call
from sandbox.web.discovery import ISSUER
from sandbox.web.exchange import Exchange
from sandbox.web.fault_rules import Subject
from sandbox.web.spoiling import deliver
from sandbox.wire.json_wire import dumped, loaded
from sandbox.world import Realm, Sandbox

JSON_TYPE: Final = "application/json;charset=utf-8"
WITH_HARD_EXPIRY: Final = "x-include-refresh-token-hard-expires-in"

Form = dict[str, str]


class OAuth:
    """The ASGI application of one OAuth endpoint: `token` or `revoke`."""

    def __init__(self, sandbox: Sandbox, endpoint: str) -> None:
        self._sandbox = sandbox
        self._endpoint = endpoint
        self._answer: Callable[[Exchange, str, Form], Answer] = {
            "token": self._token,
            "revoke": self._revoke,
        }[endpoint]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call; it is noted among the calls of the company it concerns."""
        exchange = Exchange(scope, receive, send)
        await exchange.read()
        form = _form(exchange, takes_json=self._endpoint == "revoke")
        realm = self._realm_of(form)
        clock = realm.company.clock if realm else Clock()
        call = _noted(realm, exchange) if realm else None
        action = self._struck(realm, exchange)
        status = await deliver(exchange, action, lambda: self._granted(exchange, form), clock)
        if call is not None:
            call.status = status

    def _realm_of(self, form: Form) -> Realm | None:
        token = form.get("refresh_token") or form.get("token", "")
        access = self._sandbox.authorisations.access(token)
        grant = self._sandbox.authorisations.grant_of(token) or (access.grant if access else None)
        held = grant or self._sandbox.consents.holds(form.get("code", ""))
        return self._sandbox.realms.get(held.realm_id) if held else None

    def _struck(self, realm: Realm | None, exchange: Exchange) -> Action | None:
        realm_id = realm.company.realm_id if realm else None
        text = exchange.body.decode("utf-8", "replace")
        subject = Subject(realm_id, exchange.method, exchange.path, [("", self._endpoint)], text)
        return self._sandbox.rules.struck_by(subject)

    def _granted(self, exchange: Exchange, form: Form) -> Answer:
        client_id, client_secret = _credentials(exchange, form)
        if not self._sandbox.authorisations.knows(client_id, client_secret):
            return _error(401, "invalid_client")
        return self._answer(exchange, client_id, form)

    def _token(self, exchange: Exchange, client_id: str, form: Form) -> Answer:
        exchanged = {"authorization_code": self._by_code, "refresh_token": self._by_refresh_token}
        grant_type = form.get("grant_type", "")
        if not grant_type:
            return _error(400, "invalid_request")
        if grant_type not in exchanged:
            return _error(400, "unsupported_grant_type")
        try:
            grant, access, clock = exchanged[grant_type](client_id, form)
        except InvalidGrant as no:
            return _error(400, "invalid_grant", str(no))
        body = _tokens(grant, access, clock)
        if grant_type == "authorization_code" and "openid" in grant.scopes:
            body["id_token"] = self._sandbox.identity.token(
                issuer=ISSUER, client_id=client_id, realm_id=grant.realm_id, now=clock.seconds()
            )
        if exchange.headers.get(WITH_HARD_EXPIRY) == "true":
            body["x_refresh_token_hard_expires_in"] = _rounded(grant.hard_expires - clock.seconds())
        return Answer(200, dumped(body), JSON_TYPE, {"cache-control": "no-store"})

    def _by_code(self, client_id: str, form: Form) -> tuple[Grant, AccessToken, Clock]:
        held = self._sandbox.consents.holds(form.get("code", ""))
        settings, clock = self._at(held.realm_id if held else "")
        consent = self._sandbox.consents.redeem(form.get("code", ""), clock.seconds())
        if consent is None or not settings.connected:
            raise InvalidGrant("Invalid authorization code")
        asked = consent.request
        if asked.client_id != client_id or asked.redirect_uri != form.get("redirect_uri"):
            raise InvalidGrant("Invalid authorization code")
        connect = self._sandbox.authorisations.connect
        return *connect(consent.realm_id, client_id, settings, clock, asked.scope), clock

    def _by_refresh_token(self, client_id: str, form: Form) -> tuple[Grant, AccessToken, Clock]:
        grant = self._sandbox.authorisations.grant_of(form.get("refresh_token", ""))
        gone = grant is not None and grant.realm_id and grant.realm_id not in self._sandbox.realms
        if grant is None or gone:
            raise InvalidGrant("Incorrect or invalid refresh token")
        settings, clock = self._at(grant.realm_id)
        return *self._sandbox.authorisations.refresh(grant, client_id, settings, clock), clock

    def _at(self, realm_id: str) -> tuple[Settings, Clock]:
        """A company's settings and clock; a grant without a company has those of no company."""
        realm = self._sandbox.realms.get(realm_id)
        return (realm.company.settings, realm.company.clock) if realm else (Settings(), Clock())

    def _revoke(self, exchange: Exchange, client_id: str, form: Form) -> Answer:
        del exchange, client_id
        revoked = self._sandbox.authorisations.revoke(form.get("token", ""))
        return Answer(200, b"", JSON_TYPE) if revoked else _error(400, "invalid_request")


def _noted(realm: Realm, exchange: Exchange) -> Call:
    return realm.calls.begin(
        time=realm.company.clock.answer_time(),
        method=exchange.method,
        path=exchange.path,
        query=exchange.query,
        request_id=None,
        intuit_tid=exchange.intuit_tid,
        kind="oauth",
    )


def _form(exchange: Exchange, *, takes_json: bool) -> Form:
    """Intuit takes forms, and JSON for a revocation."""
    if takes_json and exchange.content_type == "application/json":
        try:
            return {name: str(value) for name, value in loaded(exchange.body).items()}
        except QboFault:
            return {}
    return dict(parse_qsl(exchange.body.decode("utf-8", "replace"), keep_blank_values=True))


def _credentials(exchange: Exchange, form: Form) -> tuple[str, str]:
    scheme, _, given = exchange.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        decoded = base64.b64decode(given, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    client_id, _, client_secret = decoded.partition(":")
    return client_id, client_secret


def _tokens(grant: Grant, access: AccessToken, clock: Clock) -> dict[str, str | int]:
    return {
        "token_type": "bearer",
        "access_token": access.value,
        "expires_in": _rounded(access.expires - clock.seconds()),
        "refresh_token": grant.refresh_token,
        "x_refresh_token_expires_in": _rounded(grant.refresh_expires - clock.seconds()),
    }


def _rounded(seconds: float) -> int:
    return int(seconds + 0.5)


def _error(status: int, code: str, description: str = "") -> Answer:
    body = {"error": code} | ({"error_description": description} if description else {})
    headers = {"www-authenticate": 'Basic realm="Intuit"'} if status == HTTPStatus.UNAUTHORIZED else {}
    return Answer(status, dumped(body), JSON_TYPE, headers)
