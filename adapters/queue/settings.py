"""What the queue can be told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSettings:
    """Where Redis is, and how long a ring may take.

    `url`: `redis://`, `rediss://` or `unix://` with the password percent-encoded, or `memory://`
    for one inside this process. A ring that takes longer than `ring_seconds` is lost, and for
    `quiet_seconds` after it no other is tried: the sweep rings again for whatever is due.
    """

    url: str = field(default="memory://", repr=False)
    ring_seconds: float = 0.5
    quiet_seconds: float = 1.0
