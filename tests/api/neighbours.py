"""Two companies in one database: A, whose every word is a canary, and B, who tries A's ids."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from httpx import AsyncClient
from sqlalchemy import Engine, Select, Table, event, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.engine import open_engine
from adapters.database.rows import AttemptRow, LogEntryRow, OperationItemRow, OperationRow, Row
from api.example_bodies import CONTACT, CREDIT, INVOICE, PAYMENT, WRITE_OFF
from domain.model.api_keys import Scope
from domain.model.companies import Company
from openapi.export import COMMITTED
from tests.api.house import RETURN_URL, ApiHouse, open_api
from tests.api.story import Json

IDEMPOTENCY_KEY = "k-canary"
CANARIES = re.compile(r"[\w@./-]*canary[\w@./-]*", re.IGNORECASE)
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

CONTRACT: Json = json.loads(COMMITTED.read_text(encoding="utf-8"))
METHODS = ("get", "put", "post", "patch", "delete")
OPERATIONS: Mapping[str, tuple[str, str, Json]] = {
    operation["operationId"]: (method, path, operation)
    for path, methods in CONTRACT["paths"].items()
    for method, operation in methods.items()
    if method in METHODS
}
"""Method, path and description of each, by its name."""

Dump = Mapping[str, Sequence[tuple[Any, ...]]]


@dataclass(kw_only=True)
class Neighbours:
    """What B knows of A: its `ids`, by the names that the contract gives them, and cursors it was given.

    `own` are ids of B's, for requests that name both. `dumped` is all that A has.
    """

    house: ApiHouse
    engine: AsyncEngine
    a: Company
    key_of_b: str
    ids: Mapping[str, str]
    own: Mapping[str, str]
    cursors: Mapping[str, str]
    dumped: Dump

    @property
    def secrets(self) -> frozenset[str]:
        """Every id and every word of A's."""
        everything = str(self.dumped)
        return frozenset(UUIDS.findall(everything)) | frozenset(CANARIES.findall(everything))

    async def dump(self) -> Dump:
        return await dump(self.engine, self.a)

    def client(self) -> AsyncClient:
        """B's, who gives the Idempotency-Key that A gave."""
        return self.house.client(self.key_of_b)


@asynccontextmanager
async def open_neighbours(database_url: str) -> AsyncIterator[Neighbours]:
    """Let A do of everything something, and B a little."""
    engine = open_engine(database_url)
    async with open_api(database_url) as house:
        b = await house.new_company()
        key_of_b = await house.new_key(*Scope, company=b.id)
        async with house.client() as client:
            ids = await life_of_a(house, client)
            cursors = {path: await cursor_of(client, path) for path in paged_lists(ids)}
        async with house.client(key_of_b) as client:
            own = await life_of_b(house, client, b)
        yield Neighbours(
            house=house,
            engine=engine,
            a=house.company,
            key_of_b=key_of_b,
            ids=ids,
            own=own,
            cursors=cursors,
            dumped=await dump(engine, house.company),
        )
    await engine.dispose()


def invoice_for(fee_item: str, number: str, contact: str) -> Json:
    lines = [{**INVOICE["lines"][0], "fee_item": fee_item, "description": "Canary dues"}]
    return {**INVOICE, "number": number, "contact": contact, "lines": lines, "memo": "A canary sings"}


RECORDS_OF_A: Mapping[str, Json] = {
    "contacts/c-canary-1": {**CONTACT, "organisation": "Canary Mill", "email": "mill@canary.example"},
    "contacts/c-canary-2": {**CONTACT, "organisation": "Canary Bakery", "email": "bakery@canary.example"},
    "invoices/inv-canary-1": invoice_for("canary-gala", "CANARY-1", "c-canary-1"),
    "invoices/inv-canary-2": invoice_for("canary-raffle", "CANARY-2", "c-canary-2"),
    "payments/pay-canary-1": {**PAYMENT, "reference": "CANARY 1", "contact": "c-canary-1"},
    "payments/pay-canary-2": {**PAYMENT, "reference": "CANARY 2", "contact": "c-canary-1"},
    "credits/cr-canary-1": {**CREDIT, "reference": "CANARY-CR-1", "contact": "c-canary-1"},
    "credits/cr-canary-2": {**CREDIT, "reference": "CANARY-CR-2", "contact": "c-canary-1"},
    "write-offs/wo-canary-1": {**WRITE_OFF, "reference": "CANARY-WO-1", "contact": "c-canary-1"},
    "write-offs/wo-canary-2": {**WRITE_OFF, "reference": "CANARY-WO-2", "contact": "c-canary-1"},
}


