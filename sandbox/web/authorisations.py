"""OAuth's state: registered applications, and the tokens companies gave them."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Final

from sandbox.clock import Clock
from sandbox.settings import Settings

ACCOUNTING: Final = "com.intuit.quickbooks.accounting"
HARD_LIFETIME: Final = 5 * 365 * 86_400.0
"""Seconds after which no refresh helps: the company must be asked again."""


@dataclass(frozen=True, slots=True)
class Application:
    """A client, and where its users may be sent back to: anywhere if it registered nothing."""

    client_id: str
    client_secret: str
    redirect_uris: frozenset[str] = frozenset()

    def may_return_to(self, redirect_uri: str) -> bool:
        """Intuit compares exactly."""
        return redirect_uri in self.redirect_uris if self.redirect_uris else bool(redirect_uri)


@dataclass(slots=True)
class Grant:
    """One company's permission to one application. Its refresh token changes, the grant stays."""

    realm_id: str
    client_id: str
    scope: str = ACCOUNTING
    refresh_token: str = ""
    refresh_expires: float = 0.0
    hard_expires: float = 0.0
    access_tokens: dict[str, float] = field(default_factory=dict)

    @property
    def scopes(self) -> frozenset[str]:
        """What was permitted."""
        return frozenset(self.scope.split())


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A bearer token and the moment it dies."""

    value: str
    grant: Grant
    expires: float


class InvalidGrant(Exception):
    """A code or a refresh token that is unknown, used up, expired or another application's."""


class Authorisations:
    """All grants of the sandbox. Times come from the clock of the company concerned."""

    def __init__(self) -> None:
        self._applications: dict[str, Application] = {}
        self._access: dict[str, AccessToken] = {}
        self._refresh: dict[str, Grant] = {}

    def register(self, client_id: str, client_secret: str, redirect_uris: Iterable[str] = ()) -> None:
        """Let an application in."""
        self._applications[client_id] = Application(client_id, client_secret, frozenset(redirect_uris))

    def application(self, client_id: str) -> Application | None:
        """The application of that id."""
        return self._applications.get(client_id)

    def knows(self, client_id: str, client_secret: str) -> bool:
        """Whether those are an application's credentials."""
        held = self._applications.get(client_id)
        return held is not None and compare_digest(held.client_secret.encode(), client_secret.encode())

    def connect(
        self, realm_id: str, client_id: str, settings: Settings, clock: Clock, scope: str = ACCOUNTING
    ) -> tuple[Grant, AccessToken]:
        """A new grant with its first pair of tokens."""
        grant = Grant(realm_id, client_id, scope, hard_expires=clock.seconds() + HARD_LIFETIME)
        self._rotate(grant, settings, clock)
        return grant, self._issue(grant, settings, clock)

    def access(self, value: str) -> AccessToken | None:
        """The access token of that value, dead or alive."""
        return self._access.get(value)

    def grant_of(self, refresh_token: str) -> Grant | None:
        """The grant whose current refresh token that is."""
        return self._refresh.get(refresh_token)

    def refresh(
        self, grant: Grant, client_id: str, settings: Settings, clock: Clock
    ) -> tuple[Grant, AccessToken]:
        """A new access token; with rotation a new refresh token too, and the old one is dead."""
        if grant.client_id != client_id or not settings.connected or grant.refresh_expires <= clock.seconds():
            raise InvalidGrant
        if settings.refresh_rotation:
            self._rotate(grant, settings, clock)
        return grant, self._issue(grant, settings, clock)

    def revoke(self, value: str) -> bool:
        """End the grant that a token of either kind belongs to."""
        token = self._access.get(value)
        grant = self._refresh.get(value) or (token.grant if token else None)
        if grant is None:
            return False
        self._refresh.pop(grant.refresh_token, None)
        for each in grant.access_tokens:
            self._access.pop(each, None)
        return True

    def _rotate(self, grant: Grant, settings: Settings, clock: Clock) -> None:
        self._refresh.pop(grant.refresh_token, None)
        grant.refresh_token = f"AB11{secrets.token_urlsafe(36)}"
        grant.refresh_expires = min(clock.seconds() + settings.refresh_token_lifetime, grant.hard_expires)
        self._refresh[grant.refresh_token] = grant

    def _issue(self, grant: Grant, settings: Settings, clock: Clock) -> AccessToken:
        self._forget_the_dead(grant, clock.seconds())
        value = f"eyJlbmMi.{secrets.token_urlsafe(48)}"
        token = AccessToken(value, grant, clock.seconds() + settings.access_token_lifetime)
        self._access[value] = token
        grant.access_tokens[value] = token.expires
        return token

    def _forget_the_dead(self, grant: Grant, now: float) -> None:
        """A token dead for a day is told from no other stranger."""
        for value, expires in tuple(grant.access_tokens.items()):
            if expires < now - 86_400:
                del grant.access_tokens[value], self._access[value]
