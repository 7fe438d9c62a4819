"""The API in this process, over a real database, before a QuickBooks company over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from httpx import ASGITransport, AsyncClient, Response

from adapters.bootstrap import Ports, build_use_cases
from adapters.clock import UuidIds
from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.quickbooks.ledger import QuickBooksLedgers
from adapters.quickbooks.settings import QuickBooksSettings, Rates
from adapters.vault import FernetVault, new_key
from api.main import create_app
from api.settings import ApiSettings
from domain.model.api_keys import Scope
from domain.model.companies import Company, Tokens
from domain.rules.retry import RetryPolicy
from domain.use_cases import UseCases
from domain.use_cases.drain import DrainSettings
from tests.builders import NOON
from tests.fakes.clock import FakeClock, FakeDice
from tests.fakes.doorbell import FakeDoorbell
from tests.fakes.notifier import FakeNotifier
from tests.fakes.source import FakeSource
from tests.servers.sandbox import Realm, control

Json = dict[str, Any]

HURRIED = Rates(per_second=10_000, in_flight=10, per_minute=100_000)


class Beating:
    """A server that is well."""

    async def beats(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a clerk sits: the API before them, QuickBooks' own pages beside it."""

    use_cases: UseCases
    company: Company
    client: AsyncClient
    realm: Realm

    async def put(self, path: str, body: Mapping[str, Any]) -> Json:
        return _body(await self.client.put(path, json=body))

    async def get(self, path: str) -> Json:
        return _body(await self.client.get(path))

    async def post(self, path: str, body: Mapping[str, Any] | None = None) -> Json:
        return _body(await self.client.post(path, json=body or {}))

    async def drain(self) -> None:
        """Let a worker do what is due."""
        await self.use_cases.drain(self.company.id)

    async def entry(self, submitted: Json) -> Json:
        """The log entry of what was submitted, as it is now."""
        return await self.get(f"/logs/{submitted['log']['id']}")

    def enters(self, entity: str, **fields: Any) -> str:
        """Have a person enter something in QuickBooks; return its id."""
        return self.edits(edit="create", entity=entity, fields=fields)

    def edits(self, **edit: Any) -> str:
        """Have a person do something in QuickBooks; return the id of what it is done to."""
        path = f"/realms/{self.realm.realm_id}/edits"
        return str(control(self.realm.url, "POST", path, edit)["object"]["Id"])

    def made(self, entity: str) -> list[Json]:
        """What is in the books of an entity, whoever made it after the seed."""
        ledger = self.realm.ledger()
        return [row for row in ledger if (row["entity"], row["operation"]) == (entity, "create")]


def _body(answer: Response) -> Json:
    assert answer.is_success, f"{answer.request.url.path}: {answer.status_code} {answer.text}"
    content: Json = answer.json() if answer.content else {}
    return content


@asynccontextmanager
async def open_desk(database_url: str, realm: Realm) -> AsyncIterator[Desk]:
    """Put the service together, with one company that is connected to the realm."""
    engine, clock = open_engine(database_url), FakeClock(NOON)
    units = SqlUnitsOfWork(engine, FernetVault([new_key()]))
    ledgers = QuickBooksLedgers(_settings(realm), clock, units)
    ports = Ports(
        units_of_work=units,
        ledgers=ledgers,
        source=FakeSource(),
        doorbell=FakeDoorbell(),
        notifier=FakeNotifier(),
        database=Beating(),
        queue=Beating(),
        clock=clock,
        ids=UuidIds(),
        dice=FakeDice(),
    )
    use_cases = build_use_cases(ports, DrainSettings(), RetryPolicy())
    tokens = Tokens(
        access_token=realm.access_token,
        refresh_token=realm.refresh_token,
        expires_at=NOON + timedelta(hours=1),
    )
    company = await use_cases.setup.create_company(
        "Chamber", realm_id=realm.realm_id, time_zone="UTC", tokens=tokens
    )
    key = await use_cases.setup.create_key(company.id, "billing", frozenset(Scope))
    app = create_app(use_cases, ApiSettings(cursor_secret=b"of the tests"))
    headers = {"Authorization": f"Bearer {key.secret}"}
    transport = ASGITransport(app)
    try:
        async with AsyncClient(transport=transport, base_url="http://api", headers=headers) as client:
            yield Desk(use_cases=use_cases, company=company, client=client, realm=realm)
    finally:
        await ledgers.close()
        await engine.dispose()


def _settings(realm: Realm) -> QuickBooksSettings:
    return QuickBooksSettings(
        base_url=realm.url,
        token_url=f"{realm.url}/oauth2/v1/tokens/bearer",
        client_id=realm.client_id,
        client_secret=realm.client_secret,
        rates=HURRIED,
        reread_pause=0.01,
    )
