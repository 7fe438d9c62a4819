"""The operator's commands."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.vault import AesGcmVault, new_key
from cli import app
from domain.rules.key_secrets import hash_secret, is_well_formed

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


def test_a_company_may_be_connected_later() -> None:
    company = synclog("companies", "create", "Bayside Chamber").output.strip()
    assert synclog("companies", "list").output == f"{company}  -  Bayside Chamber\n"


def test_a_realm_without_its_tokens_is_refused() -> None:
    refused = synclog("companies", "create", "Bayside Chamber", "--realm-id", "4620816365")
    assert refused.exit_code == 2
    assert "or none" in refused.output


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


def listed(company: str) -> list[list[str]]:
    """The keys of a company: id, state, last use, name, scopes."""
    shown = synclog("keys", "list", "--company", company)
    assert shown.exit_code == 0, shown.output
    return [line.split("  ") for line in shown.output.splitlines()]


def test_keys_are_listed_without_their_secrets() -> None:
    company = a_company()
    of = ("--company", company, "--name")
    secret = synclog("keys", "create", *of, "billing").output.strip()
    until = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
    options = ("--scope", "logs:write", "--scope", "logs:read", "--expires", until)
    assert synclog("keys", "create", *of, "screen", *options).exit_code == 0
    first, second = listed(company)
    assert first[1:4] == ["good", "never used", "billing"]
    assert second[1:] == [f"until {until} 00:00", "never used", "screen", "logs:read logs:write"]
    assert secret not in str([first, second])


@pytest.mark.parametrize(
    ("expires", "exit_code", "told"),
    [("soon", 2, "--expires"), ("2026-01-01", 1, "A key expires within the next ten years, or never.")],
)
def test_a_key_that_could_never_be_used_is_not_made(expires: str, exit_code: int, told: str) -> None:
    company = a_company()
    refused = synclog("keys", "create", "--company", company, "--name", "x", "--expires", expires)
    assert refused.exit_code == exit_code
    assert told in refused.output
    assert listed(company) == []


def test_the_operator_revokes_any_key_also_the_last() -> None:
    company = a_company()
    synclog("keys", "create", "--company", company, "--name", "billing")
    ((id_, *_),) = listed(company)
    for _ in range(2):
        assert synclog("keys", "revoke", id_, "--company", company).exit_code == 0
    ((_, state, *_),) = listed(company)
    assert state == "revoked"


def test_a_rotated_key_is_good_for_a_while_beside_the_new_one() -> None:
    company = a_company()
    old_secret = synclog("keys", "create", "--company", company, "--name", "billing").output.strip()
    ((id_, *_),) = listed(company)
    rotated = synclog("keys", "rotate", id_, "--company", company, "--overlap", "1")
    assert is_well_formed(rotated.output.strip())
    assert rotated.output.strip() != old_secret
    old, new = listed(company)
    assert (old[1].partition(" ")[0], new[1]) == ("until", "good")
    assert old[3:] == new[3:]
    again = synclog("keys", "rotate", id_, "--company", company)
    assert (again.exit_code, "was rotated before" in again.output) == (1, True)
    ended = synclog("keys", "rotate", new[0], "--company", company, "--overlap", "0")
    assert ended.exit_code == 0
    assert [state for _, state, *_ in listed(company)][1:] == ["expired", "good"]


def test_a_key_of_another_company_is_not_found() -> None:
    company, other = a_company(), a_company(realm_id="1")
    synclog("keys", "create", "--company", company, "--name", "billing")
    ((id_, *_),) = listed(company)
    for command in ("revoke", "rotate"):
        refused = synclog("keys", command, id_, "--company", other)
        assert (refused.exit_code, "There is no such API key." in refused.output) == (1, True)


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


def test_what_the_operator_does_is_in_the_audit_trail(sqlite_url: str) -> None:
    company = a_company()
    synclog("keys", "create", "--company", company, "--name", "billing")
    synclog("companies", "source", company, "--url", "https://billing.example.org", "--token", "token-secret")
    trail = [line for line in everything_in(sqlite_url).splitlines() if 'INTO "audit_events"' in line]
    assert [re.findall(r"'operator','(\w+)'", line) for line in trail] == [
        ["company_created"],
        ["key_created"],
        ["source_changed"],
    ]
    assert "token-secret" not in str(trail)


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
