"""The unit of work: one transaction over everything that is kept."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from domain.ports.alerts import Alerts
from domain.ports.api_keys import ApiKeys, Bearers
from domain.ports.audit import Audit
from domain.ports.book_events import BookEvents
from domain.ports.choices import Choices
from domain.ports.companies import Companies, Connections, Idempotency, Mails, Subscriptions
from domain.ports.connecting import Authorizations, FormerBooks, Grants
from domain.ports.failures import Failures
from domain.ports.holds import Holds
from domain.ports.log import Attempts, Drains, Log, Operations, Queue
from domain.ports.records import Links, Mappings, Records
from domain.ports.renewals import Renewals
from domain.ports.settings import CompanySettings
from domain.ports.source import Sources
from domain.ports.vault import SealedTexts


class UnitOfWork(Protocol):
    """All or nothing: what is not committed never happened.

    Never await the outside while one is open.
    """

    alerts: Alerts
    api_keys: ApiKeys
    attempts: Attempts
    audit: Audit
    bearers: Bearers
    authorizations: Authorizations
    book_events: BookEvents
    choices: Choices
    companies: Companies
    connections: Connections
    drains: Drains
    failures: Failures
    former_books: FormerBooks
    grants: Grants
    holds: Holds
    idempotency: Idempotency
    links: Links
    log: Log
    mails: Mails
    mappings: Mappings
    operations: Operations
    queue: Queue
    records: Records
    renewals: Renewals
    sealed_texts: SealedTexts
    settings: CompanySettings
    sources: Sources
    subscriptions: Subscriptions

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Roll back whatever was not committed."""
        ...

    async def commit(self) -> None:
        """Make it durable."""
        ...


class UnitsOfWork(Protocol):
    """Opens units of work, to be entered with `async with`."""

    def of(self, company_id: UUID) -> UnitOfWork:
        """Return one that sees the rows of this company and no others."""
        ...

    def __call__(self) -> UnitOfWork:
        """Return one that sees every company: for those who do not know yet whose work it is."""
        ...