BATCH_OF_A: Json = {
    "records": [{"kind": "contact", "external_ref": "c-canary-3", **CONTACT, "organisation": "Canary Cages"}]
}


async def life_of_a(house: ApiHouse, client: AsyncClient) -> dict[str, str]:
    """Everything that a company can have, at least two of what comes in lists."""
    await house.new_key(Scope.LOGS_READ)
    repeatable = {"Idempotency-Key": IDEMPOTENCY_KEY}
    entries = {
        path: (await done(client, "PUT", f"/{path}", body))["log"] for path, body in RECORDS_OF_A.items()
    }
    items = [house.ledger.books.add_item(f"Canary item {number}").ref.id for number in range(9)]
    for number in (1, 2):
        await done(
            client, "PUT", f"/mappings/fee_item/canary-dues-{number}", {"quickbooks_id": items[-number]}
        )
    await house.drain()
    subscribed = [
        await done(
            client, "POST", "/subscriptions", {"kind": "sync_error", "email": f"{name}@canary.example"}
        )
        for name in ("clerk", "treasurer")
    ]
    failed, other = entries["invoices/inv-canary-1"]["id"], entries["invoices/inv-canary-2"]["id"]
    cause = (await done(client, "GET", f"/logs/{failed}"))["cause_id"]
    await done(client, "POST", "/resync-failures", {"log_ids": [failed]}, headers=repeatable)
    await house.drain()
    await done(client, "POST", f"/logs/{failed}/resync", headers=repeatable)
    await house.drain()
    await done(client, "POST", f"/logs/{other}/exclude", {"reason": "The canary knows"})
    await done(client, "DELETE", f"/logs/{other}/exclude")
    operation = await done(client, "POST", "/resync-failures", {"reason": "The canary hopes"})
    await house.drain()
    await done(client, "GET", "/quickbooks/items")
    await done(client, "POST", "/record-batches", BATCH_OF_A, headers=repeatable)
    begun = await done(client, "POST", "/connection/authorizations", {"return_url": RETURN_URL})
    actor = (await done(client, "GET", "/audit"))["items"][0]["actor"]["key_id"]
    await house.use_cases.setup.set_source(house.company.id, "https://canary.example.org/api", "canary-token")
    return {
        "entry_id": failed,
        "cause_id": cause,
        "operation_id": operation["id"],
        "subscription_id": subscribed[0]["id"],
        "email": subscribed[0]["email"],
        "api_key_id": actor,
        "authorization_id": begun["id"],
        "source_key": "canary-dues-1",
        "other_source_key": "canary-dues-2",
        "kind": "fee_item",
        "list": "items",
        "code": "name_already_exists",
        "quickbooks_id": items[-1],
        "customer_id": (await done(client, "GET", "/contacts/c-canary-1/link"))["quickbooks_customer_id"],
        **{path.partition("/")[0]: path.partition("/")[2] for path in sorted(RECORDS_OF_A, reverse=True)},
    }


async def life_of_b(house: ApiHouse, client: AsyncClient, b: Company) -> dict[str, str]:
    """A contact that is in the books, and an invoice that failed: what B's lists have to show."""
    await done(client, "PUT", "/contacts/c-1", {**CONTACT, "organisation": "Robin"})
    invoice = await done(client, "PUT", "/invoices/inv-1", {**INVOICE, "contact": "c-1"})
    house.ledgers.of(str(b.realm_id)).books.add_item("Robin's item")
    await house.use_cases.drain(b.id)
    await done(client, "POST", "/subscriptions", {"kind": "sync_error", "email": "robin@example.com"})
    return {"own_contact": "c-1", "own_entry": invoice["log"]["id"]}


