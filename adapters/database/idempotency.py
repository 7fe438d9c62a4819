"""Answers already given to calls with an Idempotency-Key."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from adapters.database.repository import SqlRepository
from adapters.database.rows import IdempotentCallRow
from adapters.database.upserts import insert_into
from domain.errors import IdempotencyKeyReused
from domain.model.idempotency import Call, StoredAnswer

KEPT_FOR = timedelta(hours=72)
NAMES = ("company_id", "key_id", "method", "path", "key")


class SqlIdempotency(SqlRepository):
    """A key is claimed in the transaction of its effect: both are there, or neither."""

    async def claim(self, call: Call, *, at: datetime) -> StoredAnswer | None:
        """Claim the key for this unit of work, or return the answer it was given before.

        The insert waits for another unit of work that claimed the key and has not ended.
        """
        nothing_yet = {"status": None, "body": None, "location": None}
        claimed = {"fingerprint": call.fingerprint, "claimed_at": at} | nothing_yet
        statement = insert_into(IdempotentCallRow, on=self._connection).values(asdict(call) | claimed)
        statement = statement.on_conflict_do_update(
            index_elements=NAMES, set_=claimed, where=IdempotentCallRow.claimed_at <= at - KEPT_FOR
        )
        written = await self._connection.execute(statement.returning(IdempotentCallRow.key))
        return None if written.one_or_none() else await self._answer_given(call)

    async def answer(self, call: Call, answer: StoredAnswer) -> None:
        """Keep the answer under the key that this unit of work claimed."""
        await self._connection.execute(update(IdempotentCallRow).where(*_is(call)).values(asdict(answer)))

    async def _answer_given(self, call: Call) -> StoredAnswer | None:
        found = await self._connection.execute(select(IdempotentCallRow).where(*_is(call)))
        row = found.one()
        if row.fingerprint != call.fingerprint:
            raise IdempotencyKeyReused
        # A unit of work that claimed the key and committed no answer did nothing.
        if row.status is None:
            return None
        return StoredAnswer(status=row.status, body=row.body, location=row.location)


def _is(call: Call) -> tuple[ColumnElement[bool], ...]:
    return tuple(getattr(IdempotentCallRow, name) == getattr(call, name) for name in NAMES)
