"""Signs of life on the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from api.refusals import NotReady
from api.schemas.shown import Out
from domain.use_cases.check_health import Health


class Life(StrEnum):
    """Whether work gets done."""

    OK = "ok"
    DEGRADED = "degraded"


class LiveOut(Out):
    """The process answers."""

    status: Life


class ReadyOut(Out):
    """The process can do its work."""

    status: Annotated[
        Life, Field(description="`degraded`: records are accepted, but go to QuickBooks with a delay.")
    ]
    database: bool
    queue: bool

    @classmethod
    def of(cls, health: Health) -> Self:
        """As it is shown. Raises NotReady without a database."""
        if not health.database:
            raise NotReady
        status = Life.OK if health.queue else Life.DEGRADED
        return cls(status=status, database=health.database, queue=health.queue)
