"""Find out who calls, by an API key."""

from __future__ import annotations

from domain.errors import Unauthenticated
from domain.model.api_keys import Principal
from domain.ports.clock import Clock
from domain.ports.unit_of_work import UnitsOfWork
from domain.rules.api_keys import use_not_noted_since
from domain.rules.key_secrets import hash_secret, is_well_formed


class Authenticate:
    """One look-up by the hash, whose time tells nothing of the secret; none for what was not made here.

    Nothing is kept in memory: a key opens nothing from the moment it is revoked.
    """

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock) -> None:
        self._units_of_work = units_of_work
        self._clock = clock

    async def __call__(self, secret: str) -> Principal:
        """Raises Unauthenticated, alike for a key that there never was and for one that has ended."""
        if not is_well_formed(secret):
            raise Unauthenticated
        now = self._clock.now()
        async with self._units_of_work() as uow:
            key = await uow.bearers.find(hash_secret(secret))
            if key is None or not key.is_good(now):
                raise Unauthenticated
            since = use_not_noted_since(key, now)
            if since and await uow.bearers.note_use(key.id, at=now, unless_since=since):
                await uow.commit()
        return Principal(key_id=key.id, company_id=key.company_id, name=key.name, scopes=key.scopes)
