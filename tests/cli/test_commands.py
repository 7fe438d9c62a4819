"""The operator's commands."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.vault import AesGcmVault, new_key
from cli import app
from domain.rules.key_secrets import hash_secret

TOKENS = ("--access-token", "access-secret", "--refresh-token", "refresh-secret")


@pytest.fixture(autouse=True)
def settings(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)  # where no .env is
    monkeypatch.setenv("SYNCLOG_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", new_key())
    yield
    # A command logs to the standard error that the runner gave it, and has closed by now.
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])


def synclog(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def a_company(realm_id: str = "4620816365") -> str:
    made = synclog("companies", "create", "Bayside Chamber", "--realm-id", realm_id, *TOKENS)
    assert made.exit_code == 0, made.output
    return made.output.strip()


def everything_in(sqlite_url: str) -> str:
    with sqlite3.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///")) as database:
        text = "\n".join(database.iterdump())
    database.close()
    return text


def test_a_company_is_made_and_listed() -> None:
    company = a_company()
    assert synclog("companies", "list").output == f"{company}  4620816365  Bayside Chamber\n"


def test_tokens_are_stored_sealed(sqlite_url: str) -> None:
    a_company()
    stored = everything_in(sqlite_url)
    assert "4620816365" in stored
    assert "access-secret" not in stored
    assert "refresh-secret" not in stored


def test_two_companies_cannot_have_one_realm() -> None:
    a_company()
    again = synclog("companies", "create", "Another", "--realm-id", "4620816365", *TOKENS)
    assert again.exit_code == 1
    assert "Another company is connected to this QuickBooks company." in again.output


def test_a_time_zone_that_is_none_is_refused() -> None:
    refused = synclog("companies", "create", "X", "--realm-id", "1", *TOKENS, "--time-zone", "Bayside")
    assert refused.exit_code == 2
    assert "There is no such time zone" in refused.output


def test_a_key_is_shown_once_and_stored_as_a_hash(sqlite_url: str) -> None:
    made = synclog("keys", "create", "--company", a_company(), "--name", "billing")
    secret = made.output.strip()
    assert re.fullmatch(r"synclog_[0-9A-Za-z]{49}", secret)
    stored = everything_in(sqlite_url)
    assert secret not in stored
    assert hash_secret(secret) in stored


def test_a_key_can_be_made_for_reading_alone(sqlite_url: str) -> None:
    made = synclog("keys", "create", "--company", a_company(), "--name", "screen", "--scope", "logs:read")
    assert made.exit_code == 0
    stored = everything_in(sqlite_url)
    assert "logs:read" in stored
    assert "logs:write" not in stored


def test_a_key_needs_a_company_that_is_there() -> None:
    nobody = "01900000-0000-7000-8000-000000000000"
    made = synclog("keys", "create", "--company", nobody, "--name", "billing")
    assert made.exit_code == 1
    assert "There is no such company." in made.output


def test_a_worker_of_its_own_needs_a_redis() -> None:
    refused = synclog("worker")
    assert refused.exit_code == 2
    assert "SYNCLOG_REDIS_URL" in refused.output


def test_a_new_secret_key_opens_a_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", synclog("secret-key").output.strip())
    assert a_company()


def test_migrate_makes_the_tables(monkeypatch: pytest.MonkeyPatch, empty_sqlite_url: str) -> None:
    monkeypatch.setenv("SYNCLOG_DATABASE_URL", empty_sqlite_url)
    assert synclog("migrate").exit_code == 0
    assert a_company()


def test_without_a_secret_key_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SYNCLOG_SECRET_KEYS")
    assert synclog("companies", "list").exit_code != 0


def test_a_source_is_set_and_its_token_sealed(sqlite_url: str) -> None:
    url = "https://billing.example.org/api"
    done = synclog("companies", "source", a_company(), "--url", f"{url}/", "--token", "token-secret")
    assert (done.exit_code, done.output) == (0, f"{url}\n")
    stored = everything_in(sqlite_url)
    assert url in stored
    assert "token-secret" not in stored


def test_a_source_over_plain_http_elsewhere_is_refused() -> None:
    refused = synclog("companies", "source", a_company(), "--url", "http://billing.example.org")
    assert refused.exit_code == 1
    assert "The address must be https" in refused.output


def test_the_help_says_what_a_source_answers() -> None:
    told = " ".join(synclog("companies", "source", "--help").output.replace("│", " ").split())
    assert "GET" in told
    assert "https" in told
    assert "SYNCLOG_SOURCE_TOKEN" in told


def test_after_the_vault_was_rotated_the_old_key_can_be_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = new_key(), new_key()
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", old)
    a_company()
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", f"{new},{old}")
    rotated = synclog("keys", "rotate-vault")
    assert (rotated.exit_code, rotated.output) == (0, "2 sealed anew, 0 left with older keys\n")
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", new)
    assert synclog("keys", "rotate-vault").output == "0 sealed anew, 0 left with older keys\n"


def test_what_is_left_with_a_key_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = new_key()
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", lost)
    a_company()
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", new_key())
    rotated = synclog("keys", "rotate-vault")
    assert rotated.exit_code == 1
    assert f"{AesGcmVault([lost]).key_id}  2" in rotated.output
    assert "Keep the older keys" in rotated.output
