"""What every doorbell promises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from uuid import UUID

import pytest

from domain.model.companies import DrainLease
from domain.ports.doorbell import Doorbell

ONE, OTHER = UUID(int=1), UUID(int=2)


class DoorbellContract(ABC):
    """A subclass gives a doorbell that works and one that cannot, and says who was rung for."""

    @pytest.fixture
    @abstractmethod
    def doorbell(self) -> Doorbell: ...

    @pytest.fixture
    @abstractmethod
    def broken_doorbell(self) -> Doorbell:
        """One whose rings go nowhere."""

    @abstractmethod
    async def rung(self, doorbell: Doorbell) -> Collection[UUID]:
        """The companies that workers were asked to drain."""

    async def test_nobody_rang_at_first(self, doorbell: Doorbell) -> None:
        assert not await self.rung(doorbell)

    async def test_a_ring_asks_for_a_drain_of_its_company(self, doorbell: Doorbell) -> None:
        await doorbell.ring(DrainLease(company_id=ONE, epoch=0))
        assert set(await self.rung(doorbell)) == {ONE}

    async def test_each_company_is_rung_for(self, doorbell: Doorbell) -> None:
        await doorbell.ring(DrainLease(company_id=ONE, epoch=3))
        await doorbell.ring(DrainLease(company_id=OTHER, epoch=3))
        assert set(await self.rung(doorbell)) == {ONE, OTHER}

    async def test_a_ring_after_a_new_lease_is_heard_beside_the_old_one(self, doorbell: Doorbell) -> None:
        await doorbell.ring(DrainLease(company_id=ONE, epoch=1))
        await doorbell.ring(DrainLease(company_id=ONE, epoch=2))
        assert list(await self.rung(doorbell)) == [ONE, ONE]

    async def test_a_lost_ring_raises_nothing(self, broken_doorbell: Doorbell) -> None:
        await broken_doorbell.ring(DrainLease(company_id=ONE, epoch=1))
        await broken_doorbell.ring(DrainLease(company_id=ONE, epoch=2))
