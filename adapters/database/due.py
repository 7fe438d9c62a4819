"""What is due: the one definition that claiming, looking and ringing share."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, or_, tuple_
from sqlalchemy.orm import aliased

from adapters.database.moments import not_after_now, this_moment
from adapters.database.rows import BookEventRow, ConnectionRow, LogEntryRow, SettingsRow
from domain.model.log_entries import Status

IN_THE_AIR = (Status.SYNCING, Status.UNCERTAIN)

EntryColumns = type[LogEntryRow]

# Made once: an alias copies every column of the table, and these stand in every claim.
_OTHER = aliased(LogEntryRow)


def is_due(entry: EntryColumns) -> ColumnElement[bool]:
    """Its time has come, and no other version of its record has to go first.

    Another version goes first while it is in the air, since nobody knows what it did to the
    books, and when it is older and its time has come too. One that a person left out, and that
    nobody will take up again, stands in nobody's way.
    """
    other = _OTHER
    older = tuple_(other.source_version, other.id) < tuple_(entry.source_version, entry.id)
    goes_first = exists().where(
        other.record_id == entry.record_id,
        other.id != entry.id,
        or_(and_(other.status.in_(IN_THE_AIR), ~_is_given_up(other)), and_(older, _time_has_come(other))),
    )
    return and_(_time_has_come(entry), ~goes_first)


def is_held(company_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Whether the company's entries are held back."""
    return or_(exists().where(ConnectionRow.company_id == company_id, has_hold()), is_paused(company_id))


def is_paused(company_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Whether the company's own settings hold its entries back."""
    return exists().where(SettingsRow.company_id == company_id, SettingsRow.paused)


def has_events_due(company_id: SQLColumnExpression[UUID] | UUID) -> ColumnElement[bool]:
    """Whether QuickBooks told of changes that nobody has looked into."""
    return exists().where(BookEventRow.company_id == company_id, *event_is_due())


def event_is_due() -> tuple[ColumnElement[bool], ...]:
    """Whether somebody should look into it now; that few are is what the planner has to be told."""
    return BookEventRow.due_at.is_not(None), not_after_now(BookEventRow.due_at)


def has_hold() -> ColumnElement[bool]:
    """Whether a connection's hold still stands: until its time, or until a person acts."""
    return and_(
        ConnectionRow.hold_reason.is_not(None),
        or_(ConnectionRow.hold_until.is_(None), ConnectionRow.hold_until > this_moment()),
    )


def _time_has_come(entry: EntryColumns) -> ColumnElement[bool]:
    return and_(not_after_now(entry.due_at), ~is_left_out(entry))


def _is_given_up(entry: EntryColumns) -> ColumnElement[bool]:
    return and_(not_after_now(entry.due_at), is_left_out(entry))


def is_left_out(entry: EntryColumns) -> ColumnElement[bool]:
    """An exclusion does not stop what a person asked for by hand."""
    return and_(entry.excluded_at.is_not(None), ~entry.by_hand)
