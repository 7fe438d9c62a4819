"""QuickBooks ledgers on a realm of the sandbox, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.quickbooks.addresses import local
from adapters.quickbooks.ledger import QuickBooksLedgers
from adapters.quickbooks.settings import QuickBooksSettings, Rates
from domain.model.companies import Connection, Tokens
from domain.ports.ledger import Ledger
from tests.adapters.quickbooks.kept import KeptConnections, KeptTokens
from tests.builders import NOON, new_id
from tests.fakes.clock import FakeClock
from tests.servers.sandbox import Realm

# No limits of our own, where it is not limits that are tested.
HURRIED = Rates(per_second=10_000, in_flight=10, per_minute=100_000)

OpenLedger = Callable[..., Ledger]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def settings(realm: Realm) -> QuickBooksSettings:
    return QuickBooksSettings(
        addresses=local(realm.url),
        client_id=realm.client_id,
        client_secret=realm.client_secret,
        rates=HURRIED,
        reread_pause=0.01,
        renewal_poll=0.01,
    )


@pytest.fixture
def connection(realm: Realm) -> Connection:
    """A connection whose token is good for an hour."""
    tokens = Tokens(
        access_token=realm.access_token,
        refresh_token=realm.refresh_token,
        expires_at=NOON + timedelta(hours=1),
    )
    return Connection(company_id=new_id(), realm_id=realm.realm_id, tokens=tokens, version=1)


@pytest.fixture
def kept(connection: Connection) -> KeptTokens:
    """The database, as far as tokens go."""
    return KeptTokens(KeptConnections(connection))


@pytest.fixture
async def open_ledger(
    settings: QuickBooksSettings, connection: Connection, clock: FakeClock, kept: KeptTokens
) -> AsyncIterator[OpenLedger]:
    """Open the realm's books in a process of its own, so to speak, with some settings changed."""
    opened: list[QuickBooksLedgers] = []

    def open_(**changes: object) -> Ledger:
        changed = replace(settings, **changes)  # type: ignore[arg-type]  # the caller knows the settings
        opened.append(QuickBooksLedgers(changed, clock, kept))
        return opened[-1].open(connection)

    yield open_
    for ledgers in opened:
        await ledgers.close()


@pytest.fixture
def ledger(open_ledger: OpenLedger) -> Ledger:
    return open_ledger()
