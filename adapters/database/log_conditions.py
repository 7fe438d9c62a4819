"""What a filter of the log means in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from adapters.database.rows import LogEntryRow as Entry
from adapters.database.words import matches
from domain.model.log_entries import Status
from domain.model.log_filter import DateField, LogFilter, PageMark

DATES: dict[DateField, InstrumentedAttribute[object]] = {
    DateField.CREATED_AT: Entry.created_at,
    DateField.LAST_ATTEMPT_AT: Entry.last_attempt_at,
    DateField.TXN_DATE: Entry.txn_date,
}


def selected(company_id: UUID, wanted: LogFilter, *, dialect: str) -> Iterator[ColumnElement[bool]]:
    """Every condition that an entry must meet."""
    yield Entry.company_id == company_id
    yield from _one_of(wanted)
    yield from _exactly(wanted)
    yield from _within(wanted)
    yield from _decided(wanted)
    if wanted.words:
        yield matches(company_id, wanted.words, dialect=dialect)


def behind(mark: PageMark) -> ColumnElement[bool]:
    """Older than the mark, as one row comparison: spelled out with OR it would read all newer rows."""
    return tuple_(Entry.created_at, Entry.id) < (mark.created_at, mark.id)


def _one_of(wanted: LogFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.statuses:
        yield Entry.status.in_(sorted(wanted.statuses))
    if wanted.kinds:
        yield Entry.kind.in_(sorted(wanted.kinds))
    if wanted.error_codes:
        yield Entry.error_code.in_(sorted(wanted.error_codes))


def _exactly(wanted: LogFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.external_ref is not None:
        yield Entry.external_ref == wanted.external_ref
    if wanted.contact is not None:
        yield Entry.contact_ref == wanted.contact
    if wanted.reference is not None:
        yield Entry.reference == wanted.reference
    if wanted.quickbooks_id is not None:
        yield Entry.ref_id == wanted.quickbooks_id
    if wanted.cause_id is not None:
        yield Entry.cause_id == wanted.cause_id


def _within(wanted: LogFilter) -> Iterator[ColumnElement[bool]]:
    date = DATES[wanted.date_field]
    if wanted.since is not None:
        yield date >= wanted.since
    if wanted.until is not None:
        yield date < wanted.until


def _decided(wanted: LogFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.excluded is not None:
        yield Entry.excluded_at.is_not(None) if wanted.excluded else Entry.excluded_at.is_(None)
    if wanted.changed_in_books is not None:
        changed = Entry.changed_in_books
        yield changed.is_not(None) if wanted.changed_in_books else changed.is_(None)
    if wanted.needs_attention:
        yield Entry.status == Status.FAILED
        yield Entry.excluded_at.is_(None)
