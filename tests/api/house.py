"""The API over a real database, with fakes for what is outside; `drain` is the worker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from adapters.bootstrap import Ports, build_use_cases
from adapters.clock import UuidIds
from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from api.main import assemble
from api.settings import ApiSettings
from domain.model.api_keys import Scope
from domain.model.companies import Company
from domain.model.rates import Rate
from domain.rules.retry import RetryPolicy
from domain.use_cases import UseCases
from domain.use_cases.drain import DrainSettings
from tests.builders import realm_of, some_tokens
from tests.fakes.clock import FakeClock, FakeDice
from tests.fakes.connector import FakeConnector
from tests.fakes.doorbell import FakeDoorbell
from tests.fakes.ledger import FakeLedger, FakeLedgers
from tests.fakes.notifier import FakeNotifier
from tests.fakes.rate_limiter import FakeRateLimiter
from tests.fakes.source import FakeSource
from tests.notices import VERIFIER_TOKEN

SETTINGS = ApiSettings(
    cursor_secret=b"of the tests",
    cors_origins=("https://log.example.org",),
    webhook_verifier_token=VERIFIER_TOKEN,
)
RETURN_URL = "https://log.example.org/settings?tab=quickbooks#top"
RETURN_URLS = frozenset({RETURN_URL})
EVERY_SCOPE = frozenset(Scope)


@dataclass
class FakePulse:
    """Beats until told otherwise."""

    alive: bool = True

    async def beats(self) -> bool:
        return self.alive


@dataclass(kw_only=True)
class ApiHouse:
    """Everything that a test of the API holds on to."""

    app: FastAPI
    rate_limiter: FakeRateLimiter
    use_cases: UseCases
    units_of_work: SqlUnitsOfWork
    ledgers: FakeLedgers
    connector: FakeConnector
    source: FakeSource
    clock: FakeClock
    doorbell: FakeDoorbell
    database: FakePulse
    queue: FakePulse
    company: Company
    key: str
    _realms: Iterable[int] = field(default_factory=lambda: iter(range(2, 1000)))

    @property
    def ledger(self) -> FakeLedger:
        return self.ledgers.of(realm_of(self.company))

    def client(self, key: str | None = None, **headers: str) -> AsyncClient:
        """Calls with this key, or with the company's own."""
        return AsyncClient(
            transport=ASGITransport(self.app),
            base_url="http://api",
            headers={"Authorization": f"Bearer {key or self.key}", **headers},
        )

    async def drain(self) -> None:
        """Let a worker do what is due."""
        await self.use_cases.drain(self.company.id)

    async def new_key(self, *scopes: Scope, company: UUID | None = None) -> str:
        made = await self.use_cases.setup.create_key(company or self.company.id, "other", frozenset(scopes))
        return made.secret

    async def new_company(self, time_zone: str = "UTC") -> Company:
        realm = str(next(iter(self._realms)))
        return await self.use_cases.setup.create_company(
            "Other", realm_id=realm, time_zone=time_zone, tokens=some_tokens()
        )


@cache
def assembled() -> FastAPI:
    """One app serves all tests, one after the other: to put it together takes longer than most of them."""
    return assemble(SETTINGS)


@asynccontextmanager
async def open_api(database_url: str, *, time_zone: str = "UTC") -> AsyncIterator[ApiHouse]:
    """Put the API together, with one company and a key that may do everything."""
    engine = open_engine(database_url)
    clock, doorbell, ledgers = FakeClock(), FakeDoorbell(), FakeLedgers()
    database, queue, source = FakePulse(), FakePulse(), FakeSource()
    units_of_work = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    connector = FakeConnector(clock)
    ports = Ports(
        units_of_work=units_of_work,
        ledgers=ledgers,
        connector=connector,
        source=source,
        doorbell=doorbell,
        notifier=FakeNotifier(),
        database=database,
        queue=queue,
        clock=clock,
        ids=UuidIds(),
        dice=FakeDice(),
    )
    use_cases = build_use_cases(ports, DrainSettings(), RetryPolicy(), return_urls=RETURN_URLS)
    company = await use_cases.setup.create_company(
        "Chamber", realm_id="1", time_zone=time_zone, tokens=some_tokens()
    )
    key = await use_cases.setup.create_key(company.id, "billing", EVERY_SCOPE)
    app = assembled()
    app.state.use_cases, app.state.settings = use_cases, SETTINGS
    app.state.rate_limiter = rate_limiter = FakeRateLimiter(Rate(limit=1_000_000))
    yield ApiHouse(
        app=app,
        rate_limiter=rate_limiter,
        use_cases=use_cases,
        units_of_work=units_of_work,
        ledgers=ledgers,
        connector=connector,
        source=source,
        clock=clock,
        doorbell=doorbell,
        database=database,
        queue=queue,
        company=company,
        key=key.secret,
    )
    await engine.dispose()
