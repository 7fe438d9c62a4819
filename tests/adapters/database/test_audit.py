"""The audit trail keeps its promises on both databases, and for good."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Delete, Update, delete, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.engine import open_engine
from adapters.database.rows import AuditRow
from adapters.database.unit_of_work import SqlUnitsOfWork
from domain.model.companies import Company
from tests.builders import an_audit_event
from tests.contracts.database.audit import AuditContract, page, written


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """The database itself, as its owner sees it."""
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


class TestSqlAudit(AuditContract):
    @pytest.mark.parametrize(
        "change",
        [
            update(AuditRow).values(actor="Somebody else"),
            update(AuditRow).values(details={}).where(AuditRow.actor == "operator"),
            delete(AuditRow),
        ],
        ids=["another actor", "other details", "nothing left"],
    )
    async def test_nobody_changes_or_removes_an_event(
        self, units: SqlUnitsOfWork, company: Company, engine: AsyncEngine, change: Update | Delete
    ) -> None:
        event = an_audit_event(company)
        await written(units, event)
        async with engine.connect() as connection:
            with pytest.raises(DBAPIError, match="The audit trail is append-only"):
                await connection.execute(change)
        assert await page(units, company) == [event]
