"""How the demo is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoOptions:
    """Port 0 takes a free one. Without URLs it is the embedded form, its database below `state`."""

    api_port: int = 8000
    sandbox_port: int = 8010
    state: Path = Path(".state/demo")
    samples: bool = True
    database_url: str | None = None
    redis_url: str | None = None

    @property
    def mail_folder(self) -> Path:
        """Where the mails lie that would have been sent."""
        return self.state / "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the demo can be found, once it is ready."""

    api_url: str
    api_key: str
    company_id: str
    realm_id: str
    sandbox_url: str
