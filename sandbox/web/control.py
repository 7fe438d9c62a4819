"""The control side, `/_sandbox`: companies, what happened in them, and what shall go wrong."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.books.edits import BY_HAND, edit
from sandbox.books.writing import write
from sandbox.entities.registry import ENTITIES
from sandbox.faults import QboFault
from sandbox.shapes import JsonObject
from sandbox.web.fault_rules import RuleIn
from sandbox.wire.json_wire import dumped
from sandbox.world import Realm, Sandbox, Seed

MOST: Final = 10_000
"""Entries of a ledger, or calls, in one answer."""


class RealmIn(BaseModel):
    """A company to be opened."""

    model_config = ConfigDict(extra="forbid")
    realm_id: Annotated[str, Field(pattern=r"^\d{1,20}$")] | None = None
    name: Annotated[str, Field(max_length=1024)] = ""
    seed: Seed = "association"
    preferences: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    client_id: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    client_secret: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class Missing(Exception):
    """No such company or rule."""


Handler = Callable[["Control", Request, JsonObject], JsonObject]


class Control:
    """The calls of the control side. Each takes the request and its JSON body, and answers an object."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def routes(self) -> list[Route]:
        """What is served below `/_sandbox`."""
        table: list[tuple[str, str, Callable[[Request, JsonObject], JsonObject]]] = [
            ("POST", "/realms", self.open_realm),
            ("GET", "/realms", self.list_realms),
            ("GET", "/realms/{realm}", self.show_realm),
            ("DELETE", "/realms/{realm}", self.close_realm),
            ("POST", "/realms/{realm}/reset", self.reset),
            ("POST", "/realms/{realm}/tokens", self.connect),
            ("GET", "/realms/{realm}/ledger", self.ledger),
            ("GET", "/realms/{realm}/calls", self.calls),
            ("GET", "/realms/{realm}/trial-balance", self.trial_balance),
            ("GET", "/realms/{realm}/settings", self.show_settings),
            ("PATCH", "/realms/{realm}/settings", self.change_settings),
            ("POST", "/realms/{realm}/edits", self.edit),
            ("POST", "/faults", self.add_rule),
            ("GET", "/faults", self.list_rules),
            ("DELETE", "/faults", self.remove_rules),
            ("GET", "/faults/{rule}", self.show_rule),
            ("DELETE", "/faults/{rule}", self.remove_rule),
        ]
        return [Route(path, _endpoint(handler), methods=[method]) for method, path, handler in table]

    def open_realm(self, request: Request, body: JsonObject) -> JsonObject:
        """A new company, with tokens to come in with."""
        asked = RealmIn.model_validate(body)
        realm = self._sandbox.open_realm(asked.realm_id, asked.name, asked.seed, asked.preferences)
        client_id = asked.client_id or self._sandbox.client_id
        if asked.client_id:
            self._sandbox.authorisations.register(
                client_id, asked.client_secret or self._sandbox.client_secret
            )
        _apply(realm, asked.settings)
        secret = asked.client_secret if asked.client_id else None
        return self._opened(request, realm, client_id, secret or self._sandbox.client_secret)

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
        del self._sandbox.realms[realm.company.realm_id]
        return {"closed": realm.company.realm_id}

    def reset(self, request: Request, body: JsonObject) -> JsonObject:
        """Back to the seed."""
        del body
        realm = self._realm(request)
        realm.reset()
        return _summary(realm)

    def connect(self, request: Request, body: JsonObject) -> JsonObject:
        """Another grant to the company: a new pair of tokens."""
        del body
        realm = self._realm(request)
        return self._opened(request, realm, self._sandbox.client_id, self._sandbox.client_secret)

    def ledger(self, request: Request, body: JsonObject) -> JsonObject:
        """Everything executed."""
        del body
        operations = self._realm(request).company.operations
        entries = [each.as_json() for each in operations.since(*_page(request))]
        return {"entries": entries, "last": len(operations)}

    def calls(self, request: Request, body: JsonObject) -> JsonObject:
        """Every HTTP call."""
        del body
        calls = self._realm(request).calls
        page = [each.as_json() for each in calls.since(*_page(request))]
        counts = calls.counts
        return {
            "calls": page,
            "last": len(calls),
            "reads": counts["read"],
            "writes": counts["write"],
            "batches": counts["batch"],
            "oauth": counts["oauth"],
        }

    def trial_balance(self, request: Request, body: JsonObject) -> JsonObject:
        """Accounts with what went through them."""
        del body
        company = self._realm(request).company
        turnover = company.general_ledger.turnover()
        accounts = [
            {
                "id": account["Id"],
                "name": account["Name"],
                "type": account["AccountType"],
                "debits": turnover[account["Id"]].debits,
                "credits": turnover[account["Id"]].credits,
                "balance": company.general_ledger.balance(account["Id"]),
            }
            for account in company.shelf("Account").all()
            if account["Id"] in turnover
        ]
        debits = sum(each["debits"] for each in accounts)
        credits_ = sum(each["credits"] for each in accounts)
        return {"accounts": accounts, "debits": debits, "credits": credits_, "balanced": debits == credits_}

    def show_settings(self, request: Request, body: JsonObject) -> JsonObject:
        """How the company behaves, and its preferences."""
        del body
        return _settings(self._realm(request))

    def change_settings(self, request: Request, body: JsonObject) -> JsonObject:
        """Change some of it."""
        realm = self._realm(request)
        _apply(realm, body)
        return _settings(realm)

    def edit(self, request: Request, body: JsonObject) -> JsonObject:
        """What a person does in QBO's own pages."""
        return {"object": edit(self._realm(request).company, body)}

    def add_rule(self, request: Request, body: JsonObject) -> JsonObject:
        """Put a fault rule in force."""
        del request
        return {"id": self._sandbox.rules.add(RuleIn.model_validate(body)).id}

    def list_rules(self, request: Request, body: JsonObject) -> JsonObject:
        """Those in force, with how often each matched and struck."""
        del request, body
        return {"faults": [rule.as_json() for rule in self._sandbox.rules.all()]}

    def show_rule(self, request: Request, body: JsonObject) -> JsonObject:
        """One of them."""
        del body
        rule = self._sandbox.rules.get(request.path_params["rule"])
        if rule is None:
            raise Missing(request.path_params["rule"])
        return rule.as_json()

    def remove_rule(self, request: Request, body: JsonObject) -> JsonObject:
        """Take one out of force."""
        del body
        if not self._sandbox.rules.remove(request.path_params["rule"]):
            raise Missing(request.path_params["rule"])
        return {"removed": request.path_params["rule"]}

    def remove_rules(self, request: Request, body: JsonObject) -> JsonObject:
        """Take all out of force."""
        del request, body
        self._sandbox.rules.remove()
        return {"removed": "all"}

    def _realm(self, request: Request) -> Realm:
        realm = self._sandbox.realms.get(request.path_params["realm"])
        if realm is None:
            raise Missing(request.path_params["realm"])
        return realm

    def _opened(self, request: Request, realm: Realm, client_id: str, client_secret: str) -> JsonObject:
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
            "token_url": f"{base}/oauth2/v1/tokens/bearer",
            "revoke_url": f"{base}/v2/oauth2/tokens/revoke",
        }


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


