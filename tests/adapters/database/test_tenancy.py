"""On Postgres the database itself keeps companies apart, whatever a query forgot to say."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import Connection, Executable, Table, delete, func, insert, select, text, update
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.database.engine import open_engine
from adapters.database.rows import ApiKeyRow, AttemptRow, AuditRow, LogEntryRow, MappingRow, Row
from adapters.database.tenancy import seeing
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from domain.model.audit import Actor, AuditAction, AuditEvent
from domain.model.companies import Company
from domain.model.log_filter import LogFilter
from tests.builders import (
    NOON,
    a_company,
    a_connection,
    a_contact,
    a_link,
    a_mail,
    a_mapping,
    a_subscription,
    an_api_key,
    an_attempt,
    an_entry,
    an_operation,
    failed,
    new_id,
    stored,
)

TABLES = tuple(Row.metadata.sorted_tables)
OURS, THEIRS = a_company(realm_id="1"), a_company(realm_id="2")


@pytest.fixture
async def engine(postgres_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(postgres_url)
    units = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    for company in (OURS, THEIRS):
        await move_in(units, company)
    yield engine
    await engine.dispose()


async def move_in(units: SqlUnitsOfWork, company: Company) -> None:
    """Leave something of the company in as many tables as one can."""
    record = stored(a_contact(), company)
    entry = failed(an_entry(record))
    async with units.of(company.id) as uow:
        await uow.companies.add(company)
        await uow.connections.add(a_connection(company))
        await uow.api_keys.add(an_api_key(company))
        await uow.records.put([record])
        await uow.log.add([entry])
        await uow.links.put(a_link(record))
        await uow.mappings.put(a_mapping(company))
        await uow.subscriptions.add(a_subscription(company))
        await uow.mails.add([a_mail(company)])
        await uow.operations.start(an_operation(company))
        await uow.drains.take(company.id, seconds=0)
        await uow.audit.add(an_event(company))
        await uow.commit()
    async with units.of(company.id) as uow:
        lease = await uow.drains.take(company.id, seconds=30)
        assert lease
        (claimed,) = await uow.queue.claim(lease, limit=9, seconds=30)
        assert await uow.attempts.begin([an_attempt(claimed)])
        await uow.commit()


def an_event(company: Company) -> AuditEvent:
    return AuditEvent(
        id=new_id(), company_id=company.id, at=NOON, actor=Actor(), action=AuditAction.MAPPED,
        subject_kind="mapping", subject_id="dues-gold",
    )  # fmt: skip


async def test_no_table_is_without_its_wall(shared_postgres: Connection) -> None:
    rows = shared_postgres.execute(
        text(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
    )
    guarded = set(rows.scalars())
    assert guarded == {table.name for table in TABLES}, (
        "a new table needs row-level security, its two policies and its grants: see the migration 0018"
    )


FILLED = [
    "api_keys", "attempts", "audit_events", "companies", "connections", "drains", "links", "log_entries",
    "mails", "mappings", "operation_items", "operations", "records", "subscriptions",
]  # fmt: skip


async def test_a_query_that_names_no_company_finds_only_ones_own(engine: AsyncEngine) -> None:
    tables = [table for table in TABLES if table.name in FILLED]
    async with engine.connect() as owner, seeing(engine, OURS.id).connect() as ours:
        all_rows, our_rows = await counts(owner, tables), await counts(ours, tables)
    assert all_rows == dict.fromkeys(FILLED, 2)
    assert our_rows == dict.fromkeys(FILLED, 1)


async def counts(connection: AsyncConnection, tables: Sequence[Table]) -> dict[str, int]:
    return {
        table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
        for table in tables
    }


async def test_nothing_of_another_company_is_changed_or_removed(engine: AsyncEngine) -> None:
    async with seeing(engine, OURS.id).begin() as ours:
        renamed = await ours.execute(update(ApiKeyRow).values(name="Mine"))
        removed = await ours.execute(delete(AttemptRow))
    assert (renamed.rowcount, removed.rowcount) == (1, 1)


async def test_nothing_is_written_into_another_company(engine: AsyncEngine) -> None:
    theirs = {"company_id": THEIRS.id, "kind": "fee_item", "source_key": "k", "version": 1}
    async with seeing(engine, OURS.id).connect() as ours:
        with pytest.raises(ProgrammingError, match="row-level security"):
            await ours.execute(
                insert(MappingRow).values(**theirs, quickbooks_id="9", quickbooks_name="x", updated_at=NOON)
            )


async def test_a_transaction_without_a_company_sees_nothing(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.execute(text("SET LOCAL ROLE synclog_company"))
        assert await connection.scalar(select(func.count()).select_from(LogEntryRow)) == 0


async def test_the_role_ends_with_its_transaction(engine: AsyncEngine) -> None:
    units = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    async with units.of(OURS.id) as uow:
        await uow.log.page(OURS.id, LogFilter(), after=None, limit=1)
        await uow.commit()
        page = await uow.log.page(THEIRS.id, LogFilter(), after=None, limit=1)
    assert page.entries == ()
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT current_user = session_user"))


async def test_a_search_by_words_leaves_the_wall_standing(engine: AsyncEngine) -> None:
    units = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    async with units.of(OURS.id) as uow:
        found = await uow.log.page(OURS.id, LogFilter(words=("bakery",)), after=None, limit=9)
        others = await uow.log.page(THEIRS.id, LogFilter(), after=None, limit=9)
    assert len(found.entries) == 1
    assert others.entries == ()


CHANGES: list[Executable] = [update(AuditRow).values(actor="me"), delete(AuditRow)]


@pytest.mark.parametrize("change", CHANGES, ids=["change", "remove"])
async def test_the_audit_trail_is_append_only(engine: AsyncEngine, change: Executable) -> None:
    for sees in (OURS.id, None):
        async with seeing(engine, sees).connect() as connection:
            with pytest.raises(ProgrammingError, match="permission denied"):
                await connection.execute(change)
