"""The control side of companies: open, connect, set, reset and close them."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.routing import Route

from sandbox.books.edits import BY_HAND
from sandbox.books.writing import write
from sandbox.entities.registry import ENTITIES
from sandbox.shapes import JsonObject
from sandbox.web.discovery import AUTHORISE, REVOKE, TOKEN
from sandbox.web.endpoints import Missing, routes
from sandbox.world import Realm, Sandbox, Seed

Credential = Annotated[str, Field(min_length=1, max_length=200)]


class ApplicationIn(BaseModel):
    """An application to be let in; the server's own if none is named."""

    model_config = ConfigDict(extra="forbid")
    client_id: Credential | None = None
    client_secret: Credential | None = None
    redirect_uris: list[Annotated[str, Field(max_length=2000)]] = []


class RealmIn(ApplicationIn):
    """A company to be opened, for an application."""

    realm_id: Annotated[str, Field(pattern=r"^\d{1,20}$")] | None = None
    name: Annotated[str, Field(max_length=1024)] = ""
    seed: Seed = "association"
    preferences: dict[str, Any] = {}
    settings: dict[str, Any] = {}


class Control:
    """`/_sandbox/realms`."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        """What is served below `/_sandbox`."""
        return routes(
            [
                ("POST", "/realms", self.open_realm),
                ("GET", "/realms", self.list_realms),
                ("GET", "/realms/{realm}", self.show_realm),
                ("DELETE", "/realms/{realm}", self.close_realm),
                ("POST", "/realms/{realm}/reset", self.reset),
                ("POST", "/realms/{realm}/tokens", self.connect),
                ("GET", "/realms/{realm}/settings", self.show_settings),
                ("PATCH", "/realms/{realm}/settings", self.change_settings),
            ]
        )

    def open_realm(self, request: Request, body: JsonObject) -> JsonObject:
        """A new company, with tokens to come in with."""
        asked = RealmIn.model_validate(body)
        realm = self._sandbox.open_realm(asked.realm_id, asked.name, asked.seed, asked.preferences)
        _apply(realm, asked.settings)
        return self._opened(request, realm, asked)

    def list_realms(self, request: Request, body: JsonObject) -> JsonObject:
        """Every company."""
        del request, body
        return {"realms": [_summary(realm) for realm in self._sandbox.realms.values()]}

    def show_realm(self, request: Request, body: JsonObject) -> JsonObject:
        """One company."""
        del body
        return _summary(self._realm(request))

    def close_realm(self, request: Request, body: JsonObject) -> JsonObject:
        """The company is gone, and its memory with it."""
        del body
        realm = self._realm(request)
        self._sandbox.close_realm(realm.company.realm_id)
        return {"closed": realm.company.realm_id}

    def reset(self, request: Request, body: JsonObject) -> JsonObject:
        """Back to the seed."""
        del body
        realm = self._realm(request)
        realm.reset()
        return _summary(realm)

    def connect(self, request: Request, body: JsonObject) -> JsonObject:
        """Another grant to the company, for the application that is named, or the server's own."""
        return self._opened(request, self._realm(request), ApplicationIn.model_validate(body))

    def show_settings(self, request: Request, body: JsonObject) -> JsonObject:
        """How the company behaves, and its preferences."""
        del body
        return _settings(self._realm(request))

    def change_settings(self, request: Request, body: JsonObject) -> JsonObject:
        """Change some of it."""
        realm = self._realm(request)
        _apply(realm, body)
        return _settings(realm)

    def _realm(self, request: Request) -> Realm:
        return realm_of(self._sandbox, request)

    def _registered(self, asked: ApplicationIn) -> tuple[str, str]:
        sandbox = self._sandbox
        client_id = asked.client_id or sandbox.client_id
        client_secret = (asked.client_secret if asked.client_id else None) or sandbox.client_secret
        if asked.client_id or asked.redirect_uris:
            sandbox.authorisations.register(client_id, client_secret, asked.redirect_uris)
        return client_id, client_secret

    def _opened(self, request: Request, realm: Realm, asked: ApplicationIn) -> JsonObject:
        client_id, client_secret = self._registered(asked)
        company = realm.company
        grant, access = self._sandbox.authorisations.connect(
            company.realm_id, client_id, company.settings, company.clock
        )
        base = f"{request.url.scheme}://{request.url.netloc}"
        return {
            **_summary(realm),
            "client_id": client_id,
            "client_secret": client_secret,
            "access_token": access.value,
            "expires_in": int(company.settings.access_token_lifetime),
            "refresh_token": grant.refresh_token,
            "x_refresh_token_expires_in": int(company.settings.refresh_token_lifetime),
            "api_url": f"{base}/v3",
            "authorize_url": base + AUTHORISE,
            "token_url": base + TOKEN,
            "revoke_url": base + REVOKE,
        }


def realm_of(sandbox: Sandbox, request: Request) -> Realm:
    """The company that the path names; raises `Missing`."""
    realm = sandbox.realms.get(request.path_params["realm"])
    if realm is None:
        raise Missing(request.path_params["realm"])
    return realm


def _summary(realm: Realm) -> JsonObject:
    name = realm.company.info["CompanyName"]
    return {"realm_id": realm.company.realm_id, "name": name, "seed": realm.seed}


def _settings(realm: Realm) -> JsonObject:
    return {**realm.company.settings.model_dump(), "preferences": realm.company.preferences}


def _apply(realm: Realm, changes: JsonObject) -> None:
    """Settings, and preferences beside them; all of it or nothing."""
    company = realm.company
    preferences = changes.get("preferences") or {}
    settings = company.settings.patched(
        {key: value for key, value in changes.items() if key != "preferences"}
    )
    if preferences:
        held = company.preferences
        body = {**preferences, "Id": held["Id"], "SyncToken": held["SyncToken"], "sparse": True}
        write(company, ENTITIES["Preferences"], "update", body, BY_HAND)
    company.settings = settings
    company.clock.offset = settings.clock_offset
