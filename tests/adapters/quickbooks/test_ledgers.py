"""Those who open books keep the promises of their port: in memory, and over HTTP against the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from adapters.quickbooks.ledger import QuickBooksLedgers
from adapters.quickbooks.settings import QuickBooksSettings
from domain.model.companies import Connection
from domain.model.outcomes import Evidence, Held, HoldReason
from tests.adapters.quickbooks.kept import KeptTokens
from tests.builders import a_company, a_connection
from tests.contracts.ledgers import LedgersContract
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedgers
from tests.servers.sandbox import Realm


class TestFakeLedgers(LedgersContract):
    @pytest.fixture
    def ledgers(self) -> FakeLedgers:
        return FakeLedgers()

    @pytest.fixture
    def connection(self) -> Connection:
        return a_connection(a_company())

    @pytest.fixture
    def cut_off(self, ledgers: FakeLedgers) -> None:
        reason = HoldReason.NEEDS_RECONNECT
        ledgers.not_renewed = Held(reason=reason, until=None, evidence=Evidence())


class TestQuickBooksLedgers(LedgersContract):
    @pytest.fixture
    async def ledgers(
        self, settings: QuickBooksSettings, clock: FakeClock, kept: KeptTokens
    ) -> AsyncIterator[QuickBooksLedgers]:
        ledgers = QuickBooksLedgers(settings, clock, kept)
        yield ledgers
        await ledgers.close()

    @pytest.fixture
    def connection(self, connection: Connection) -> Connection:
        return connection

    @pytest.fixture
    def cut_off(self, realm: Realm) -> None:
        realm.settings({"connected": False})

    async def test_tokens_that_were_renewed_meanwhile_are_not_renewed_again(
        self, ledgers: QuickBooksLedgers, connection: Connection, kept: KeptTokens
    ) -> None:
        assert await ledgers.renew(connection) is None
        assert await ledgers.renew(connection) is None
        assert len(kept.saved) == 1
