"""Where the data of records by reference comes from."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from domain.model.records import Record, RecordKey
from domain.model.sources import CompanySource, SourceAddress, SourceFailure, SourcePause


class Source(Protocol):
    """A billing system that is asked for one record at a time; nothing is changed there."""

    async def fetch(self, address: SourceAddress, key: RecordKey) -> Record | SourceFailure:
        """Return the record as it is now, or what came instead of it; never an exception.

        The version is the billing system's own, and may be newer or older than the one submitted.
        """
        ...


class Sources(Protocol):
    """Where the billing system of each company answers; tokens lie sealed by the vault."""

    async def get(self, company_id: UUID) -> CompanySource | None:
        """Return a company's, with its token opened."""
        ...

    async def put(self, source: CompanySource) -> None:
        """Add it, or replace the company's earlier one."""
        ...

    async def pause(self, company_id: UUID, pause: SourcePause | None) -> None:
        """Leave it alone for a while, or (None) no longer."""
        ...
