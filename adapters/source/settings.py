"""How long a billing system may take, and how much it may say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """Times are in seconds: to connect, and for the whole answer; `limit` in bytes, as for a PUT."""

    connect_timeout: float = 5.0
    timeout: float = 15.0
    connections: int = 100
    limit: int = 1_000_000
