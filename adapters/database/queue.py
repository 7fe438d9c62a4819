"""The log as the workers' queue."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, Select, and_, exists, func, or_, select, union_all, update
from sqlalchemy.orm import aliased

from adapters.database.due import has_events_due, is_due, is_held
from adapters.database.entries import entry_of
from adapters.database.moments import LONG_AGO, in_seconds, not_after_now, now
from adapters.database.repository import SqlRepository
from adapters.database.rows import CompanyRow, DrainRow
from adapters.database.rows import LogEntryRow as Entry
from adapters.database.settling import settle
from adapters.database.standings import failed_for_others, has_hope
from adapters.database.waits import forget_woken, is_ready, needing
from domain.model.companies import DrainLease
from domain.model.log_entries import LogEntry, Status
from domain.model.records import RecordKey
from domain.rules.families import cause_of_children

# Made once: an alias copies every column of the table, and these stand in every claim.
_FREE, _LOWEST, _WOKEN, _BEREFT = aliased(Entry), aliased(Entry), aliased(Entry), aliased(Entry)


class SqlQueue(SqlRepository):
    """The same entries, as the workers see them; leases run by the database's clock."""

    async def claim(self, lease: DrainLease, *, limit: int, seconds: float) -> Sequence[LogEntry]:
        """Take due entries of the lowest rank that has any, oldest first, and return them as claimed.

        A drain that lost its lease gets none, nor does one whose company is held by now.
        """
        free = _free(lease).limit(limit).cte("free")
        claimed = await self._connection.execute(
            update(Entry)
            .where(Entry.id.in_(select(free.c.id)))
            .values(
                status=Status.SYNCING,
                lease_epoch=Entry.lease_epoch + 1,
                drain_epoch=lease.epoch,
                due_at=in_seconds(seconds),
                updated_at=now(),
            )
            .returning(Entry)
        )
        return sorted((entry_of(row) for row in claimed), key=lambda entry: (entry.created_at, entry.id))

    async def settle(self, entry: LogEntry) -> bool:
        """Write what became of a claimed entry, and its operation's item; end its lease."""
        return await settle(self._connection, entry)

    async def wake(self, company_id: UUID, key: RecordKey) -> int:
        """Queue every entry that waits for this record, or failed since it was given up; return how many.

        One that somebody has in hand is stepped over, so that nobody waits in a ring;
        `wake_ready` finds it.
        """
        entry, bereft = _WOKEN, _BEREFT
        needed_by = needing(company_id, key)
        failed = select(bereft.id).where(
            bereft.company_id == company_id, bereft.cause_id == cause_of_children(company_id, key)
        )
        children = select(entry.id).where(
            entry.id.in_(union_all(needed_by, failed)),
            or_(entry.status == Status.WAITING, failed_for_others(entry)),
        )
        return await self._wake(children.order_by(entry.id), needed_by)

    async def wake_ready(self, company_id: UUID) -> int:
        """Queue what `wake` would have, had nobody held it just then; return how many."""
        entry = _WOKEN
        of_company = select(entry.id).where(entry.company_id == company_id).order_by(entry.id)
        needed_by = needing(company_id)
        ready = await self._wake(of_company.where(is_ready(entry)), needed_by)
        return ready + await self._wake(of_company.where(has_hope(entry, company_id)), needed_by)

    async def has_due(self, company_id: UUID) -> bool:
        """Whether `claim` would find anything now, or there are events to look into."""
        due = or_(exists().where(Entry.company_id == company_id, is_due(Entry)), has_events_due(company_id))
        held = exists().where(CompanyRow.id == company_id, is_held(CompanyRow.id))
        return bool(await self._connection.scalar(select(and_(due, ~held))))

    async def due(self) -> Sequence[DrainLease]:
        """Every company that has something due or ready to wake, is not held and not being drained."""
        of_company = Entry.company_id == CompanyRow.id
        rows = await self._connection.execute(
            select(CompanyRow.id, func.coalesce(DrainRow.epoch, 0).label("epoch"))
            .outerjoin(DrainRow, DrainRow.company_id == CompanyRow.id)
            .where(
                or_(DrainRow.lease_until.is_(None), not_after_now(DrainRow.lease_until)),
                ~is_held(CompanyRow.id),
                or_(
                    exists().where(of_company, is_due(Entry)),
                    exists().where(of_company, is_ready(Entry)),
                    has_events_due(CompanyRow.id),
                ),
            )
        )
        return [DrainLease(company_id=row.id, epoch=row.epoch) for row in rows]

    async def _wake(self, waiting: Select[UUID], needed_by: Select[UUID]) -> int:
        woken = await self._connection.execute(
            update(Entry)
            .where(Entry.id.in_(waiting.with_for_update(skip_locked=True, key_share=True)))
            .values(
                status=Status.QUEUED,
                next_attempt_at=None,
                due_at=LONG_AGO,
                waiting_for=(),
                updated_at=now(),
            )
        )
        if woken.rowcount:
            await forget_woken(self._connection, needed_by)
        return woken.rowcount


def _free(lease: DrainLease) -> Select[UUID]:
    """Select what the lease may take: locked rows are somebody else's, so they are stepped over."""
    entry = _FREE
    may_claim = exists().where(
        DrainRow.company_id == lease.company_id,
        DrainRow.epoch == lease.epoch,
        ~is_held(DrainRow.company_id),
    )
    return (
        select(entry.id)
        .where(
            entry.company_id == lease.company_id,
            entry.rank == _lowest_rank(lease.company_id),
            is_due(entry),
            may_claim,
        )
        .order_by(entry.created_at, entry.id)
        .with_for_update(skip_locked=True, key_share=True, of=entry)
    )


def _lowest_rank(company_id: UUID) -> ScalarSelect[int]:
    """Parents before children."""
    entry = _LOWEST
    due = select(entry.rank).where(entry.company_id == company_id, is_due(entry))
    return due.order_by(entry.rank).limit(1).scalar_subquery()
