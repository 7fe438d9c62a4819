"""Every setting is an environment variable that begins with SYNCLOG_, or a line of `.env`."""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from adapters.email.settings import MailSettings
from adapters.queue.settings import QueueSettings
from adapters.quickbooks.addresses import Addresses, Environment, addresses_of
from adapters.quickbooks.settings import QuickBooksSettings
from adapters.source.settings import SourceSettings
from adapters.telemetry import LogSettings
from domain.rules.retry import RetryPolicy
from domain.use_cases.drain import DrainSettings

Seconds = Annotated[float, Field(gt=0)]
CommaSeparated = NoDecode  # a list is written a,b,c and not as JSON

EXACT_ORIGIN: Final = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?"
)
DEFAULT_PORTS: Final = {"https:": ":443", "http:/": ":80"}


class Settings(BaseSettings):
    """What the service can be told; the defaults are the embedded form, for one machine.

    The first of `secret_keys` seals what is stored and authenticates cursors; the others still
    open what they sealed. With a `mail_folder`, mails become files there and no server is needed.
    Times are in seconds.
    """

    model_config = SettingsConfigDict(
        env_prefix="SYNCLOG_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        # What is wrong may be a secret in the wrong place.
        hide_input_in_errors=True,
    )

    database_url: str = "sqlite:///synclog.db"
    database_pool: Annotated[int, Field(ge=1, le=200)] = 10
    redis_url: str = "memory://"
    secret_keys: Annotated[list[SecretStr], CommaSeparated, Field(min_length=1)]
    front_end_url: str = "http://127.0.0.1:8000"
    public_url: str = "http://127.0.0.1:8000"
    return_urls: Annotated[list[str], CommaSeparated] = []
    cors_origins: Annotated[list[str], CommaSeparated] = []
    rate_limit: Annotated[int, Field(ge=0, le=1_000_000)] = 3000
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    quickbooks_environment: Environment = Environment.PRODUCTION
    quickbooks_local_url: str = "http://127.0.0.1:8010"
    quickbooks_client_id: str = ""
    quickbooks_client_secret: SecretStr = SecretStr("")
    quickbooks_connect_timeout: Seconds = 5
    quickbooks_read_timeout: Seconds = 130
    throttle_pause: Seconds = 60
    webhook_verifier_token: SecretStr = SecretStr("")

    source_connect_timeout: Seconds = 5
    source_timeout: Seconds = 15

    mail_folder: Path | None = None
    mail_host: str = "127.0.0.1"
    mail_port: Annotated[int, Field(ge=1, le=65535)] = 25
    mail_from: str = "synclog@example.com"
    mail_username: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_security: Literal["none", "starttls", "tls"] = "none"

    batch: Annotated[int, Field(ge=1, le=500)] = 30
    lease: Seconds = 30
    retry_base: Seconds = 5
    retry_cap: Seconds = 900

    @field_validator("secret_keys", "cors_origins", "return_urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("cors_origins")
    @classmethod
    def _exact(cls, origins: list[str]) -> list[str]:
        for origin in origins:
            if not EXACT_ORIGIN.fullmatch(origin) or origin.endswith(DEFAULT_PORTS.get(origin[:6], "/")):
                raise ValueError(
                    "an origin is exact, as browsers send it, such as https://log.example.org or "
                    "http://localhost:5173: no wildcard, no path, no capitals, no default port"
                )
        return origins

    def vault_keys(self) -> list[str]:
        """The keys of the vault, the sealing one first."""
        return [key.get_secret_value() for key in self.secret_keys]

    def cursor_secret(self) -> bytes:
        """A secret of its own for cursors, so that the vault's key is used for nothing else."""
        return hmac.digest(self.vault_keys()[0].encode(), b"synclog cursor", hashlib.sha256)

    def log(self) -> LogSettings:
        """How the log looks."""
        return LogSettings(format=self.log_format, level=self.log_level)

    def queue(self) -> QueueSettings:
        """Where the bell hangs."""
        return QueueSettings(url=self.redis_url)

    def addresses(self) -> Addresses:
        """Where QuickBooks and Intuit are."""
        return addresses_of(self.quickbooks_environment, local_url=self.quickbooks_local_url)

    def allowed_return_urls(self) -> frozenset[str]:
        """Where a browser may be sent once a company is connected: these very addresses."""
        return frozenset(self.return_urls or [self.front_end_url])

    def quickbooks(self) -> QuickBooksSettings:
        """How QuickBooks is reached."""
        return QuickBooksSettings(
            addresses=self.addresses(),
            redirect_uri=f"{self.public_url.rstrip('/')}/connection/callback",
            client_id=self.quickbooks_client_id,
            client_secret=self.quickbooks_client_secret.get_secret_value(),
            connect_timeout=self.quickbooks_connect_timeout,
            read_timeout=self.quickbooks_read_timeout,
            throttle_pause=self.throttle_pause,
        )

    def source(self) -> SourceSettings:
        """How long a billing system may take to give a record."""
        return SourceSettings(connect_timeout=self.source_connect_timeout, timeout=self.source_timeout)

    def mail(self) -> MailSettings:
        """How mail is sent."""
        return MailSettings(
            host=self.mail_host,
            port=self.mail_port,
            sender=self.mail_from,
            username=self.mail_username,
            password=self.mail_password.get_secret_value(),
            security=self.mail_security,
            front_end_url=self.front_end_url,
        )

    def drain(self) -> DrainSettings:
        """How a company is drained."""
        return DrainSettings(batch=self.batch, lease_seconds=self.lease)

    def retry(self) -> RetryPolicy:
        """When the machine tries again."""
        return RetryPolicy(base=self.retry_base, cap=self.retry_cap)
