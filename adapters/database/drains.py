"""Who may drain which company."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, select, update
from sqlalchemy.orm import aliased

from adapters.database.due import is_held
from adapters.database.moments import LONG_AGO, in_seconds, not_after_now
from adapters.database.repository import SqlRepository
from adapters.database.rows import CompanyRow, DrainRow, LogEntryRow
from adapters.database.upserts import insert_into
from domain.model.companies import DrainLease


class SqlDrains(SqlRepository):
    """The right to drain a company, one worker at a time, by the database's clock."""

    async def take(self, company_id: UUID, *, seconds: float) -> DrainLease | None:
        """Take the lease under a new epoch, in one statement: of two takers one gets it."""
        free = select(CompanyRow.id, literal(1), in_seconds(seconds)).where(
            CompanyRow.id == company_id, ~is_held(CompanyRow.id)
        )
        statement = insert_into(DrainRow, on=self._connection).from_select(
            ["company_id", "epoch", "lease_until"], free
        )
        statement = statement.on_conflict_do_update(
            index_elements=["company_id"],
            set_={"epoch": DrainRow.epoch + 1, "lease_until": in_seconds(seconds)},
            where=not_after_now(DrainRow.lease_until),
        )
        epoch = await self._connection.scalar(statement.returning(DrainRow.epoch))
        return None if epoch is None else DrainLease(company_id=company_id, epoch=epoch)

    async def renew(self, lease: DrainLease, *, seconds: float) -> bool:
        """Extend it, and the leases of the entries claimed under it; False when it was lost."""
        renewed = await self._connection.execute(
            update(DrainRow)
            .where(*_is(lease), DrainRow.lease_until > LONG_AGO)
            .values(lease_until=in_seconds(seconds))
        )
        if renewed.rowcount == 0:
            return False
        await self._connection.execute(
            update(LogEntryRow)
            .where(LogEntryRow.id.in_(_claimed_under(lease)))
            .values(due_at=in_seconds(seconds))
        )
        return True

    async def release(self, lease: DrainLease) -> None:
        """Give it back; nothing happens when it was lost."""
        await self._connection.execute(update(DrainRow).where(*_is(lease)).values(lease_until=LONG_AGO))

    async def last(self, company_id: UUID) -> DrainLease:
        """Return the lease that was taken last; epoch 0 before the first."""
        epoch = await self._connection.scalar(select(DrainRow.epoch).where(DrainRow.company_id == company_id))
        return DrainLease(company_id=company_id, epoch=epoch or 0)


def _is(lease: DrainLease) -> tuple[ColumnElement[bool], ...]:
    return (DrainRow.company_id == lease.company_id, DrainRow.epoch == lease.epoch)


def _claimed_under(lease: DrainLease) -> Select[UUID]:
    """Lock in the order of ids, as everybody does who locks several entries."""
    entry = aliased(LogEntryRow)
    claimed = select(entry.id).where(entry.company_id == lease.company_id, entry.drain_epoch == lease.epoch)
    return claimed.order_by(entry.id).with_for_update(key_share=True)
