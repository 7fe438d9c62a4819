"""The unit of work: one transaction on one connection."""

from __future__ import annotations

from types import TracebackType
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.alerts import SqlAlerts
from adapters.database.api_keys import SqlApiKeys
from adapters.database.attempts import SqlAttempts
from adapters.database.audit import SqlAudit
from adapters.database.authorizations import SqlAuthorizations
from adapters.database.bearers import SqlBearers
from adapters.database.book_events import SqlBookEvents
from adapters.database.choices import SqlChoices
from adapters.database.companies import SqlCompanies
from adapters.database.connections import SqlConnections
from adapters.database.drains import SqlDrains
from adapters.database.failures import SqlFailures
from adapters.database.former_books import SqlFormerBooks
from adapters.database.grants import SqlGrants
from adapters.database.holds import SqlHolds
from adapters.database.idempotency import SqlIdempotency
from adapters.database.links import SqlLinks
from adapters.database.log import SqlLog
from adapters.database.mails import SqlMails
from adapters.database.mappings import SqlMappings
from adapters.database.operations import SqlOperations
from adapters.database.queue import SqlQueue
from adapters.database.records import SqlRecords
from adapters.database.renewals import SqlRenewals
from adapters.database.seals import SqlSealedTexts
from adapters.database.settings import SqlSettings
from adapters.database.sources import SqlSources
from adapters.database.subscriptions import SqlSubscriptions
from adapters.database.tenancy import seeing
from domain.ports.unit_of_work import UnitOfWork
from domain.ports.vault import Vault


class SqlUnitOfWork(UnitOfWork):
    """All or nothing: what is not committed never happened."""

    def __init__(self, engine: AsyncEngine, vault: Vault, company_id: UUID | None) -> None:
        connection = self._connection = seeing(engine, company_id).connect()
        self.alerts = SqlAlerts(connection)
        self.api_keys = SqlApiKeys(connection)
        self.attempts = SqlAttempts(connection)
        self.audit = SqlAudit(connection)
        self.bearers = SqlBearers(connection)
        self.authorizations = SqlAuthorizations(connection, vault)
        self.book_events = SqlBookEvents(connection)
        self.choices = SqlChoices(connection)
        self.companies = SqlCompanies(connection)
        self.connections = SqlConnections(connection, vault)
        self.drains = SqlDrains(connection)
        self.failures = SqlFailures(connection)
        self.former_books = SqlFormerBooks(connection)
        self.grants = SqlGrants(connection, vault)
        self.holds = SqlHolds(connection)
        self.idempotency = SqlIdempotency(connection)
        self.links = SqlLinks(connection)
        self.log = SqlLog(connection)
        self.mails = SqlMails(connection)
        self.mappings = SqlMappings(connection)
        self.operations = SqlOperations(connection)
        self.queue = SqlQueue(connection)
        self.records = SqlRecords(connection)
        self.renewals = SqlRenewals(connection)
        self.sealed_texts = SqlSealedTexts(connection, vault)
        self.settings = SqlSettings(connection)
        self.sources = SqlSources(connection, vault)
        self.subscriptions = SqlSubscriptions(connection)

    async def __aenter__(self) -> Self:
        await self._connection.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Roll back whatever was not committed."""
        await self._connection.__aexit__(exc_type, exc, traceback)

    async def commit(self) -> None:
        """Make it durable."""
        await self._connection.commit()


class SqlUnitsOfWork:
    """Opens units of work on one database."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def of(self, company_id: UUID) -> SqlUnitOfWork:
        """Return one that sees the rows of this company and no others."""
        return SqlUnitOfWork(self._engine, self._vault, company_id)

    def __call__(self) -> SqlUnitOfWork:
        """Return one that sees every company."""
        return SqlUnitOfWork(self._engine, self._vault, None)
