"""Whether the parts that the service stands on are there."""

from __future__ import annotations

from typing import Protocol


class Pulse(Protocol):
    """One part's sign of life."""

    async def beats(self) -> bool:
        """Answer within two seconds; never raises."""
        ...
