"""What is promised to those who renew tokens."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import pytest

from adapters.quickbooks.renewal import TokenWork, TokenWorks
from domain.model.companies import Connection, RenewalLease
from domain.model.outcomes import HoldReason
from tests.builders import a_hold, later, some_tokens

MINUTE, LAPSED = 60.0, 0.0


class Works(TokenWorks, Protocol):
    """Units of work of one company, and of all."""

    def __call__(self) -> AbstractAsyncContextManager[TokenWork]: ...


class RenewalsContract(ABC):
    """A subclass gives units of work, and a connection that is stored."""

    @pytest.fixture
    @abstractmethod
    def works(self) -> Works: ...

    @pytest.fixture
    @abstractmethod
    def connection(self) -> Connection: ...

    async def test_of_two_takers_one_gets_it(self, works: Works, connection: Connection) -> None:
        assert await taken(works, connection)
        assert await taken(works, connection) is None

    async def test_the_lease_of_one_that_died_ends(self, works: Works, connection: Connection) -> None:
        assert await taken(works, connection, seconds=LAPSED)
        assert await taken(works, connection)

    async def test_what_is_given_back_is_free(self, works: Works, connection: Connection) -> None:
        lease = await taken(works, connection)
        assert lease
        await given_back(works, lease)
        assert await taken(works, connection)

    async def test_nobody_gives_back_what_another_has(self, works: Works, connection: Connection) -> None:
        lapsed = await taken(works, connection, seconds=LAPSED)
        assert lapsed
        assert await taken(works, connection)
        await given_back(works, lapsed)
        assert await taken(works, connection) is None

    @pytest.mark.parametrize("changes", [{"version": 2}, {"realm_id": "other"}], ids=str)
    async def test_tokens_that_are_not_the_stored_ones_are_not_renewed(
        self, works: Works, connection: Connection, changes: dict[str, object]
    ) -> None:
        stranger = replace(connection, **changes)  # type: ignore[arg-type]  # as builders do
        assert await taken(works, stranger) is None

    async def test_a_new_pair_can_be_renewed_in_its_turn(self, works: Works, connection: Connection) -> None:
        lease = await taken(works, connection)
        assert lease
        renewed = replace(connection, tokens=some_tokens(2), version=connection.version + 1)
        async with works.of(connection.company_id) as work:
            assert await work.connections.replace_tokens(renewed)
            await work.renewals.release(lease)
            await work.commit()
        assert await taken(works, connection) is None
        assert await taken(works, renewed)

    async def test_an_idle_company_is_taken_once_in_a_while(
        self, works: Works, connection: Connection
    ) -> None:
        since = connection.tokens.expires_at + timedelta(seconds=1)
        assert await idle(works, since) == [connection.company_id]
        assert await idle(works, since) == []

    async def test_an_idle_company_is_taken_again_when_that_came_to_nothing(
        self, works: Works, connection: Connection
    ) -> None:
        since = connection.tokens.expires_at + timedelta(seconds=1)
        assert await idle(works, since, seconds=LAPSED) == [connection.company_id]
        assert await idle(works, since) == [connection.company_id]

    async def test_a_company_that_was_renewed_lately_is_not_idle(
        self, works: Works, connection: Connection
    ) -> None:
        assert await idle(works, connection.tokens.expires_at) == []

    @pytest.mark.parametrize(
        ("reason", "many"),
        [(HoldReason.NEEDS_RECONNECT, 0), (HoldReason.COMPANY_SUSPENDED, 1)],
        ids=["lost for good", "to come back"],
    )
    async def test_what_only_a_person_can_bring_back_is_let_alone(
        self, works: Works, connection: Connection, reason: HoldReason, many: int
    ) -> None:
        async with works.of(connection.company_id) as work:
            await work.connections.hold(connection.company_id, a_hold(reason))
            await work.commit()
        assert len(await idle(works, later(days=400))) == many


async def taken(works: Works, connection: Connection, seconds: float = MINUTE) -> RenewalLease | None:
    async with works.of(connection.company_id) as work:
        lease = await work.renewals.take(connection, seconds=seconds)
        await work.commit()
    return lease


async def given_back(works: Works, lease: RenewalLease) -> None:
    async with works.of(lease.company_id) as work:
        await work.renewals.release(lease)
        await work.commit()


async def idle(works: Works, since: datetime, seconds: float = MINUTE) -> Sequence[UUID]:
    async with works() as work:
        companies = await work.renewals.take_idle(since=since, seconds=seconds, limit=9)
        await work.commit()
    return companies
