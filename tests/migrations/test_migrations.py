"""Migrations go up, down and up again on both databases, and agree with the rows."""

from __future__ import annotations

from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine, inspect, select, text

from adapters.database.engine import blocking_url
from adapters.database.migrations import current_is_head, settings, upgrade
from adapters.database.rows import ApiKeyRow, Row


@pytest.fixture
def config(empty_database_url: str) -> Config:
    return settings(empty_database_url)


def test_they_go_up_down_and_up_again(empty_database_url: str, config: Config) -> None:
    upgrade(empty_database_url)
    everything = tables(empty_database_url)
    command.downgrade(config, "base")
    assert tables(empty_database_url) == {"alembic_version"}
    upgrade(empty_database_url)
    assert tables(empty_database_url) == everything >= set(Row.metadata.tables)


def test_each_step_can_be_taken_back(empty_database_url: str, config: Config) -> None:
    before: list[set[str]] = []
    for _ in range(len(list(ScriptDirectory.from_config(config).walk_revisions()))):
        before.append(tables(empty_database_url))
        command.upgrade(config, "+1")
    for expected in reversed(before):
        command.downgrade(config, "-1")
        assert tables(empty_database_url) - {"alembic_version"} == expected - {"alembic_version"}


# Alembic cannot compare the index of words, which only Postgres has.
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_they_make_what_the_rows_say(empty_database_url: str, config: Config) -> None:
    upgrade(empty_database_url)
    command.check(config)


def test_a_database_knows_whether_it_is_up_to_date(empty_database_url: str, config: Config) -> None:
    assert not current_is_head(empty_database_url)
    upgrade(empty_database_url)
    assert current_is_head(empty_database_url)
    command.downgrade(config, "-1")
    assert not current_is_head(empty_database_url)


