"""The queue, drains, attempts and bulk resyncs keep their promises on both databases."""

from __future__ import annotations

from tests.contracts.database.drains import AttemptsContract, DrainsContract
from tests.contracts.database.operations import OperationsContract
from tests.contracts.database.queue import ClaimContract, RingsContract, VersionsContract
from tests.contracts.database.settling import SettleContract, WaitingContract


class TestSqlClaims(ClaimContract): ...


class TestSqlVersions(VersionsContract): ...


class TestSqlRings(RingsContract): ...


class TestSqlSettling(SettleContract): ...


class TestSqlWaiting(WaitingContract): ...


class TestSqlDrains(DrainsContract): ...


class TestSqlAttempts(AttemptsContract): ...


class TestSqlOperations(OperationsContract): ...
