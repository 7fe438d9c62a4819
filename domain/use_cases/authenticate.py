"""Find out who calls, by an API key."""

from __future__ import annotations

import hashlib

from domain.errors import Unauthenticated
from domain.model.api_keys import Principal
from domain.ports.unit_of_work import UnitsOfWork


def hash_secret(secret: str) -> str:
    """SHA-256 is enough for a secret of 256 random bits; there is nothing to guess."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class Authenticate:
    """One look-up by the hash, whose time tells nothing of the secret."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, secret: str) -> Principal:
        """Raises Unauthenticated."""
        async with self._units_of_work() as uow:
            key = await uow.api_keys.by_hash(hash_secret(secret))
        if key is None:
            raise Unauthenticated
        return Principal(key_id=key.id, company_id=key.company_id, name=key.name, scopes=key.scopes)
