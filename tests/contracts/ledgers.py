"""What those who open books promise of their tokens."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest

from domain.model.companies import Connection
from domain.model.outcomes import Held, HoldReason
from domain.ports.ledger import Ledgers


class LedgersContract(ABC):
    """A subclass gives a connection that is good, and can cut it."""

    @pytest.fixture
    @abstractmethod
    def ledgers(self) -> Ledgers: ...

    @pytest.fixture
    @abstractmethod
    def connection(self) -> Connection: ...

    @pytest.fixture
    @abstractmethod
    def cut_off(self) -> None:
        """Let the company's administrator disconnect us."""

    async def test_tokens_are_renewed(self, ledgers: Ledgers, connection: Connection) -> None:
        assert await ledgers.renew(connection) is None

    @pytest.mark.usefixtures("cut_off")
    async def test_tokens_of_a_company_that_cut_us_off_are_not(
        self, ledgers: Ledgers, connection: Connection
    ) -> None:
        came = await ledgers.renew(connection)
        assert isinstance(came, Held)
        assert (came.reason, came.until) == (HoldReason.NEEDS_RECONNECT, None)
