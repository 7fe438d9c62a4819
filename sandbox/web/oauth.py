"""OAuth's token endpoint: refresh with rotation, and revocation."""

import base64
import binascii
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from sandbox.clock import Clock
from sandbox.faults import QboFault
from sandbox.web.actions import Action
from sandbox.web.answers import Answer
from sandbox.web.authorisations import AccessToken, Grant, InvalidGrant
from sandbox.web.bodies import TooLarge
from sandbox.web.calls import Call
from sandbox.web.exchange import Exchange
from sandbox.web.fault_rules import Subject
from sandbox.web.spoiling import deliver
from sandbox.wire.json_wire import dumped, loaded
from sandbox.world import Realm, Sandbox

JSON_TYPE: Final = "application/json;charset=UTF-8"


class OAuth:
    """The ASGI application of one OAuth endpoint: `token` or `revoke`."""

    def __init__(self, sandbox: Sandbox, endpoint: str) -> None:
        self._sandbox = sandbox
        self._endpoint = endpoint
        self._answer: Callable[[str, dict[str, str]], Answer] = {
            "token": self._token,
            "revoke": self._revoke,
        }[endpoint]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call; it is noted among the calls of the company it concerns."""
        exchange = Exchange(scope, receive, send)
        try:
            await exchange.read()
        except TooLarge:
            await exchange.send(_error(413, "invalid_request"))
            return
        form = _form(exchange)
        realm = self._realm_of(form.get("refresh_token") or form.get("token", ""))
        clock = realm.company.clock if realm else Clock()
        call = _noted(realm, exchange) if realm else None
        action = self._struck(realm, exchange)
        status = await deliver(exchange, action, lambda: self._granted(exchange, form), clock)
        if call is not None:
            call.status = status

    def _realm_of(self, token: str) -> Realm | None:
        access = self._sandbox.authorisations.access(token)
        grant = self._sandbox.authorisations.grant_of(token) or (access.grant if access else None)
        return self._sandbox.realms.get(grant.realm_id) if grant else None

    def _struck(self, realm: Realm | None, exchange: Exchange) -> Action | None:
        realm_id = realm.company.realm_id if realm else None
        text = exchange.body.decode("utf-8", "replace")
        subject = Subject(realm_id, exchange.method, exchange.path, [("", self._endpoint)], text)
        return self._sandbox.rules.struck_by(subject)

    def _granted(self, exchange: Exchange, form: dict[str, str]) -> Answer:
        client_id, client_secret = _credentials(exchange, form)
        if not self._sandbox.authorisations.knows(client_id, client_secret):
            return _error(401, "invalid_client")
        return self._answer(client_id, form)

    def _token(self, client_id: str, form: dict[str, str]) -> Answer:
        if form.get("grant_type") != "refresh_token":
            return _error(400, "unsupported_grant_type")
        grant = self._sandbox.authorisations.grant_of(form.get("refresh_token", ""))
        realm = self._sandbox.realms.get(grant.realm_id) if grant else None
        if grant is None or realm is None:
            return _error(400, "invalid_grant", "Incorrect or invalid refresh token")
        settings, clock = realm.company.settings, realm.company.clock
        try:
            return _tokens(*self._sandbox.authorisations.refresh(grant, client_id, settings, clock), clock)
        except InvalidGrant:
            return _error(400, "invalid_grant", "Incorrect or invalid refresh token")

    def _revoke(self, client_id: str, form: dict[str, str]) -> Answer:
        del client_id
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


def _form(exchange: Exchange) -> dict[str, str]:
    """Intuit takes forms, and JSON for a revocation."""
    if exchange.content_type == "application/json":
        try:
            return {name: str(value) for name, value in loaded(exchange.body).items()}
        except QboFault:
            return {}
    return dict(parse_qsl(exchange.body.decode("utf-8", "replace"), keep_blank_values=True))


def _credentials(exchange: Exchange, form: dict[str, str]) -> tuple[str, str]:
    header = exchange.headers.get("authorization", "")
    if not header.startswith("Basic "):
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        decoded = base64.b64decode(header.removeprefix("Basic "), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    client_id, _, client_secret = decoded.partition(":")
    return client_id, client_secret


def _tokens(grant: Grant, access: AccessToken, clock: Clock) -> Answer:
    body = {
        "token_type": "bearer",
        "access_token": access.value,
        "expires_in": int(access.expires - clock.seconds() + 0.5),
        "refresh_token": grant.refresh_token,
        "x_refresh_token_expires_in": int(grant.refresh_expires - clock.seconds() + 0.5),
    }
    return Answer(200, dumped(body), JSON_TYPE, {"cache-control": "no-store"})


def _error(status: int, code: str, description: str = "") -> Answer:
    body = {"error": code} | ({"error_description": description} if description else {})
    return Answer(status, dumped(body), JSON_TYPE)
