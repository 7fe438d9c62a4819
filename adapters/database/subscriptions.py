"""Subscriptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.exc import IntegrityError

from adapters.database.repository import SqlRepository
from adapters.database.rows import SubscriptionRow
from adapters.database.upserts import insert_into
from domain.errors import AlreadySubscribed
from domain.model.notifications import Subscription, SubscriptionKind


class SqlSubscriptions(SqlRepository):
    """Who gets which mail."""

    async def add(self, subscription: Subscription) -> None:
        """Write a new one; raises AlreadySubscribed for the same kind and address."""
        statement = insert_into(SubscriptionRow, on=self._connection).values(asdict(subscription))
        statement = statement.on_conflict_do_nothing(index_elements=["company_id", "kind", "email"])
        if await self._connection.scalar(statement.returning(SubscriptionRow.id)) is None:
            raise AlreadySubscribed

    async def get(self, company_id: UUID, subscription_id: UUID) -> Subscription | None:
        """Return one, locked against change until the end of the unit of work."""
        found = await self._connection.execute(
            select(SubscriptionRow)
            .where(SubscriptionRow.company_id == company_id, SubscriptionRow.id == subscription_id)
            .with_for_update()
        )
        row = found.one_or_none()
        return Subscription(**row._asdict()) if row else None

    async def page(
        self, company_id: UUID, *, kind: SubscriptionKind | None = None, after: UUID | None, limit: int
    ) -> Sequence[Subscription]:
        """Return up to `limit`, of one kind or of all, oldest first, behind `after`: ids sort by age."""
        wanted = select(SubscriptionRow).where(SubscriptionRow.company_id == company_id)
        if kind is not None:
            wanted = wanted.where(SubscriptionRow.kind == kind)
        if after is not None:
            wanted = wanted.where(SubscriptionRow.id > after)
        rows = await self._connection.execute(wanted.order_by(SubscriptionRow.id).limit(limit))
        return [Subscription(**row._asdict()) for row in rows]

    async def save(self, subscription: Subscription) -> None:
        """Write a changed one; raises AlreadySubscribed for the same kind and address."""
        statement = (
            update(SubscriptionRow)
            .where(_is(subscription))
            .values(
                kind=subscription.kind,
                email=subscription.email,
                version=subscription.version,
                next_review_at=subscription.next_review_at,
            )
        )
        try:
            # An error inside a savepoint leaves the rest of the transaction alive.
            async with self._connection.begin_nested():
                await self._connection.execute(statement)
        except IntegrityError:
            raise AlreadySubscribed from None

    async def delete(self, subscription: Subscription) -> None:
        """Remove it."""
        await self._connection.execute(delete(SubscriptionRow).where(_is(subscription)))

    async def due_reviews(self, *, at: datetime, limit: int) -> Sequence[Subscription]:
        """Return up to `limit` whose review is due, longest due first, locked; none that others hold."""
        rows = await self._connection.execute(
            select(SubscriptionRow)
            .where(SubscriptionRow.next_review_at <= at)
            .order_by(SubscriptionRow.next_review_at, SubscriptionRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [Subscription(**row._asdict()) for row in rows]


def _is(subscription: Subscription) -> ColumnElement[bool]:
    return and_(SubscriptionRow.company_id == subscription.company_id, SubscriptionRow.id == subscription.id)
