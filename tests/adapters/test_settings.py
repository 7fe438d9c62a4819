"""Settings come from the environment, and each adapter gets its own."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from adapters.bootstrap import open_notifier
from adapters.email.notifier import MailNotifier
from adapters.email.outbox import OutboxNotifier
from adapters.settings import Settings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", "one, two")
    return monkeypatch


def settings() -> Settings:
    return Settings(_env_file=None)


@pytest.mark.usefixtures("environment")
def test_the_defaults_are_the_embedded_form() -> None:
    assert settings().database_url == "sqlite:///synclog.db"
    assert settings().redis_url == "memory://"


@pytest.mark.usefixtures("environment")
def test_keys_are_separated_by_commas_and_the_first_one_seals() -> None:
    assert settings().vault_keys() == ["one", "two"]


def test_the_secret_of_cursors_is_not_the_key_of_the_vault(environment: pytest.MonkeyPatch) -> None:
    before = settings().cursor_secret()
    environment.setenv("SYNCLOG_SECRET_KEYS", "two, one")
    assert len(before) == 32
    assert before not in (b"one", settings().cursor_secret())


@pytest.mark.usefixtures("environment")
def test_who_renews_a_token_has_an_answer_before_another_takes_over() -> None:
    quickbooks = settings().quickbooks()
    assert quickbooks.token_timeout < quickbooks.renewal_lease


def test_secrets_do_not_show(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SYNCLOG_SECRET_KEYS", "a-secret-key")
    environment.setenv("SYNCLOG_MAIL_PASSWORD", "a-password")
    environment.setenv("SYNCLOG_QUICKBOOKS_CLIENT_SECRET", "a-client-secret")
    shown = f"{settings()!r} {settings().mail()!r} {settings().quickbooks()!r}"
    assert "a-secret-key" not in shown
    assert "a-password" not in shown
    assert "a-client-secret" not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BATCH", "0"),
        ("MAIL_PORT", "70000"),
        ("LEASE", "-1"),
        ("LOG_FORMAT", "xml"),
        ("MAIL_SECURITY", "ssl"),
    ],
)
def test_a_wrong_setting_is_refused_at_the_start(
    environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    environment.setenv(f"SYNCLOG_{name}", value)
    with pytest.raises(ValidationError):
        settings()


def test_an_empty_setting_is_none(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SYNCLOG_MAIL_FOLDER", "")
    assert isinstance(open_notifier(settings()), MailNotifier)


def test_mails_may_go_to_a_folder(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SYNCLOG_MAIL_FOLDER", "mails")
    assert isinstance(open_notifier(settings()), OutboxNotifier)


def test_the_engine_is_told_its_patience(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SYNCLOG_LEASE", "7")
    environment.setenv("SYNCLOG_RETRY_BASE", "2")
    environment.setenv("SYNCLOG_THROTTLE_PAUSE", "3")
    assert settings().drain().lease_seconds == 7
    assert settings().retry().base == 2
    assert settings().quickbooks().throttle_pause == 3


@pytest.mark.parametrize(
    ("environment_name", "api", "app"),
    [
        ("production", "https://quickbooks.api.intuit.com", "https://app.qbo.intuit.com/app"),
        ("sandbox", "https://sandbox-quickbooks.api.intuit.com", "https://app.sandbox.qbo.intuit.com/app"),
        ("local", "http://127.0.0.1:8010", "http://127.0.0.1:8010/app"),
    ],
)
def test_where_quickbooks_is_follows_from_its_environment(
    environment: pytest.MonkeyPatch, environment_name: str, api: str, app: str
) -> None:
    environment.setenv("SYNCLOG_QUICKBOOKS_ENVIRONMENT", environment_name)
    addresses = settings().addresses()
    assert (addresses.api, addresses.app) == (api, app)
    intuits = {"api.intuit.com", "appcenter.intuit.com", "oauth.platform.intuit.com"}
    hosts = {urlsplit(each).hostname for each in (addresses.authorise, addresses.token)}
    assert (hosts <= intuits) is (environment_name != "local")


@pytest.mark.usefixtures("environment")
def test_nobody_is_sent_back_to_anywhere_but_the_front_end_unless_it_is_listed() -> None:
    assert settings().allowed_return_urls() == {"http://127.0.0.1:8000"}


def test_intuit_sends_browsers_to_the_callback_below_the_public_address(
    environment: pytest.MonkeyPatch,
) -> None:
    environment.setenv("SYNCLOG_PUBLIC_URL", "https://sync.example.org/api/")
    environment.setenv("SYNCLOG_RETURN_URLS", "https://log.example.org/a, https://log.example.org/b?c=d")
    assert settings().quickbooks().redirect_uri == "https://sync.example.org/api/connection/callback"
    assert settings().allowed_return_urls() == {"https://log.example.org/a", "https://log.example.org/b?c=d"}
