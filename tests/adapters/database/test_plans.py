"""On a log of many entries, Postgres answers every list and every question of the workers by an index."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from adapters.vault import AesGcmVault, new_key
from domain.model.alerts import AlertDay
from domain.model.audit import AuditAction, AuditFilter, AuditMark
from domain.model.companies import Company, Connection, DrainLease
from domain.model.failures import EVERY_FAILURE, CauseMark, FailuresAmong, FailuresOf
from domain.model.log_entries import Status
from domain.model.log_filter import DateField, LogFilter, PageMark
from domain.model.mappings import MappingKind
from domain.model.records import RecordKind
from domain.model.settings import Settings
from domain.rules.reviews import LEFT_OUT
from tests.adapters.database.crowd import crowd
from tests.builders import (
    FAR_AHEAD,
    NOON,
    a_book_event,
    a_company,
    a_connection,
    a_contact,
    a_key,
    a_reviewer,
    an_api_key,
    an_operation,
    later,
    new_id,
    some_tokens,
)
from tests.servers.postgres import Databases

MANY = 20_000
COMPANY = a_company()
MARK = PageMark(created_at=NOON, id=new_id())
Asking = Callable[[SqlUnitOfWork], Awaitable[object]]


@pytest.fixture(scope="module")
def crowded_url(postgres_databases: Databases, postgres_template: str) -> Iterator[str]:
    with postgres_databases.fresh(like=postgres_template) as url:
        asyncio.run(fill(url))
        yield url


@pytest.fixture
async def engine(crowded_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(crowded_url)
    yield engine
    await engine.dispose()


FILTERS = {
    "newest": LogFilter(),
    "status": LogFilter(statuses=frozenset({Status.FAILED})),
    "kind": LogFilter(kinds=frozenset({RecordKind.PAYMENT})),
    "error_code": LogFilter(error_codes=frozenset({"fee_item_not_mapped"})),
    "excluded": LogFilter(excluded=True),
    "changed_in_books": LogFilter(changed_in_books=True),
    "external_ref": LogFilter(external_ref="ref-77"),
    "contact": LogFilter(contact="c-77"),
    "reference": LogFilter(reference="77"),
    "quickbooks_id": LogFilter(quickbooks_id="77"),
    "cause": LogFilter(cause_id=MARK.id),
    "search": LogFilter(words=("4242",)),
    "txn_date": LogFilter(date_field=DateField.TXN_DATE, until=date(2025, 1, 1)),
    "last_attempt_at": LogFilter(date_field=DateField.LAST_ATTEMPT_AT, since=NOON, until=NOON),
}


@pytest.mark.parametrize("after", [None, MARK], ids=["first page", "deep page"])
@pytest.mark.parametrize("index", FILTERS)
async def test_a_list_is_read_from_its_index(engine: AsyncEngine, index: str, after: PageMark | None) -> None:
    async def ask(uow: SqlUnitOfWork) -> object:
        return await uow.log.page(COMPANY.id, FILTERS[index], after=after, limit=50)

    assert f"ix_log_entries_{index}" in await indexes_of(engine, ask)


async def test_attention_is_read_from_the_index_of_statuses(engine: AsyncEngine) -> None:
    async def ask(uow: SqlUnitOfWork) -> object:
        return await uow.log.page(COMPANY.id, LogFilter(needs_attention=True), after=None, limit=50)

    assert await indexes_of(engine, ask) == {"ix_log_entries_status"}


LEASE = DrainLease(company_id=COMPANY.id, epoch=1)
QUESTIONS: dict[str, Asking] = {
    "claim": lambda uow: uow.queue.claim(LEASE, limit=30, seconds=30),
    "has_due": lambda uow: uow.queue.has_due(COMPANY.id),
    "due": lambda uow: uow.queue.due(),
    "renew": lambda uow: uow.drains.renew(LEASE, seconds=30),
    "wake": lambda uow: uow.queue.wake(COMPANY.id, a_key(RecordKind.CONTACT, "c-1202")),
    "wake_ready": lambda uow: uow.queue.wake_ready(COMPANY.id),
    "of_records": lambda uow: uow.log.of_records(COMPANY.id, [a_contact().key]),
    "causes": lambda uow: uow.failures.causes(COMPANY.id, after=CauseMark(entries=9, id=MARK.id), limit=50),
    "a cause": lambda uow: uow.failures.cause(COMPANY.id, MARK.id),
    "choose all": lambda uow: uow.failures.choose(COMPANY.id, EVERY_FAILURE),
    "choose a cause": lambda uow: uow.failures.choose(COMPANY.id, FailuresOf(MARK.id)),
    "choose some": lambda uow: uow.failures.choose(COMPANY.id, FailuresAmong(frozenset({MARK.id}))),
    "open work": lambda uow: uow.failures.open_work(COMPANY.id),
    "entries": lambda uow: uow.failures.entries(COMPANY.id, [MARK.id]),
    "standings": lambda uow: uow.records.standings(COMPANY.id, [a_contact().key]),
    "start": lambda uow: uow.operations.start(an_operation(COMPANY)),
    "untold": lambda uow: uow.alerts.untold(COMPANY.id),
    "new_causes": lambda uow: uow.log.new_causes(COMPANY.id, at=NOON),
    "held up": lambda uow: uow.holds.held_up(COMPANY.id, limit=10_001),
    "news": lambda uow: uow.holds.untold(company_id=None, at=NOON, limit=50),
    "unmapped": lambda uow: uow.mappings.unmapped(COMPANY.id, MappingKind.FEE_ITEM, after=None, limit=9),
    "unmapped_tax": lambda uow: uow.mappings.unmapped(COMPANY.id, MappingKind.TAX, after="a", limit=9),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_question_is_answered_from_indexes(engine: AsyncEngine, question: str) -> None:
    assert await indexes_of(engine, QUESTIONS[question])


async def test_a_claim_looks_versions_up_one_by_one(engine: AsyncEngine) -> None:
    """Reading the queue once for each entry is what a planner does that believes it empty."""
    assert await indexes_of(engine, QUESTIONS["claim"]) == {
        "ix_log_entries_queue",
        "ix_log_entries_versions",
        "pk_log_entries",
    }


async def test_what_is_left_out_is_read_from_an_index(engine: AsyncEngine) -> None:
    async def ask(uow: SqlUnitOfWork) -> object:
        return await uow.log.page(COMPANY.id, LEFT_OUT, after=None, limit=20)

    assert await indexes_of(engine, ask) <= {"ix_log_entries_excluded", "ix_log_entries_status"}


async def test_due_reviews_are_found_by_their_time(engine: AsyncEngine) -> None:
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        for number in range(2000):
            reviewer = a_reviewer(COMPANY, f"{number}@example.com", next_review_at=later(days=number))
            await uow.subscriptions.add(reviewer)
        await uow.commit()
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE subscriptions"))
    (plan,) = await plans_of(engine, lambda uow: uow.subscriptions.due_reviews(at=NOON, limit=50), sees=None)
    assert "ix_subscriptions_next_review_at" in plan


async def test_idle_companies_are_found_by_the_end_of_their_tokens(engine: AsyncEngine) -> None:
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        for number in range(2000):
            company = a_company()
            tokens = replace(some_tokens(), expires_at=later(days=number))
            await uow.companies.add(company)
            await uow.connections.add(replace(a_connection(company), tokens=tokens))
        await uow.commit()
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE connections"))
    (plan,) = await plans_of(
        engine, lambda uow: uow.renewals.take_idle(since=NOON, seconds=60, limit=10), sees=None
    )
    assert "ix_connections_expires_at" in plan
    assert "Seq Scan on connections" not in plan


async def test_a_key_is_found_by_an_index_whatever_is_asked_of_it(engine: AsyncEngine) -> None:
    other = a_company()
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        await uow.companies.add(other)
        for _ in range(2000):
            await uow.api_keys.add(an_api_key(other))
        await uow.commit()
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE api_keys"))

    async def ask(uow: SqlUnitOfWork) -> None:
        await uow.bearers.find("0" * 64)
        await uow.bearers.note_use(MARK.id, at=NOON, unless_since=NOON)
        await uow.api_keys.get(COMPANY.id, MARK.id)
        await uow.api_keys.page(COMPANY.id, after=MARK.id, limit=50)
        await uow.api_keys.good(COMPANY.id, at=NOON)

    plans = [plan for plan in await plans_of(engine, ask, sees=None) if "api_keys" in plan]
    assert len(plans) == 5
    assert not [plan for plan in plans if "Seq Scan on api_keys" in plan]


async def test_events_to_look_into_are_found_among_those_that_are_done(engine: AsyncEngine) -> None:
    events = [a_book_event(COMPANY) for _ in range(5000)]
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        await uow.book_events.add(events)
        await uow.book_events.done(events[10:])
        await uow.commit()
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("VACUUM ANALYZE book_events"))  # as the database does by itself
    asked: list[Asking] = [
        lambda uow: uow.book_events.due(COMPANY.id, limit=50),
        lambda uow: uow.queue.has_due(COMPANY.id),
        lambda uow: uow.queue.due(),
    ]
    for ask in asked:
        (plan,) = await plans_of(engine, ask)
        assert "ix_book_events_due" in plan, plan
        assert "Seq Scan on book_events" not in plan
    (plan,) = await plans_of(engine, lambda uow: uow.book_events.forget(COMPANY.id, before=NOON))
    assert "ix_book_events_received_at" in plan


SETTINGS = Settings(company_id=COMPANY.id, time_zone="UTC", start_date=date(2026, 1, 1))


async def test_what_was_skipped_is_found_among_the_skipped_alone(engine: AsyncEngine) -> None:
    async def ask(uow: SqlUnitOfWork) -> object:
        return await uow.settings.take_up(SETTINGS, at=NOON)

    assert await indexes_of(engine, ask) == {
        "ix_log_entries_skipped",
        "ix_log_entries_versions",
        "pk_log_entries",
    }


async def test_what_was_skipped_is_found_by_its_index_on_sqlite_too(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    asked = await statements_of(engine, lambda uow: uow.settings.take_up(SETTINGS, at=NOON))
    async with engine.connect() as connection:
        plan = str(
            [
                (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all()
                for statement, parameters in asked
            ]
        )
    await engine.dispose()
    assert "ix_log_entries_skipped (company_id=? AND kind=?" in plan


async def test_days_that_are_over_are_found_by_their_time(engine: AsyncEngine) -> None:
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        for number in range(500):
            company = a_company()
            await uow.companies.add(company)
            day = AlertDay(company_id=company.id, day=date(2026, 1, 5), resumes_at=later(days=number))
            await uow.alerts.save(day)
        await uow.commit()
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE alert_days"))
    (plan,) = await plans_of(engine, lambda uow: uow.alerts.due(at=NOON, limit=50), sees=None)
    assert "ix_alert_days_resumes_at" in plan


AUDITED = {
    "company_id_at_id": AuditFilter(),
    "action": AuditFilter(actions=frozenset({AuditAction.MAPPED})),
    "key": AuditFilter(key_id=MARK.id),
    "subject_kind": AuditFilter(subject_kind="settings"),
    "subject_id": AuditFilter(subject_id="fee_item/dues-gold"),
}


@pytest.mark.parametrize("after", [None, AuditMark(at=NOON, id=MARK.id)], ids=["first page", "deep page"])
@pytest.mark.parametrize("index", AUDITED)
async def test_the_audit_trail_is_read_from_its_indexes(
    engine: AsyncEngine, index: str, after: AuditMark | None
) -> None:
    async with engine.begin() as connection:
        await connection.execute(SOME_AUDIT, {"company": COMPANY.id})
        await connection.execute(text("ANALYZE audit_events"))

    async def ask(uow: SqlUnitOfWork) -> object:
        return await uow.audit.page(COMPANY.id, AUDITED[index], after=after, limit=50)

    (plan,) = await plans_of(engine, ask)
    assert f"ix_audit_events_{index}" in plan


async def test_news_of_connections_are_found_without_reading_all_of_them(engine: AsyncEngine) -> None:
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        for number in range(3000):
            company = a_company()
            await uow.companies.add(company)
            await uow.connections.add(in_ten_years(company) if number % 2 else a_connection(company))
        await uow.commit()
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE"))
    (plan,) = await plans_of(engine, QUESTIONS["news"], sees=None)
    assert "Seq Scan on connections" not in plan


async def test_the_methods_in_use_are_read_from_their_index(engine: AsyncEngine) -> None:
    async def ask(uow: SqlUnitOfWork) -> object:
        return await uow.mappings.unmapped(COMPANY.id, MappingKind.PAYMENT_METHOD, after="a", limit=9)

    (plan,) = await plans_of(engine, ask)
    assert "ix_records_payment_method" in plan
    assert "Seq Scan on records" not in plan


@pytest.mark.parametrize(
    "ask",
    [
        lambda uow: uow.failures.causes(COMPANY.id, after=None, limit=50),
        lambda uow: uow.failures.cause(COMPANY.id, MARK.id),
        lambda uow: uow.failures.choose(COMPANY.id, FailuresOf(MARK.id)),
    ],
    ids=["causes", "a cause", "choose a cause"],
)
async def test_causes_are_read_from_an_index_of_failures_on_sqlite_too(sqlite_url: str, ask: Asking) -> None:
    """Without statistics it takes the index of statuses to be as good as that of causes."""
    engine = open_engine(sqlite_url)
    first: list[tuple[str, Any]] = []
    event.listen(
        engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, parameters, *_: first.append((statement, parameters)),
    )
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        await ask(uow)
    statement, parameters = next(each for each in first if each[0].startswith("SELECT"))
    async with engine.connect() as connection:
        plan = str((await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)).all())
    await engine.dispose()
    assert "cause (company_id=? AND cause_id" in plan or "status (company_id=? AND status=?" in plan


SOME_AUDIT = text("""
    INSERT INTO audit_events (
        id, company_id, at, key_id, actor, action, subject_kind, subject_id, details
    )
    SELECT
        gen_random_uuid(), CAST(:company AS uuid), '2026-01-05'::timestamptz + n * interval '1 second',
        md5('key ' || n % 50)::uuid, 'billing',
        (ARRAY['excluded', 'included', 'mapped'])[1 + (n % 300) / 149],
        (ARRAY['log_entry', 'settings'])[1 + (n % 300) / 299], 'subject ' || n, '{}'
    FROM generate_series(1, 20000) AS n
    WHERE NOT EXISTS (SELECT FROM audit_events)
