"""The connections in memory, which the tests of tokens stand on, keep the promises of the real ones."""

from __future__ import annotations

import pytest

from domain.model.companies import Connection
from tests.adapters.quickbooks.kept import KeptTokens
from tests.builders import a_company, a_connection
from tests.contracts.renewals import RenewalsContract, Works


class TestKeptRenewals(RenewalsContract):
    @pytest.fixture
    def works(self, kept: KeptTokens) -> Works:
        return kept

    @pytest.fixture
    def connection(self) -> Connection:
        return a_connection(a_company())
