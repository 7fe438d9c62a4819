"""Settings that keep callers within bounds: exact origins, calls a minute. A wrong one is not repeated."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from adapters.bootstrap import open_rate_limiter
from adapters.queue.pool import open_pool
from adapters.queue.rates import LocalRateLimiter, NoLimit, RedisRateLimiter
from adapters.settings import Settings


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", "one, two")
    return monkeypatch


def settings() -> Settings:
    return Settings(_env_file=None)


@pytest.mark.parametrize(
    "origin",
    [
        "https://log.example.org",
        "http://localhost:5173",
        "https://xn--bcher-kva.example",
        "http://[::1]:3000",
    ],
)
def test_an_origin_is_written_as_browsers_send_it(environment: pytest.MonkeyPatch, origin: str) -> None:
    environment.setenv("SYNCLOG_CORS_ORIGINS", f"https://other.example, {origin}")
    assert settings().cors_origins == ["https://other.example", origin]


@pytest.mark.parametrize(
    "origin",
    [
        "*", "null", "https://*.example.org", "log.example.org", "https://log.example.org/",
        "https://log.example.org/app", "https://Log.example.org", "https://log.example.org:443",
        "http://log.example.org:80", "https://user@log.example.org", "https://log.example.org?x", "file://",
        "https://", "https://log.example.org\nhttps://evil.example", "https://b\u00fccher.example",
    ],
)  # fmt: skip
def test_any_other_origin_stops_the_start(environment: pytest.MonkeyPatch, origin: str) -> None:
    environment.setenv("SYNCLOG_CORS_ORIGINS", origin)
    with pytest.raises(ValidationError, match="an origin is exact"):
        settings()


def test_a_setting_that_is_wrong_is_named_and_not_repeated(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SYNCLOG_MAIL_PORT", "a-password-in-the-wrong-place")
    with pytest.raises(ValidationError, match="mail_port") as refused:
        settings()
    assert "a-password" not in str(refused.value)


@pytest.mark.parametrize(
    ("limit", "redis", "kind"),
    [
        ("0", "memory://", NoLimit),
        ("0", "redis://127.0.0.1:1/0", NoLimit),
        ("5", "memory://", LocalRateLimiter),
        ("5", "redis://127.0.0.1:1/0", RedisRateLimiter),
    ],
)
async def test_calls_are_counted_where_all_who_count_can_see_them(
    environment: pytest.MonkeyPatch, limit: str, redis: str, kind: type
) -> None:
    environment.setenv("SYNCLOG_RATE_LIMIT", limit)
    environment.setenv("SYNCLOG_REDIS_URL", redis)
    pool = open_pool(redis)
    assert type(open_rate_limiter(settings(), pool)) is kind
    await pool.aclose()
