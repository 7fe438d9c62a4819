"""One call whose turn it is: admitted, not spoiled, about to be executed."""

from dataclasses import dataclass

from sandbox.books.company import Company
from sandbox.books.operations import Source
from sandbox.clock import Clock
from sandbox.web.exchange import Exchange
from sandbox.web.requests import Asked
from sandbox.world import Realm, Sandbox


@dataclass(frozen=True, slots=True)
class Turn:
    """What executing it may need."""

    sandbox: Sandbox
    realm: Realm
    exchange: Exchange
    asked: Asked

    @property
    def company(self) -> Company:
        """The company it is about."""
        return self.realm.company

    @property
    def clock(self) -> Clock:
        """The company's clock."""
        return self.realm.company.clock

    @property
    def source(self) -> Source:
        """What the ledger notes of it."""
        return Source(self.asked.request_id, self.exchange.intuit_tid)
