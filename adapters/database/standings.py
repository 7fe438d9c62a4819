"""How records stand, for those that need them first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, String, and_, cast, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from adapters.database.due import EntryColumns, is_left_out
from adapters.database.keys import has_key, key_of
from adapters.database.rows import LinkRow, LogEntryRow, WaitRow
from domain.model.log_entries import EntryOperation, Status
from domain.model.records import RecordKey, RecordKind
from domain.model.standings import OVER, Standing
from domain.rules.families import DEPENDS_ON_FAILED

AnyRow = Row[*tuple[Any, ...]]

# Made once: an alias copies every column of the table, and these stand in every drain.
_NEEDED, _PARENT, _NEWER = aliased(LogEntryRow), aliased(LogEntryRow), aliased(LogEntryRow)


async def standings_of(
    connection: AsyncConnection, company_id: UUID, keys: Collection[RecordKey]
) -> Mapping[RecordKey, Standing]:
    """Return how the newest version of each stands, of those that were submitted."""
    if not keys:
        return {}
    entry = LogEntryRow
    rows: Iterable[AnyRow] = await connection.execute(
        select(
            entry.id,
            entry.kind,
            entry.external_ref,
            entry.status,
            entry.message,
            entry.operation,
            is_left_out(entry).label("is_left_out"),
        )
        .where(has_key(entry, company_id, keys))
        .order_by(entry.source_version, entry.id)
    )
    return {
        key_of(row): Standing(
            entry_id=row.id,
            status=row.status,
            is_left_out=bool(row.is_left_out),
            message=row.message,
            is_void=row.operation is EntryOperation.VOID,
        )
        for row in rows
    }


def needs_one_given_up(entry: EntryColumns) -> ColumnElement[bool]:
    """Whether a waiting entry needs a record that will not come."""
    needed = _NEEDED
    return exists().where(
        WaitRow.entry_id == entry.id,
        needed.company_id == WaitRow.company_id,
        needed.kind == WaitRow.kind,
        needed.external_ref == WaitRow.external_ref,
        _is_given_up(needed),
    )


def needs_no_longer() -> ColumnElement[bool]:
    """Whether what is needed is an invoice that the settings skip: it is looked for by its number."""
    needed, newer = _NEEDED, _NEWER
    return exists().where(
        WaitRow.kind == RecordKind.INVOICE,
        needed.company_id == WaitRow.company_id,
        needed.kind == WaitRow.kind,
        needed.external_ref == WaitRow.external_ref,
        needed.status == Status.SKIPPED,
        ~exists().where(newer.record_id == needed.record_id, newer.source_version > needed.source_version),
    )


def failed_for_others(entry: EntryColumns) -> ColumnElement[bool]:
    """Whether an entry failed since its parent was given up, and may go on once that is not so."""
    return and_(
        entry.status == Status.FAILED, entry.error_code == DEPENDS_ON_FAILED, entry.excluded_at.is_(None)
    )


def has_hope(entry: EntryColumns, company_id: UUID) -> ColumnElement[bool]:
    """Whether what an entry failed for is not given up any more; a subject is a key as text."""
    parent = _PARENT
    hopeless = select(cast(parent.kind, String) + " " + parent.external_ref).where(
        parent.company_id == company_id, _is_given_up(parent)
    )
    return and_(failed_for_others(entry), entry.error_subject.not_in(hopeless))


def _is_given_up(entry: EntryColumns) -> ColumnElement[bool]:
    """As `Standing` says it, of a record that is not in the books."""
    newer = _NEWER
    return and_(
        or_(
            entry.operation == EntryOperation.VOID,
            and_(is_left_out(entry), entry.status.not_in(sorted(OVER))),
        ),
        ~exists().where(newer.record_id == entry.record_id, newer.source_version > entry.source_version),
        ~exists().where(
            LinkRow.company_id == entry.company_id,
            LinkRow.kind == entry.kind,
            LinkRow.external_ref == entry.external_ref,
        ),
    )
