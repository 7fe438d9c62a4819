"""A doorbell that remembers who rang."""

from __future__ import annotations

from domain.model.companies import DrainLease


class FakeDoorbell:
    """Collects rings in `rings`; while `broken`, each is lost."""

    def __init__(self, *, broken: bool = False) -> None:
        self.rings: list[DrainLease] = []
        self.broken = broken

    async def ring(self, lease: DrainLease) -> None:
        if not self.broken:
            self.rings.append(lease)
