"""Holds and the news of them keep their promises on both databases."""

from __future__ import annotations

from tests.contracts.database.holds import HoldsContract


class TestSqlHolds(HoldsContract): ...
