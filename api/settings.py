"""What the HTTP side is told from outside."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSettings:
    """Sizes are in bytes, times in seconds; origins are exact, such as `https://log.example.org`.

    `cursor_secret` authenticates cursors: all API processes share it, and changing it ends
    the cursors that are out. `quickbooks_url` is where people open an object of the books.
    `webhook_verifier_token` is what Intuit signs under; without one, nothing that it says is believed.
    """

    cursor_secret: bytes = field(repr=False)
    webhook_verifier_token: bytes = field(default=b"", repr=False)
    cors_origins: tuple[str, ...] = ()
    body_limit: int = 1_000_000
    batch_body_limit: int = 5_000_000
    body_seconds: float = 60
    quickbooks_url: str = "https://app.qbo.intuit.com/app"
