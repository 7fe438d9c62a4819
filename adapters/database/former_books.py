"""What belongs to books that a company had before, and what a change of books does to its log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, literal, or_, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from adapters.database.moments import LONG_AGO
from adapters.database.repository import SqlRepository
from adapters.database.rows import (
    AttemptRow,
    BookEventRow,
    ChoiceListRow,
    ChoiceRow,
    ChoiceWordRow,
    CompanyRow,
    DrainRow,
    FormerLinkRow,
    FormerMappingRow,
    LinkRow,
    LogEntryRow,
    MappingRow,
    WaitRow,
)
from domain.model.attempts import AttemptOutcome
from domain.model.log_entries import EntryOperation, Status
from domain.model.records import RecordKind

PRESENT_AND_FORMER: tuple[tuple[type[Any], type[Any]], ...] = (
    (LinkRow, FormerLinkRow),
    (MappingRow, FormerMappingRow),
)
IN_HAND = (Status.SYNCING, Status.UNCERTAIN, Status.WAITING)
"""What a worker has, looks for in the former books, or has waiting for what was in them."""


class SqlFormerBooks(SqlRepository):
    """Puts away and brings back."""

    async def move(self, company_id: UUID, *, before: str, after: str, at: datetime) -> None:
        """Make ready for other books: no id of the former ones is used from here on."""
        await self._connection.execute(
            select(CompanyRow.id).where(CompanyRow.id == company_id).with_for_update()
        )
        await self._stop_drain(company_id)
        # In this order: from here on no worker has a claim under which it could begin an attempt.
        await self._take_in_hand(company_id, at)
        await self._end_unknown_attempts(company_id, at)
        await self._forget_objects(company_id)
        for present, former in PRESENT_AND_FORMER:
            await self._put_away(present, former, company_id, before)
            await self._bring_back(present, former, company_id, after)
        for row in (ChoiceWordRow, ChoiceRow, ChoiceListRow):
            await self._connection.execute(delete(row).where(row.company_id == company_id))
        # What was told of the former books, and not looked into yet, is about none of these.
        told = update(BookEventRow).where(BookEventRow.company_id == company_id)
        await self._connection.execute(told.values(due_at=None))
        await self._queue_contacts(company_id, at)

    async def _stop_drain(self, company_id: UUID) -> None:
        """Whoever drains the company loses its lease; what it had claimed is fenced off below."""
        await self._connection.execute(
            update(DrainRow)
            .where(DrainRow.company_id == company_id)
            .values(epoch=DrainRow.epoch + 1, lease_until=LONG_AGO)
        )

    async def _end_unknown_attempts(self, company_id: UUID, at: datetime) -> None:
        """The same bytes must not go out again: their ids are those of the former books."""
        newer = aliased(AttemptRow)
        unknown = or_(AttemptRow.outcome.is_(None), AttemptRow.outcome == AttemptOutcome.UNCERTAIN)
        is_newest = ~exists().where(newer.entry_id == AttemptRow.entry_id, newer.number > AttemptRow.number)
        entries = select(LogEntryRow.id).where(LogEntryRow.company_id == company_id)
        await self._connection.execute(
            update(AttemptRow)
            .where(AttemptRow.entry_id.in_(entries), unknown, is_newest)
            .values(outcome=AttemptOutcome.ABANDONED, finished_at=func.coalesce(AttemptRow.finished_at, at))
        )

    async def _take_in_hand(self, company_id: UUID, at: datetime) -> None:
        """Their claims are over, and everything is decided anew by the new books."""
        await self._queue(
            at,
            LogEntryRow.company_id == company_id,
            LogEntryRow.status.in_(IN_HAND),
            lease_epoch=LogEntryRow.lease_epoch + 1,
            drain_epoch=None,
        )
        await self._connection.execute(delete(WaitRow).where(WaitRow.company_id == company_id))

    async def _forget_objects(self, company_id: UUID) -> None:
        """What failed is in these books nothing yet; what was synced stays what it was in its own."""
        failed = and_(LogEntryRow.company_id == company_id, LogEntryRow.status == Status.FAILED)
        await self._connection.execute(
            update(LogEntryRow)
            .where(failed, LogEntryRow.ref_id.is_not(None))
            .values(ref_entity=None, ref_id=None, ref_version=None)
        )

    async def _put_away(self, present: type[Any], former: type[Any], company_id: UUID, realm_id: str) -> None:
        names = _names(present)
        rows = select(literal(realm_id), *(getattr(present, name) for name in names))
        of_company = present.company_id == company_id
        await self._connection.execute(
            insert(former).from_select(["realm_id", *names], rows.where(of_company))
        )
        await self._connection.execute(delete(present).where(of_company))

    async def _bring_back(
        self, present: type[Any], former: type[Any], company_id: UUID, realm_id: str
    ) -> None:
        names = _names(present)
        of_books = and_(former.company_id == company_id, former.realm_id == realm_id)
        rows = select(*(getattr(former, name) for name in names)).where(of_books)
        await self._connection.execute(insert(present).from_select(names, rows))
        await self._connection.execute(delete(former).where(of_books))

    async def _queue_contacts(self, company_id: UUID, at: datetime) -> None:
        """Whoever was a customer in the former books becomes one in these, by the name."""
        entry, newer = LogEntryRow, aliased(LogEntryRow)
        linked = exists().where(
            LinkRow.company_id == entry.company_id,
            LinkRow.kind == entry.kind,
            LinkRow.external_ref == entry.external_ref,
        )
        has_newer = exists().where(
            newer.record_id == entry.record_id,
            tuple_(newer.source_version, newer.id) > tuple_(entry.source_version, entry.id),
        )
        await self._queue(
            at,
            entry.company_id == company_id,
            entry.kind == RecordKind.CONTACT,
            entry.status == Status.SYNCED,
            entry.operation != EntryOperation.VOID,
            ~linked,
            ~has_newer,
        )

    async def _queue(self, at: datetime, *which: ColumnElement[bool], **more: Any) -> None:  # noqa: ANN401 - a column's
        """Afresh: with a new count of attempts, and without the object that it was in the former books."""
        entry = LogEntryRow
        # Locked in the order of ids, as everybody does who locks several entries.
        chosen = select(entry.id).where(*which).order_by(entry.id).with_for_update(key_share=True)
        await self._connection.execute(
            update(entry)
            .where(entry.id.in_(chosen))
            .values(
                status=Status.QUEUED,
                message=None,
                error=None,
                error_code=None,
                error_subject=None,
                cause_id=None,
                waiting_for=(),
                attempts=0,
                stale_reads=0,
                next_attempt_at=None,
                ref_entity=None,
                ref_id=None,
                ref_version=None,
                changed_in_books=None,
                due_at=LONG_AGO,
                updated_at=at,
                **more,
            )
        )


def _names(row: type[Any]) -> list[str]:
    columns: list[InstrumentedAttribute[Any]] = list(row.__table__.columns)
    return [str(column.key) for column in columns]
