"""What holds companies up, and what their staff were told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.model.companies import Connection, Hold
from domain.model.tidings import Tidings, Told


class Holds(Protocol):
    """A hold as the books answered it, and the news that each is for staff."""

    async def met(self, connection: Connection, hold: Hold | None) -> bool:
        """Hold the company up as the books answered over this connection, or (None) let it go.

        False, and nothing is written, when it was ended or replaced by another one meanwhile, and
        when tokens are said to be dead that are not the newest.
        """
        ...

    async def untold(self, *, company_id: UUID | None, at: datetime, limit: int) -> Sequence[Tidings]:
        """Return up to `limit` connections of which staff do not know what they should, locked.

        Of one company or of all; none that others hold, none of a company where nobody is
        subscribed to hear of it. That a hold is over shows once no worker drains the company:
        the next batch may meet it again.
        """
        ...

    async def tell(self, company_id: UUID, told: Told) -> None:
        """Note what its staff know now."""
        ...

    async def held_up(self, company_id: UUID, *, limit: int) -> int:
        """Count what workers would send, up to `limit`."""
        ...
