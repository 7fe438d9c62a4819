"""Settings of companies."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from adapters.database.causes import lock_company
from adapters.database.moments import LONG_AGO
from adapters.database.repository import SqlRepository
from adapters.database.rows import CompanyRow, SettingsRow
from adapters.database.rows import LogEntryRow as Entry
from adapters.database.rows.log_indexes import IS_SKIPPED
from adapters.database.upserts import insert_into
from domain.model.log_entries import Status
from domain.model.settings import EVERYTHING, Carried, Settings

AnyRow = Row[*tuple[Any, ...]]

OWN = ("start_date", "kinds", "paused", "alert_cap", "version")
"""The columns that are named like the fields of the settings, and hold the same."""


class SqlSettings(SqlRepository):
    """What each company has set; the defaults where nobody set anything."""

    async def get(self, company_id: UUID) -> Settings | None:
        """Return a company's; None for a company that is not there."""
        found = await self._connection.execute(
            select(CompanyRow.id, CompanyRow.time_zone, SettingsRow)
            .outerjoin(SettingsRow, SettingsRow.company_id == CompanyRow.id)
            .where(CompanyRow.id == company_id)
        )
        row = found.one_or_none()
        return _settings(row) if row else None

    async def lock(self, company_id: UUID) -> Settings | None:
        """Lock the company, which is there, unlike its row of settings; then read what is set now."""
        await lock_company(self._connection, company_id)
        return await self.get(company_id)

    async def save(self, settings: Settings) -> None:
        """Write changed ones that this unit of work has locked."""
        values = {name: value for name, value in asdict(settings).items() if name in OWN}
        statement = insert_into(SettingsRow, on=self._connection).values(
            company_id=settings.company_id, **values
        )
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["company_id"], set_=values)
        )
        await self._connection.execute(
            update(CompanyRow)
            .where(CompanyRow.id == settings.company_id)
            .values(time_zone=settings.time_zone)
        )

    async def take_up(self, settings: Settings, *, at: datetime) -> int:
        """Queue every skipped entry that these settings let through, locked in the order of ids."""
        taken = select(Entry.id).where(
            Entry.company_id == settings.company_id, IS_SKIPPED, ~_has_newer(), *_is_carried(settings.carried)
        )
        queued = await self._connection.execute(
            update(Entry)
            .where(Entry.id.in_(taken.order_by(Entry.id).with_for_update(key_share=True)))
            .values(
                status=Status.QUEUED,
                message=None,
                attempts=0,
                stale_reads=0,
                next_attempt_at=None,
                due_at=LONG_AGO,
                updated_at=at,
            )
        )
        return queued.rowcount


async def carried_by(connection: AsyncConnection, company_id: UUID) -> Carried:
    """Return what a company carries into its books."""
    found = await connection.execute(
        select(SettingsRow.start_date, SettingsRow.kinds).where(SettingsRow.company_id == company_id)
    )
    row = found.one_or_none()
    return Carried(start_date=row.start_date, kinds=row.kinds) if row else EVERYTHING


def _is_carried(carried: Carried) -> tuple[ColumnElement[bool], ...]:
    """As `rules.skipping` says it; a contact has no date, nor has what was never fetched."""
    of_kind = Entry.kind.in_(sorted(carried.kinds))
    if carried.start_date is None:
        return (of_kind,)
    return (of_kind, or_(Entry.txn_date.is_(None), Entry.txn_date >= carried.start_date))


def _has_newer() -> ColumnElement[bool]:
    newer = aliased(Entry)
    return exists().where(newer.record_id == Entry.record_id, newer.source_version > Entry.source_version)


def _settings(row: AnyRow) -> Settings:
    own = {} if row.company_id is None else {name: getattr(row, name) for name in OWN}
    return Settings(company_id=row.id, time_zone=row.time_zone, **own)