def test_each_word_that_a_column_takes_is_checked(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    engine = create_engine(blocking_url(empty_database_url), poolclass=NullPool)
    assert checks(engine) == {
        f"ck_{table.name}_{column.name}": sorted(column.type.enums)
        for table in Row.metadata.tables.values()
        for column in table.columns
        if hasattr(column.type, "enums")
    }


def test_payments_that_are_here_already_tell_their_methods(empty_database_url: str, config: Config) -> None:
    command.upgrade(config, "0002")
    engine = create_engine(blocking_url(empty_database_url), poolclass=NullPool)
    ids = {"company": uuid4().hex, "check": uuid4().hex, "none": uuid4().hex}
    with engine.begin() as connection:
        for statement in BEFORE_METHODS:
            connection.execute(text(statement), ids)
    upgrade(empty_database_url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT external_ref, payment_method FROM records")).all()
    assert sorted(tuple(row) for row in found) == [("pay-1", "check"), ("pay-2", None)]


def test_only_reviews_are_lost_with_the_weekly_review(empty_database_url: str, config: Config) -> None:
    upgrade(empty_database_url)
    engine = create_engine(blocking_url(empty_database_url), poolclass=NullPool)
    ids = {name: uuid4().hex for name in ("company", "clerk", "treasurer", "news", "review")}
    with engine.begin() as connection:
        for statement in WITH_REVIEWS:
            connection.execute(text(statement), ids)
    command.downgrade(config, "0007")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT kind, email FROM subscriptions")).all() == [
            ("sync_error", "clerk@example.com")
        ]
        assert connection.scalar(text("SELECT count(*) FROM mails")) == 1
    upgrade(empty_database_url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT kind, next_review_at FROM subscriptions")).all()
    assert [tuple(row) for row in found] == [("sync_error", None)]


def test_keys_without_a_checksum_open_nothing_and_say_so(empty_database_url: str, config: Config) -> None:
    before = before_the_migration("api_keys", config)
    command.upgrade(config, before)
    engine = create_engine(blocking_url(empty_database_url), poolclass=NullPool)
    ids = {name: uuid4().hex for name in ("company", "old", "new", "passing")}
    with engine.begin() as connection:
        for statement in WITH_A_KEY:
            connection.execute(text(statement), ids)
    upgrade(empty_database_url)
    with engine.begin() as connection:
        (old,) = connection.execute(select(ApiKeyRow))
        assert (old.name, old.created_by, old.version) == ("before", "operator", 1)
        assert old.revoked_at is not None
        for statement in WITH_NEWER_KEYS:
            connection.execute(text(statement), ids)
    command.downgrade(config, before)
    with engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM api_keys")).scalars().all()
        calls = connection.execute(text("SELECT key FROM idempotent_calls")).scalars().all()
    assert (names, calls) == (["lasting"], []), (
        "what had ended, or would have, must not open the house for ever"
    )


def before_the_migration(words: str, config: Config) -> str:
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    (found,) = [script.down_revision for script in scripts if script.path.endswith(f"{words}.py")]
    assert isinstance(found, str)
    return found


WITH_A_KEY = (
    (
        "INSERT INTO companies (id, name, realm_id, time_zone, created_at)"
        " VALUES (:company, 'Chamber', '1', 'UTC', '2026-01-05 12:00:00')"
    ),
    (
        "INSERT INTO api_keys (id, company_id, name, secret_hash, scopes, created_at)"
        " VALUES (:old, :company, 'before', 'a', '[]', '2026-01-05 12:00:00')"
    ),
    (
        "INSERT INTO idempotent_calls (company_id, key_id, method, path, key, fingerprint, claimed_at)"
        " VALUES (:company, :old, 'PUT', '/', 'k', 'f', '2026-01-05 12:00:00')"
    ),
)

WITH_NEWER_KEYS = (
    (
        "INSERT INTO api_keys (id, company_id, name, secret_hash, scopes, created_at, created_by, version)"
        " VALUES (:new, :company, 'lasting', 'b', '[]', '2026-01-05 12:00:00', 'operator', 1)"
    ),
    (
        "INSERT INTO api_keys"
        " (id, company_id, name, secret_hash, scopes, created_at, created_by, version, expires_at)"
        " VALUES (:passing, :company, 'passing', 'c', '[]', '2026-01-05 12:00:00', 'operator', 1,"
        " '2099-01-05 12:00:00')"
    ),
)


def test_only_notices_are_lost_with_the_news_of_connections(empty_database_url: str, config: Config) -> None:
    upgrade(empty_database_url)
    engine = create_engine(blocking_url(empty_database_url), poolclass=NullPool)
    ids = {name: uuid4().hex for name in ("company", "news", "notice")}
    with engine.begin() as connection:
        for statement in WITH_NOTICES:
            connection.execute(text(statement), ids)
    command.downgrade(config, before_the_migration("connection_news", config))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM mails")) == 1
        assert connection.scalar(text("SELECT hold_reason FROM connections")) == "needs_reconnect"
    upgrade(empty_database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT told_hold, told_end, told_days FROM connections")).all() == [
            (None, None, None)
        ]


WITH_REVIEWS = (
    (
        "INSERT INTO companies (id, name, realm_id, time_zone, created_at)"
        " VALUES (:company, 'Chamber', '1', 'UTC', '2026-01-05 12:00:00')"
    ),
    (
        "INSERT INTO subscriptions (id, company_id, kind, email, version, created_at)"
        " VALUES (:clerk, :company, 'sync_error', 'clerk@example.com', 1, '2026-01-05 12:00:00')"
    ),
    (
        "INSERT INTO subscriptions (id, company_id, kind, email, version, created_at, next_review_at)"
        " VALUES (:treasurer, :company, 'weekly_review', 'treasurer@example.com', 1,"
        " '2026-01-05 12:00:00', '2026-01-12 07:00:00')"
    ),
    (
        'INSERT INTO mails (id, company_id, company_name, "to", causes, created_at, attempts)'
        " VALUES (:news, :company, 'Chamber', 'clerk@example.com', '[]', '2026-01-05 12:00:00', 0)"
    ),
    (
        'INSERT INTO mails (id, company_id, company_name, "to", causes, review, created_at, attempts)'
        " VALUES (:review, :company, 'Chamber', 'clerk@example.com', '[]', '{}', '2026-01-05 12:00:00', 0)"
    ),
)

WITH_NOTICES = (
    (
        "INSERT INTO companies (id, name, realm_id, time_zone, created_at)"
        " VALUES (:company, 'Chamber', '1', 'UTC', '2026-01-05 12:00:00')"
    ),
    (
        "INSERT INTO connections (company_id, realm_id, access_token, refresh_token, expires_at, version,"
        " hold_reason, hold_since, told_hold, told_end, told_days) VALUES (:company, '1', 'a', 'r',"
        " '2026-01-05 13:00:00', 1, 'needs_reconnect', '2026-01-05 12:00:00', 'needs_reconnect',"
        " '2026-02-05 12:00:00', 30)"
    ),
    (
        'INSERT INTO mails (id, company_id, company_name, "to", causes, created_at, attempts)'
        " VALUES (:news, :company, 'Chamber', 'clerk@example.com', '[]', '2026-01-05 12:00:00', 0)"
    ),
    (
        'INSERT INTO mails (id, company_id, company_name, "to", causes, notice, created_at, attempts)'
        " VALUES (:notice, :company, 'Chamber', 'clerk@example.com', '[]', '{}', '2026-01-05 12:00:00', 0)"
    ),
)

BEFORE_METHODS = (
    (
        "INSERT INTO companies (id, name, realm_id, time_zone, created_at)"
        " VALUES (:company, 'Chamber', '1', 'UTC', '2026-01-05 12:00:00')"
    ),
    (
        "INSERT INTO records (id, company_id, kind, external_ref, source_version, body)"
        " VALUES (:check, :company, 'payment', 'pay-1', 1, '{\"method\": \"check\"}')"
    ),
    (
        "INSERT INTO records (id, company_id, kind, external_ref, source_version, body)"
        " VALUES (:none, :company, 'payment', 'pay-2', 1, '{\"method\": null}')"
    ),
)


def tables(url: str) -> set[str]:
    return set(inspect(create_engine(blocking_url(url), poolclass=NullPool)).get_table_names())


def checks(engine: Engine) -> dict[str, list[str]]:
    """The words of each check constraint by its name."""
    inspector = inspect(engine)
    return {
        str(check["name"]): sorted(part for part in check["sqltext"].split("'")[1::2])
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }
