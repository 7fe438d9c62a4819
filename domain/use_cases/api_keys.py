"""A company's API keys: made, read, changed, rotated and revoked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from domain.errors import CompanyNotFound
from domain.errors.api_keys import ApiKeyEnded, ApiKeyNotFound
from domain.model.api_keys import ApiKey, NewKey, Principal, RotatedKey, Scope
from domain.model.audit import Actor
from domain.ports.clock import Clock, Ids
from domain.ports.unit_of_work import UnitOfWork, UnitsOfWork
from domain.rules.api_keys import (
    Expiry,
    KeyChange,
    KeyWanted,
    changed,
    check_admin_left,
    check_replaceable,
    new_key,
    replaced,
    revoked,
    successor_of,
)
from domain.rules.key_deeds import changing_key, creating_key, revoking_key, rotating_key
from domain.rules.key_secrets import RANDOM_BYTES
from domain.rules.versions import check_version
from domain.use_cases.trail import Trail

THE_OPERATOR = Actor()


class ListKeys:
    """Every key of a company, good or not."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, company_id: UUID, *, after: UUID | None, limit: int) -> Sequence[ApiKey]:
        """Return up to `limit`, oldest first, beginning behind `after`."""
        async with self._units_of_work.of(company_id) as uow:
            return await uow.api_keys.page(company_id, after=after, limit=limit)


class GetKey:
    """One key."""

    def __init__(self, *, units_of_work: UnitsOfWork) -> None:
        self._units_of_work = units_of_work

    async def __call__(self, principal: Principal, key_id: UUID) -> ApiKey:
        """Raises ApiKeyNotFound."""
        async with self._units_of_work.of(principal.company_id) as uow:
            return await _key_of(uow, principal.company_id, key_id)


class CreateKey:
    """A key for one company."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, ids: Ids, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._ids = ids
        self._trail = trail

    async def __call__(
        self,
        company_id: UUID,
        name: str,
        scopes: frozenset[Scope],
        *,
        expires_at: datetime | None = None,
        by: Actor = THE_OPERATOR,
    ) -> NewKey:
        """Raises CompanyNotFound or ExpiryInvalid."""
        wanted = KeyWanted(name=name, scopes=scopes, expires_at=expires_at)
        random, now = secrets.token_bytes(RANDOM_BYTES), self._clock.now()
        made = new_key(wanted, random, id_=self._ids.new(), company_id=company_id, by=by.name, now=now)
        async with self._units_of_work.of(company_id) as uow:
            if await uow.companies.get(company_id) is None:
                raise CompanyNotFound
            await uow.api_keys.add(made.key)
            await self._trail.did(uow, company_id, creating_key(made.key), by=by)
            await uow.commit()
        return made


class ChangeKey:
    """Another name, other scopes, another end; the secret stays."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._trail = trail

    async def __call__(
        self, principal: Principal, key_id: UUID, change: KeyChange, *, if_match: int | None
    ) -> ApiKey:
        """Nothing happens where it is so already.

        Raises ApiKeyNotFound, ApiKeyEnded, VersionRequired, VersionDiffers, ExpiryInvalid or LastKeysAdmin.
        """
        company_id, now = principal.company_id, self._clock.now()
        async with self._units_of_work.of(company_id) as uow:
            good = await uow.api_keys.good(company_id, at=now)
            before = await _good_key_of(uow, good, company_id, key_id)
            check_version(before.version, if_match)
            after = changed(before, change, now)
            check_admin_left(good, before, after, now)
            if after != before:
                await uow.api_keys.save(after)
                await self._trail.caller_did(uow, principal, changing_key(after))
            await uow.commit()
        return after


class RotateKey:
    """A successor with the same name and scopes; both are good for a while."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, ids: Ids, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._ids = ids
        self._trail = trail

    async def __call__(
        self, company_id: UUID, key_id: UUID, *, overlap: timedelta, expiry: Expiry | None, by: Actor
    ) -> RotatedKey:
        """Raises ApiKeyNotFound, ApiKeyEnded, ApiKeyReplaced or ExpiryInvalid."""
        random, now = secrets.token_bytes(RANDOM_BYTES), self._clock.now()
        async with self._units_of_work.of(company_id) as uow:
            good = await uow.api_keys.good(company_id, at=now)
            key = await _good_key_of(uow, good, company_id, key_id)
            before = await uow.api_keys.get(company_id, key.replaced_by) if key.replaced_by else None
            check_replaceable(before)
            wanted = successor_of(key, before, expiry, now)
            new = new_key(wanted, random, id_=self._ids.new(), company_id=company_id, by=by.name, now=now)
            rotated = RotatedKey(old=replaced(key, new.key, until=now + overlap), new=new)
            await uow.api_keys.add(new.key)
            await uow.api_keys.save(rotated.old)
            await self._trail.did(uow, company_id, rotating_key(rotated), by=by)
            await uow.commit()
        return rotated


class RevokeKey:
    """A key opens nothing from now on; it stays listed."""

    def __init__(self, *, units_of_work: UnitsOfWork, clock: Clock, trail: Trail) -> None:
        self._units_of_work = units_of_work
        self._clock = clock
        self._trail = trail

    async def __call__(self, company_id: UUID, key_id: UUID, *, by: Actor) -> None:
        """Revoked twice, it was revoked the first time.

        Raises ApiKeyNotFound; to a caller of the API also LastKeysAdmin: the operator can make another key.
        """
        now = self._clock.now()
        async with self._units_of_work.of(company_id) as uow:
            good = await uow.api_keys.good(company_id, at=now)
            before = await _key_of(uow, company_id, key_id)
            if before.revoked_at is None:
                after = revoked(before, now)
                if by != THE_OPERATOR:
                    check_admin_left(good, before, after, now)
                await uow.api_keys.save(after)
                await self._trail.did(uow, company_id, revoking_key(after), by=by)
                await uow.commit()


async def _key_of(uow: UnitOfWork, company_id: UUID, key_id: UUID) -> ApiKey:
    key = await uow.api_keys.get(company_id, key_id)
    if key is None:
        raise ApiKeyNotFound
    return key


async def _good_key_of(uow: UnitOfWork, good: Sequence[ApiKey], company_id: UUID, key_id: UUID) -> ApiKey:
    for key in good:
        if key.id == key_id:
            return key
    await _key_of(uow, company_id, key_id)
    raise ApiKeyEnded
