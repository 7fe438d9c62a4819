"""What a worker needs of the house: two use cases, whoever builds them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID


class Services(Protocol):
    """The use cases that the queue and the clock call; both are safe to run twice."""

    @property
    def drain(self) -> Callable[[UUID], Awaitable[None]]:
        """Push what one company has due."""
        ...

    @property
    def sweep(self) -> Callable[[], Awaitable[None]]:
        """Ring for whatever is due, and send the mails and reviews that are."""
        ...
