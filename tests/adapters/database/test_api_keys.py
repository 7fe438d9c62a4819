"""API keys keep their promises on both databases."""

from __future__ import annotations

from tests.contracts.database.api_keys import ApiKeysContract, BearersContract


class TestSqlApiKeys(ApiKeysContract): ...


class TestSqlBearers(BearersContract): ...
