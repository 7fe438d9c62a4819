"""The whole service but the queue: HTTP in front, a database behind, and a QuickBooks company of the sandbox.

`drain` is the worker. The clock stands in the past of the database's, so whatever is tried
again later is due at once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
import pytest
from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.bootstrap import Ports, build_use_cases
from adapters.clock import UuidIds
from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.queue.rates import NoLimit
from adapters.quickbooks.addresses import local
from adapters.quickbooks.connector import QuickBooksConnector
from adapters.quickbooks.ledger import QuickBooksLedgers
from adapters.quickbooks.settings import QuickBooksSettings, Rates
from adapters.source.http import HttpSource
from adapters.source.settings import SourceSettings
from adapters.vault import AesGcmVault, new_key
from api.fetched_records import read_record
from domain.model.api_keys import Scope
from domain.model.companies import Company, Tokens
from domain.rules.retry import RetryPolicy
from domain.use_cases import UseCases
from domain.use_cases.drain import DrainSettings
from tests.api.house import RETURN_URLS, FakePulse, assembled
from tests.builders import NOON
from tests.fakes.clock import FakeClock, FakeDice
from tests.fakes.doorbell import FakeDoorbell
from tests.fakes.notifier import FakeNotifier
from tests.servers.sandbox import NO_TLS, Realm, control

Json = dict[str, Any]

HURRIED = Rates(per_second=10_000, in_flight=10, per_minute=100_000)
PATHS = {
    "contact": "contacts",
    "invoice": "invoices",
    "payment": "payments",
    "credit": "credits",
    "write_off": "write-offs",
}
# What a story needs of the database is shown on both by `test_every_row`; what it tells is the same.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GOLD, BAD_DEBT, DIRECTORY, RETIRED = "3", "9", "10", "11"  # items of the association's seed


@dataclass(kw_only=True)
class Town:
    """What a test holds on to: the API as staff and the billing system see it, and QuickBooks itself."""

    client: AsyncClient
    use_cases: UseCases
    units_of_work: SqlUnitsOfWork
    company: Company
    realm: Realm
    clock: FakeClock
    notifier: FakeNotifier
    submitted: dict[str, Json] = field(default_factory=dict)

    async def call(self, method: str, path: str, body: object = None, **headers: str) -> Response:
        """Call the API; the answer is the test's to judge."""
        return await self.client.request(method, path, json=body, headers=headers)

    async def ask(self, path: str) -> Json:
        answer = await self.call("GET", path)
        assert answer.status_code == 200, answer.text
        content: Json = answer.json()
        return content

    async def submit(self, kind: str, ref: str, **changes: object) -> Json:
        """Submit the next version of a record: what was said of it before, with these changes."""
        before = self.submitted.get(f"{kind} {ref}", {"source_version": 0})
        body = {**before, "source_version": before["source_version"] + 1, **changes}
        answer = await self.call("PUT", f"/{PATHS[kind]}/{ref}", body)
        assert answer.status_code == 202, answer.text
        self.submitted[f"{kind} {ref}"] = body
        entry: Json = answer.json()["log"]
        return entry

    async def void(self, kind: str, ref: str) -> Json:
        answer = await self.call("POST", f"/{PATHS[kind]}/{ref}/void")
        assert answer.status_code == 202, answer.text
        entry: Json = answer.json()["log"]
        return entry

    async def map(self, key: str, quickbooks_id: str, kind: str = "fee_item") -> None:
        answer = await self.call("PUT", f"/mappings/{kind}/{key}", {"quickbooks_id": quickbooks_id})
        assert answer.status_code in (200, 201), answer.text

    async def bill_from(self, url: str) -> None:
        """Have records by reference fetched from here, as an operator sets it."""
        await self.use_cases.setup.set_source(self.company.id, url, None)

    async def drain(self, times: int = 1) -> None:
        """Let a worker do what is due; a credit takes a claim for each of its writes."""
        for _ in range(times):
            await self.use_cases.drain(self.company.id)

    async def entry(self, entry: Json) -> Json:
        """The entry as it is now."""
        return await self.ask(f"/logs/{entry['id']}")

    async def synced(self, entry: Json) -> Json:
        """Drain, and see the entry synced."""
        await self.drain()
        now = await self.entry(entry)
        assert now["status"] == "synced", now
        return now

    async def failed(self, entry: Json, code: str) -> Json:
        """Drain, and see the entry fail with this code."""
        await self.drain()
        now = await self.entry(entry)
        assert (now["status"], now["error"] and now["error"]["code"]) == ("failed", code), now
        return now

    async def resync(self, entry: Json) -> None:
        answer = await self.call("POST", f"/logs/{entry['id']}/resync")
        assert answer.status_code == 202, answer.text

    def edit(self, edit: str, **what: object) -> Json:
        """Do what a person does in QuickBooks."""
        return control(self.realm.url, "POST", f"/realms/{self.realm.realm_id}/edits", {"edit": edit, **what})

    def held(self, entity: str, where: str = "") -> list[Json]:
        """What QuickBooks has of an entity."""
        statement = f"SELECT * FROM {entity} {where}"  # noqa: S608 - of the tests' own making
        objects: list[Json] = self._get("query", query=statement)["QueryResponse"].get(entity, [])
        return objects

    def read(self, entity: str, object_id: str) -> Json:
        """One object of QuickBooks."""
        found: Json = self._get(f"{entity.lower()}/{object_id}")[entity]
        return found

    def made(self, entity: str) -> list[Json]:
        """Everything of an entity that the service created, oldest first."""
        return [
            each
            for each in self.realm.ledger()
            if (each["entity"], each["operation"], each["by"]) == (entity, "create", "api")
        ]

    def books_balance(self) -> bool:
        path = f"/realms/{self.realm.realm_id}/trial-balance"
        return bool(control(self.realm.url, "GET", path)["balanced"])

    def _get(self, path: str, **parameters: str) -> Json:
        answer = httpx.get(
            f"{self.realm.url}/v3/company/{self.realm.realm_id}/{path}",
            params=parameters,
            headers={"Authorization": f"Bearer {self.realm.access_token}", "Accept": "application/json"},
            verify=NO_TLS,
            trust_env=False,
        )
        assert answer.status_code == 200, answer.text
        content: Json = answer.json()
        return content