async def done(
    client: AsyncClient,
    method: str,
    path: str,
    body: Json | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> Json:
    answer = await client.request(method, path, json=body, headers=headers)
    assert answer.is_success, answer.text
    made: Json = answer.json()
    return made


def addressed(path: str, ids: Mapping[str, str]) -> str:
    """The address with ids in it; an `external_ref` is told by the collection."""

    def value_of(name: re.Match[str]) -> str:
        value = ids.get(name[1]) or ids.get(path.split("/")[1])
        assert value, f"Say in `life_of_a` of tests/api/neighbours.py what the {name[1]} of {path} is."
        return quote(value, safe="")

    return re.sub(r"{(\w+)}", value_of, path)


def parameters(operation: Json, place: str) -> set[str]:
    return {each["name"] for each in operation.get("parameters", []) if each["in"] == place}


def paged_lists(ids: Mapping[str, str]) -> Sequence[str]:
    """The lists that come with cursors, of A's."""
    return [
        addressed(path, ids)
        for _, path, operation in OPERATIONS.values()
        if "cursor" in parameters(operation, "query")
    ]


async def cursor_of(client: AsyncClient, path: str) -> str:
    page = (await client.get(path, params={"limit": 1})).json()
    assert page["next"], f"Let A have more in {path}: there is no second page."
    return str(page["next"])


OTHERWISE_OF: Mapping[str, Any] = {
    "attempts": (AttemptRow.entry_id, LogEntryRow),
    "operation_items": (OperationItemRow.operation_id, OperationRow),
}
"""Rows without a company of their own belong to that of the row they hang on."""


def rows_of(table: Table, company: Company) -> Select[Any]:
    """What a company has in a table. A table that belongs to nobody has to be named above."""
    if table.name == "companies":
        return select(table).where(table.c.id == company.id)
    if "company_id" in table.c:
        return select(table).where(table.c.company_id == company.id)
    hangs_on, parent = OTHERWISE_OF[table.name]
    return select(table).where(hangs_on.in_(select(parent.id).where(parent.company_id == company.id)))


async def dump(engine: AsyncEngine, company: Company) -> Dump:
    """Every row of the company's, in every table."""
    async with engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in await connection.execute(rows_of(table, company))), key=repr
            )
            for table in Row.metadata.sorted_tables
        }


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Every statement that is executed meanwhile, with its parameters as text."""
    seen: list[tuple[str, str]] = []

    def watch(
        _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        seen.append((statement, str(parameters)))

    event.listen(Engine, "before_cursor_execute", watch)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", watch)


BELONGS_TO_NOBODY = re.compile(
    r"FROM api_keys\s+WHERE api_keys.secret_hash|UPDATE api_keys SET last_used_at"  # who calls is asked here
    r"|UPDATE authorizations SET used_at=[^,]+ WHERE authorizations.state_hash"  # and who was sent to Intuit
    r"|SELECT (set_config|pg_advisory_xact_lock)"
)
OF_COMPANIES = "|".join(table.name for table in Row.metadata.sorted_tables if "company_id" in table.c)
TOUCHES = re.compile(rf"^\s*(SELECT|UPDATE|DELETE|WITH)\b.*\b({OF_COMPANIES})\b", re.DOTALL)
BOUND = re.compile(r"\bcompany_id = |\bcompanies\.id = ")


def is_unbound(statement: str) -> bool:
    """Whether it reads or changes rows of companies and does not say which company's."""
    if BELONGS_TO_NOBODY.search(statement) or not TOUCHES.search(statement):
        return False
    return not BOUND.search(statement.partition("WHERE")[2])


def names(company: Company, parameters: str) -> bool:
    """Whether the company's id is among them, in whatever form the database takes it."""
    return company.id.hex in parameters.replace("-", "")
