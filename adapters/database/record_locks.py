"""Locks on records by their keys, there yet or not."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.model.records import RecordKey

MANY = 20
"""Postgres has room for some 6,000 locks in all; a batch of 500 keys locks its company instead."""


async def lock_keys(connection: AsyncConnection, company_id: UUID, keys: Collection[RecordKey]) -> None:
    """Keep everybody else from these keys until the end of the transaction.

    On SQLite the transaction itself does. Locks are taken in one order, so that nobody waits in a ring.
    """
    if connection.dialect.name == "sqlite":
        return
    company = _number(str(company_id))
    if len(keys) > MANY:
        await connection.execute(select(func.pg_advisory_xact_lock(company)))
        return
    numbers = sorted({_number(f"{company_id} {key}") for key in keys})
    each = (func.pg_advisory_xact_lock(number) for number in numbers)
    await connection.execute(select(func.pg_advisory_xact_lock_shared(company), *each))


def _number(name: str) -> int:
    """Return a bigint for a name; two names of one number only wait for one another."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
