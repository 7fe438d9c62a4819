"""Calls with an Idempotency-Key, on both databases."""

from __future__ import annotations

from tests.contracts.database.idempotency import IdempotencyContract


class TestSqlIdempotency(IdempotencyContract): ...