""")


def in_ten_years(company: Company) -> Connection:
    """Make one whose ends are known, and far away."""
    tokens = replace(some_tokens(), refresh_expires_at=FAR_AHEAD, grant_expires_at=FAR_AHEAD)
    return replace(a_connection(company), tokens=tokens)


async def fill(url: str) -> None:
    engine = open_engine(url)
    async with SqlUnitsOfWork(engine, AesGcmVault([new_key()]))() as uow:
        for company in (COMPANY, other := a_company()):
            await uow.companies.add(company)
            await uow.connections.add(a_connection(company))
        await uow.drains.take(COMPANY.id, seconds=0)
        await uow.commit()
    for company in (COMPANY, other):
        await crowd(engine, company, many=MANY)
    await engine.dispose()


async def indexes_of(engine: AsyncEngine, ask: Asking) -> set[str]:
    """The log's indexes in the plans of all that is asked; the log itself must not be read through."""
    plans = await plans_of(engine, ask)
    assert not [plan for plan in plans if "Seq Scan on log_entries" in plan]
    return {
        word
        for plan in plans
        for word in plan.split()
        if word.startswith(("ix_log_entries", "pk_log_entries"))
    }


async def plans_of(engine: AsyncEngine, ask: Asking, *, sees: UUID | None = COMPANY.id) -> list[str]:
    asked = await statements_of(engine, ask, sees=sees)
    async with engine.connect() as connection:
        return [plan for each in asked if (plan := await plan_of(connection, *each))]


async def statements_of(
    engine: AsyncEngine, ask: Asking, *, sees: UUID | None = COMPANY.id
) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []

    def listen(
        _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        if "SAVEPOINT" not in statement:
            asked.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", listen)
    units = SqlUnitsOfWork(engine, AesGcmVault([new_key()]))
    async with units.of(sees) if sees else units() as uow:
        await ask(uow)
    event.remove(engine.sync_engine, "before_cursor_execute", listen)
    return asked


async def plan_of(connection: AsyncConnection, statement: str, parameters: object) -> str:
    """Take the roles that were taken, and explain what was asked in them."""
    if "set_config" in statement:
        await connection.exec_driver_sql(statement, parameters)  # type: ignore[arg-type]  # as they came
        return ""
    lines = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)  # type: ignore[arg-type]  # the same
    return "\n".join(lines.scalars())