def _page(request: Request) -> tuple[int, int]:
    """`after` and `limit` of the query."""
    given = [
        request.query_params.get(name, str(default)) for name, default in (("after", 0), ("limit", MOST))
    ]
    if not all(each.isascii() and each.isdigit() and len(each) <= len(str(10**15)) for each in given):
        raise ValueError("after and limit are whole numbers")
    after, limit = map(int, given)
    return after, min(limit, MOST)


def _endpoint(
    handler: Callable[[Request, JsonObject], JsonObject],
) -> Callable[[Request], Awaitable[Response]]:
    """A handler as Starlette calls it: JSON in, JSON out, and a reason for every no."""

    async def endpoint(request: Request) -> Response:
        try:
            content = await request.body()
            body = json.loads(content) if content else {}
            if not isinstance(body, dict):
                raise ValueError("the body must be a JSON object")  # noqa: TRY004, TRY301 - a client's mistake
            return _json(200, handler(request, body))
        except Missing as missing:
            return _json(404, {"error": f"There is no {missing} here"})
        except ValidationError as invalid:
            return _json(
                422, {"error": invalid.errors(include_url=False, include_context=False, include_input=False)}
            )
        except ValueError as invalid:
            return _json(422, {"error": str(invalid)})
        except QboFault as refused:
            return _json(409, {"Fault": refused.as_json()})

    return endpoint


def _json(status: int, body: JsonObject) -> Response:
    return Response(dumped(body), status_code=status, media_type="application/json")
