"""Which connections there is news of: what the rules would tell, found without reading all of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, exists, or_

from adapters.database.due import is_left_out
from adapters.database.moments import this_moment
from adapters.database.rows import CompanyRow, DrainRow, LogEntryRow, SubscriptionRow
from adapters.database.rows import ConnectionRow as Row
from domain.model.outcomes import HoldReason
from domain.rules.holds import CONNECTION_LOST, NEEDS_PERSON
from domain.rules.notices import READERS, WARNED_AHEAD


def is_untold(at: datetime) -> ColumnElement[bool]:
    """Staff do not know yet what holds them up, that it is over, or that the connection ends."""
    return or_(_is_parked(), _is_released(), _ends_soon(at))


def has_readers() -> ColumnElement[bool]:
    """Somebody is subscribed to hear of it; until then it stays untold."""
    return exists().where(SubscriptionRow.company_id == Row.company_id, SubscriptionRow.kind.in_(READERS))


def under_way(company_id: SQLColumnExpression[UUID] | UUID) -> tuple[ColumnElement[bool], ...]:
    """Select what a worker would send, or has in hand."""
    return (
        LogEntryRow.company_id == company_id,
        LogEntryRow.due_at.is_not(None),
        ~is_left_out(LogEntryRow),
    )


def _is_parked() -> ColumnElement[bool]:
    """Who is setting up their company knows that it is not connected, until something is held up by it."""
    return and_(
        Row.hold_reason.in_(NEEDS_PERSON),
        Row.hold_reason.is_distinct_from(Row.told_hold),
        or_(
            Row.hold_reason != HoldReason.NOT_CONNECTED,
            CompanyRow.realm_id.is_not(None),
            exists().where(*under_way(Row.company_id)),
        ),
    )


def _is_released() -> ColumnElement[bool]:
    """Nothing holds them up, and nobody is about to meet it again in the next batch."""
    drained = exists().where(DrainRow.company_id == Row.company_id, DrainRow.lease_until > this_moment())
    return and_(Row.hold_reason.is_(None), Row.told_hold.is_not(None), ~drained)


def _ends_soon(at: datetime) -> ColumnElement[bool]:
    """It ends by itself within a number of days, and so many days ahead nobody was told."""
    unused, grant = Row.refresh_expires_at, Row.grant_expires_at
    end = case((or_(unused.is_(None), grant < unused), grant), else_=unused)
    far = at + timedelta(days=max(WARNED_AHEAD))
    return and_(
        or_(unused <= far, grant <= far),  # said twice, for the indexes
        end > at,
        or_(*(_is_untold_ahead(end, days, at) for days in WARNED_AHEAD)),
        or_(Row.hold_reason.is_(None), Row.hold_reason.not_in(CONNECTION_LOST)),
    )


def _is_untold_ahead(end: ColumnElement[datetime | None], days: int, at: datetime) -> ColumnElement[bool]:
    is_untold = or_(Row.told_end.is_(None), end > Row.told_end, Row.told_days > days)
    return and_(end <= at + timedelta(days=days), is_untold)
