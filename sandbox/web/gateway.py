"""The gateway in front of a company: token, fault rules, limits; then the operation itself."""

import asyncio
from functools import partial

from starlette.types import Receive, Scope, Send

from sandbox.clock import Clock
from sandbox.faults import GatewayFault, QboFault, Unsupported, fault, not_authorised, token_refused
from sandbox.web.actions import Action
from sandbox.web.answers import Answer, refused, throttling, turned_away
from sandbox.web.calls import Call
from sandbox.web.exchange import Exchange
from sandbox.web.fault_rules import Subject
from sandbox.web.limits import Knock
from sandbox.web.operate import operate
from sandbox.web.requests import Asked, about, asked_by
from sandbox.web.spoiling import DROPPED, deliver
from sandbox.web.turn import Turn
from sandbox.wire.formats import XML
from sandbox.world import Realm, Sandbox

BEARER = "bearer"
SHORTEST_TOKEN = 20


class Gateway:
    """The ASGI application below `/v3/company/`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        exchange = Exchange(scope, receive, send)
        await exchange.read()
        realm_id, _, rest = scope["path"].removeprefix(scope.get("root_path", "")).strip("/").partition("/")
        realm = self._sandbox.realms.get(realm_id)
        asked = asked_by(exchange, rest)
        if realm is None:
            answer = self._stranger(exchange)
            await exchange.send(answer)
            return
        call = _noted(realm, exchange, asked)
        try:
            with realm.limiter.in_flight(self._application(exchange)):
                call.status = await self._serve(realm, exchange, asked)
        finally:
            if call.status is None:
                call.status = DROPPED

    async def _serve(self, realm: Realm, exchange: Exchange, asked: Asked) -> int:
        clock = realm.company.clock
        if realm.company.settings.latency_ms:
            await asyncio.sleep(realm.company.settings.latency_ms / 1000)
        barrier = self._barrier(realm, exchange)
        if barrier is not None:
            return await deliver(exchange, None, lambda: barrier, clock)
        action = self._struck(realm, exchange, asked)
        if action is None and not self._admitted(realm, exchange, asked):
            retry_after = realm.company.settings.limits.retry_after
            return await deliver(
                exchange, None, lambda: throttling(XML, clock, retry_after=retry_after), clock
            )
        execute = partial(self._execute, realm, exchange, asked)
        return await deliver(exchange, action, execute, clock)

    def _barrier(self, realm: Realm, exchange: Exchange) -> Answer | None:
        """The answer to those who may not come in."""
        company = realm.company
        try:
            self._check_token(realm, exchange)
            if company.settings.subscription == "lapsed":
                raise fault("6190", LAPSED)
        except GatewayFault as away:
            return turned_away(away, exchange.spoken, company.clock)
        except QboFault as no:
            return refused(no, exchange.spoken, company.clock)
        return None

    def _check_token(self, realm: Realm, exchange: Exchange) -> None:
        value = _bearer(exchange)
        if len(value) < SHORTEST_TOKEN:
            raise token_refused("Malformed bearer token: too short or too long")
        token = self._sandbox.authorisations.access(value)
        if token is None:
            raise token_refused(f"Token expired: {value[:8]}")
        owner = self._sandbox.realms.get(token.grant.realm_id, realm)
        if token.expires <= owner.company.clock.seconds():
            raise token_refused(f"Token expired: {value[:8]}")
        if token.grant.realm_id != realm.company.realm_id:
            raise not_authorised()
        if not realm.company.settings.connected:
            raise token_refused(f"Token revoked: {value[:8]}")

    def _stranger(self, exchange: Exchange) -> Answer:
        """A realm nobody has: what QBO says to a token of another company."""
        known = self._sandbox.authorisations.access(_bearer(exchange)) is not None
        away = not_authorised() if known else token_refused("Malformed bearer token: too short or too long")
        return turned_away(away, exchange.spoken, Clock())

    def _struck(self, realm: Realm, exchange: Exchange, asked: Asked) -> Action | None:
        if not self._sandbox.rules:
            return None
        text = exchange.body.decode("utf-8", "replace") or exchange.parameters.get("query", "")
        return self._sandbox.rules.struck_by(
            Subject(realm.company.realm_id, exchange.method, exchange.path, about(exchange, asked), text)
        )

    def _admitted(self, realm: Realm, exchange: Exchange, asked: Asked) -> bool:
        knock = Knock(
            self._application(exchange),
            self._sandbox.monotonic(),
            realm.company.clock.today()[: len("2026-01")],
            batch=asked.operation == "batch",
            metered=asked.kind == "read",
        )
        return realm.limiter.admits(realm.company.settings.limits, knock)

    def _application(self, exchange: Exchange) -> str:
        token = self._sandbox.authorisations.access(_bearer(exchange))
        return token.grant.client_id if token else ""

    def _execute(self, realm: Realm, exchange: Exchange, asked: Asked) -> Answer:
        clock = realm.company.clock
        try:
            return operate(Turn(self._sandbox, realm, exchange, asked))
        except Unsupported as no:
            by_status = realm.company.settings.unsupported == "status"
            return refused(no, exchange.spoken, clock, status=no.instead if by_status else no.status)
        except QboFault as no:
            return refused(no, exchange.spoken, clock, heard=exchange.heard)


LAPSED = (
    "Subscription period has ended or canceled or there was a billing problem : You can't add data to "
    "QuickBooks Online Plus because your trial or subscription period ended, you canceled your subscription, "
    "or there was a billing problem."
)


def _bearer(exchange: Exchange) -> str:
    """The access token of the call, empty without one."""
    scheme, _, value = exchange.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == BEARER else ""


def _noted(realm: Realm, exchange: Exchange, asked: Asked) -> Call:
    return realm.calls.begin(
        time=realm.company.clock.answer_time(),
        method=exchange.method,
        path=exchange.path,
        query=exchange.query,
        request_id=asked.request_id,
        intuit_tid=exchange.intuit_tid,
        kind=asked.kind,
        batch=asked.operation == "batch",
    )