@cache
def engine_of(database_url: str) -> AsyncEngine:
    """One for all tests, one after the other: it knows every statement from the first on.

    Disposed of after each, it opens new connections in the next one's event loop.
    """
    return open_engine(database_url)


@asynccontextmanager
async def open_town(database_url: str, realm: Realm, **drain: Any) -> AsyncIterator[Town]:
    """Put it together, with one company whose fee item dues-gold is mapped to Gold Membership."""
    engine = engine_of(database_url)
    clock, notifier = FakeClock(NOON), FakeNotifier()
    units_of_work = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    ledgers = QuickBooksLedgers(settings_for(realm), clock, units_of_work)
    connector = QuickBooksConnector(settings_for(realm), clock)
    source = HttpSource(SourceSettings(), read_record)
    ports = Ports(
        units_of_work=units_of_work,
        ledgers=ledgers,
        connector=connector,
        source=source,
        doorbell=FakeDoorbell(),
        notifier=notifier,
        database=FakePulse(),
        queue=FakePulse(),
        clock=clock,
        ids=UuidIds(),
        dice=FakeDice(),
    )
    use_cases = build_use_cases(ports, DrainSettings(**drain), RetryPolicy(), return_urls=RETURN_URLS)
    company = await use_cases.setup.create_company(
        "Chamber", realm_id=realm.realm_id, time_zone="UTC", tokens=tokens_of(realm)
    )
    key = await use_cases.setup.create_key(company.id, "billing", frozenset(Scope))
    app = assembled()
    app.state.use_cases = use_cases
    app.state.rate_limiter = NoLimit()
    async with AsyncClient(
        transport=ASGITransport(app),
        base_url="http://api",
        headers={"Authorization": f"Bearer {key.secret}"},
    ) as client:
        town = Town(
            client=client,
            use_cases=use_cases,
            units_of_work=units_of_work,
            company=company,
            realm=realm,
            clock=clock,
            notifier=notifier,
        )
        await town.map("dues-gold", GOLD)
        yield town
    await source.close()
    await ledgers.close()
    await connector.close()
    await engine.dispose()


def tokens_of(realm: Realm) -> Tokens:
    return Tokens(
        access_token=realm.access_token,
        refresh_token=realm.refresh_token,
        expires_at=NOON + timedelta(hours=1),
    )


def settings_for(realm: Realm) -> QuickBooksSettings:
    return QuickBooksSettings(
        addresses=local(realm.url),
        client_id=realm.client_id,
        client_secret=realm.client_secret,
        rates=HURRIED,
        read_timeout=5,
        reread_pause=0.01,
    )


def a_contact(organisation: str = "Acme Bakery", **fields: object) -> Mapping[str, object]:
    return {"organisation": organisation, "currency": "USD", **fields}


def an_invoice(number: str, contact: str, amount: str = "350.00", **fields: object) -> Mapping[str, object]:
    line = {"fee_item": "dues-gold", "quantity": "1", "unit_price": amount}
    return {
        "number": number,
        "contact": contact,
        "txn_date": "2026-01-05",
        "currency": "USD",
        "lines": [line],
        **fields,
    }


def a_payment(
    reference: str, contact: str, on: str | None = None, amount: str = "350.00", **fields: object
) -> Mapping[str, object]:
    return {
        "reference": reference,
        "contact": contact,
        "txn_date": "2026-01-20",
        "currency": "USD",
        "amount": amount,
        "applied_to": [{"invoice": on, "amount": amount}] if on else [],
        **fields,
    }


def a_credit(
    reference: str, contact: str, on: str | None = None, amount: str = "50.00", **fields: object
) -> Mapping[str, object]:
    line = {"fee_item": "dues-gold", "description": "Goodwill", "quantity": "1", "unit_price": amount}
    return {
        "reference": reference,
        "contact": contact,
        "txn_date": "2026-02-01",
        "currency": "USD",
        "lines": [line],
        "applied_to": [{"invoice": on, "amount": amount}] if on else [],
        **fields,
    }


def a_write_off(
    reference: str, contact: str, on: str | None = None, amount: str = "100.00", **fields: object
) -> Mapping[str, object]:
    return {
        "reference": reference,
        "contact": contact,
        "txn_date": "2026-06-30",
        "currency": "USD",
        "lines": [{"income_account": "4000", "description": "Uncollectable dues", "amount": amount}],
        "applied_to": [{"invoice": on, "amount": amount}] if on else [],
        **fields,
    }
