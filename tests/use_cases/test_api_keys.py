"""API keys: who is let in, and what becomes of a key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NoReturn
from uuid import UUID

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from adapters.database.rows import AuditRow
from domain.errors import CompanyNotFound, DomainError, Unauthenticated, VersionDiffers, VersionRequired
from domain.errors.api_keys import (
    ApiKeyEnded,
    ApiKeyNotFound,
    ApiKeyReplaced,
    ExpiryInvalid,
    LastKeysAdmin,
)
from domain.model.api_keys import ApiKey, NewKey, Principal, RotatedKey, Scope
from domain.model.audit import Actor
from domain.ports.unit_of_work import UnitOfWork
from domain.rules.api_keys import Expiry, KeyChange
from domain.rules.key_secrets import hash_secret, write_secret
from domain.use_cases.authenticate import Authenticate
from tests.builders import new_id, some_tokens
from tests.fakes.clock import NOON, FakeClock
from tests.use_cases.house import House

READER = frozenset({Scope.LOGS_READ})
OPERATOR = Actor()
DAY = timedelta(days=1)


def later(**time: int) -> datetime:
    return NOON + timedelta(**time)


async def make(
    house: House, name: str = "Screen", *scopes: Scope, expires_at: datetime | None = None
) -> NewKey:
    scopes_of = frozenset(scopes) or READER
    return await house.use_cases.setup.create_key(house.company.id, name, scopes_of, expires_at=expires_at)


async def read(house: House, key_id: UUID) -> ApiKey:
    return await house.use_cases.setup.get_key(house.principal, key_id)


async def rotate(house: House, key_id: UUID, *, overlap: timedelta = DAY, by: Actor = OPERATOR) -> RotatedKey:
    return await house.use_cases.setup.rotate_key(
        house.company.id, key_id, overlap=overlap, expiry=None, by=by
    )


async def revoke(house: House, key_id: UUID, *, by: Actor = OPERATOR) -> None:
    await house.use_cases.setup.revoke_key(house.company.id, key_id, by=by)


async def opens(house: House, made: NewKey) -> bool:
    try:
        principal = await house.use_cases.authenticate(made.secret)
    except Unauthenticated:
        return False
    assert principal.key_id == made.key.id
    return True


async def trail(house: House) -> Sequence[tuple[str, str, str]]:
    """What was written down of keys: who, what, which."""
    async with house.engine.connect() as connection:
        rows = await connection.execute(select(AuditRow).order_by(AuditRow.id))
        return [(row.actor, row.action, row.subject_id) for row in rows if row.subject_kind == "api_key"]


async def another_company(house: House) -> Principal:
    company = await house.use_cases.setup.create_company(
        "Other", realm_id="2", time_zone="UTC", tokens=some_tokens()
    )
    made = await house.use_cases.setup.create_key(company.id, "other", frozenset(Scope))
    return await house.use_cases.authenticate(made.secret)


# who is let in


class NoUnitsOfWork:
    """A database that must not be asked."""

    def __call__(self) -> NoReturn:
        raise AssertionError("The database was asked.")

    def of(self, company_id: UUID) -> UnitOfWork:
        raise AssertionError(company_id)


@pytest.mark.parametrize(
    "secret",
    ["", "synclog_guess", "Zm9yZWlnbg.dG9rZW4", write_secret(bytes(32))[:-1] + "z"],
    ids=["nothing", "a guess", "a foreign token", "a typo"],
)
async def test_what_was_not_made_here_is_refused_without_a_query(secret: str) -> None:
    authenticate = Authenticate(units_of_work=NoUnitsOfWork(), clock=FakeClock())
    with pytest.raises(Unauthenticated):
        await authenticate(secret)
    with pytest.raises(AssertionError):
        await authenticate(write_secret(bytes(32)))


async def test_a_well_formed_secret_of_nobody_opens_nothing(house: House) -> None:
    with pytest.raises(Unauthenticated):
        await house.use_cases.authenticate(write_secret(bytes(32)))


async def test_a_key_opens_its_company_until_it_expires(house: House) -> None:
    made = await make(house, expires_at=later(seconds=1))
    assert await opens(house, made)
    house.clock.advance(1)
    assert not await opens(house, made)


async def test_a_key_opens_nothing_from_the_moment_it_is_revoked(house: House) -> None:
    made = await make(house)
    assert await opens(house, made)
    await revoke(house, made.key.id)
    assert not await opens(house, made)


async def test_other_scopes_hold_from_the_next_call_on(house: House) -> None:
    made = await make(house)
    change = KeyChange(scopes=frozenset({Scope.LOGS_WRITE}))
    await house.use_cases.setup.change_key(house.principal, made.key.id, change, if_match=1)
    assert (await house.use_cases.authenticate(made.secret)).scopes == {Scope.LOGS_WRITE}


# the last use


async def test_the_last_use_is_written_once_a_minute(house: House) -> None:
    made = await make(house)
    written: list[str] = []

    def note(*execution: object) -> None:
        statement = str(execution[2])
        if statement.startswith("UPDATE"):
            written.append(statement)

    event.listen(house.engine.sync_engine, "before_cursor_execute", note)
    for seconds, noted in ((0, NOON), (59, NOON), (1, later(minutes=1)), (59, later(minutes=1))):
        house.clock.advance(seconds)
        assert await opens(house, made)
        assert (await read(house, made.key.id)).last_used_at == noted
    assert len(written) == 2


async def test_a_key_that_opens_nothing_is_not_used(house: House) -> None:
    made = await make(house)
    await revoke(house, made.key.id)
    assert not await opens(house, made)
    assert (await read(house, made.key.id)).last_used_at is None


async def test_a_use_that_cannot_be_written_fails_nobody(house: House) -> None:
    made = await make(house)

    def refuse(*execution: object) -> None:
        if str(execution[2]).startswith("UPDATE"):
            raise OperationalError("UPDATE", {}, Exception("attempt to write a readonly database"))

    event.listen(house.engine.sync_engine, "before_cursor_execute", refuse)
    with capture_logs() as told:
        assert await opens(house, made)
    assert told == [{"event": "key_use_not_noted", "error": "OperationalError", "log_level": "warning"}]
    event.remove(house.engine.sync_engine, "before_cursor_execute", refuse)
    assert (await read(house, made.key.id)).last_used_at is None


# made, read, changed


async def test_a_key_is_made_by_somebody_for_a_company_that_is_there(house: House) -> None:
    by = Actor.of(house.principal)
    do = house.use_cases.setup.create_key
    made = await do(house.company.id, "Screen", READER, expires_at=later(days=9), by=by)
    key = await read(house, made.key.id)
    assert (key, key.created_by, key.created_at) == (made.key, "Billing system", NOON)
    assert (await make(house)).key.created_by == "operator"
    with pytest.raises(CompanyNotFound):
        await do(new_id(), "Screen", READER)
    with pytest.raises(ExpiryInvalid):
        await do(house.company.id, "Screen", READER, expires_at=NOON)


async def test_keys_are_listed_by_age_with_those_that_have_ended(house: House) -> None:
    made = [await make(house, name) for name in "abc"]
    await revoke(house, made[1].key.id)
    do = house.use_cases.setup.list_keys
    first = await do(house.company.id, after=None, limit=2)
    assert [key.name for key in first] == ["Billing system", "a"]
    rest = await do(house.company.id, after=first[-1].id, limit=9)
    assert [(key.name, key.revoked_at) for key in rest] == [("b", NOON), ("c", None)]


async def test_a_change_counts_and_one_that_changes_nothing_does_not(house: House) -> None:
    made, do = await make(house), house.use_cases.setup.change_key
    change = KeyChange(name="Front end", expiry=Expiry(later(days=1)))
    after = await do(house.principal, made.key.id, change, if_match=1)
    assert (after.name, after.expires_at, after.version) == ("Front end", later(days=1), 2)
    assert await read(house, made.key.id) == after
    assert await do(house.principal, made.key.id, change, if_match=2) == after
    assert [what for _, what, which in await trail(house) if which == str(made.key.id)] == [
        "key_created",
        "key_changed",
    ]


@pytest.mark.parametrize(("if_match", "error"), [(None, VersionRequired), (2, VersionDiffers)])
async def test_a_key_is_not_changed_blindly(
    house: House, if_match: int | None, error: type[DomainError]
) -> None:
    made = await make(house)
    with pytest.raises(error):
        await house.use_cases.setup.change_key(
            house.principal, made.key.id, KeyChange(name="x"), if_match=if_match
        )
    assert await read(house, made.key.id) == made.key


async def test_what_has_ended_is_not_brought_back(house: House) -> None:
    gone, passed = await make(house), await make(house, expires_at=later(seconds=1))
    await revoke(house, gone.key.id)
    house.clock.advance(1)
    for made in (gone, passed):
        with pytest.raises(ApiKeyEnded):
            await house.use_cases.setup.change_key(
                house.principal, made.key.id, KeyChange(expiry=Expiry(None)), if_match=made.key.version
            )
        with pytest.raises(ApiKeyEnded):
            await rotate(house, made.key.id)
        assert not await opens(house, made)


async def test_another_companys_key_is_not_there(house: House) -> None:
    made, other, do = await make(house), await another_company(house), house.use_cases.setup
    with pytest.raises(ApiKeyNotFound):
        await do.get_key(other, made.key.id)
    with pytest.raises(ApiKeyNotFound):
        await do.change_key(other, made.key.id, KeyChange(name="x"), if_match=1)
    with pytest.raises(ApiKeyNotFound):
        await do.rotate_key(other.company_id, made.key.id, overlap=DAY, expiry=None, by=OPERATOR)
    with pytest.raises(ApiKeyNotFound):
        await do.revoke_key(other.company_id, made.key.id, by=OPERATOR)
    assert [key.name for key in await do.list_keys(other.company_id, after=None, limit=9)] == ["other"]
    assert await opens(house, made)


# rotated


async def test_a_rotated_key_and_its_successor_are_both_good_for_a_while(house: House) -> None:
    old = await make(house, "Screen", Scope.LOGS_READ, Scope.RECORDS_READ)
    rotated = await rotate(house, old.key.id, by=Actor.of(house.principal))
    new = rotated.new
    assert (new.key.name, new.key.scopes) == (old.key.name, old.key.scopes)
    assert (new.key.created_by, new.key.expires_at) == ("Billing system", None)
    assert await read(house, old.key.id) == rotated.old
    assert (rotated.old.replaced_by, rotated.old.expires_at) == (new.key.id, later(days=1))
    assert new.secret != old.secret
    house.clock.advance(86_399)
    assert [await opens(house, each) for each in (old, new)] == [True, True]
    house.clock.advance(1)
    assert [await opens(house, each) for each in (old, new)] == [False, True]


async def test_without_an_overlap_the_old_key_ends_at_once(house: House) -> None:
    old = await make(house)
    rotated = await rotate(house, old.key.id, overlap=timedelta())
    assert [await opens(house, each) for each in (old, rotated.new)] == [False, True]


async def test_a_rotation_whose_answer_was_lost_is_done_again_after_its_key_was_revoked(house: House) -> None:
    old = await make(house)
    lost = await rotate(house, old.key.id)
    with pytest.raises(ApiKeyReplaced) as refused:
        await rotate(house, old.key.id)
    assert refused.value.context == {"replaced_by": str(lost.new.key.id)}
    await revoke(house, lost.new.key.id)
    again = await rotate(house, old.key.id)
    assert again.new.key.expires_at is None
    assert [await opens(house, each) for each in (old, lost.new, again.new)] == [True, False, True]


async def test_a_successor_cannot_expire_before_it_begins(house: House) -> None:
    old = await make(house)
    with pytest.raises(ExpiryInvalid):
        await house.use_cases.setup.rotate_key(
            house.company.id, old.key.id, overlap=DAY, expiry=Expiry(NOON), by=OPERATOR
        )
    assert await read(house, old.key.id) == old.key


# revoked


async def test_a_key_that_is_revoked_twice_was_revoked_the_first_time(house: House) -> None:
    made = await make(house)
    await revoke(house, made.key.id)
    house.clock.advance(60)
    await revoke(house, made.key.id)
    assert (await read(house, made.key.id)).revoked_at == NOON
    assert [what for _, what, _ in await trail(house)].count("key_revoked") == 1


async def test_a_key_that_has_expired_can_still_be_revoked(house: House) -> None:
    made = await make(house, expires_at=later(seconds=1))
    house.clock.advance(1)
    await revoke(house, made.key.id, by=Actor.of(house.principal))
    assert (await read(house, made.key.id)).revoked_at == later(seconds=1)


async def test_the_last_key_that_may_make_others_cannot_end_itself(house: House) -> None:
    await make(house)
    own, by = house.principal.key_id, Actor.of(house.principal)
    with pytest.raises(LastKeysAdmin):
        await revoke(house, own, by=by)
    with pytest.raises(LastKeysAdmin):
        await house.use_cases.setup.change_key(house.principal, own, KeyChange(scopes=READER), if_match=1)
    await make(house, "Another", Scope.KEYS_ADMIN)
    await revoke(house, own, by=by)
    assert (await read(house, own)).revoked_at == NOON


async def test_the_operator_can_end_every_key(house: House) -> None:
    await revoke(house, house.principal.key_id)
    assert (await read(house, house.principal.key_id)).revoked_at == NOON


# written down


async def test_what_was_done_to_a_key_is_in_the_audit_trail_and_its_secret_is_not(house: House) -> None:
    by, do = Actor.of(house.principal), house.use_cases.setup
    made = await do.create_key(house.company.id, "Screen", READER, by=by)
    await do.change_key(house.principal, made.key.id, KeyChange(name="Front end"), if_match=1)
    rotated = await rotate(house, made.key.id, by=by)
    await revoke(house, rotated.new.key.id)
    id_ = str(made.key.id)
    assert (await trail(house))[-4:] == [
        ("Billing system", "key_created", id_),
        ("Billing system", "key_changed", id_),
        ("Billing system", "key_rotated", id_),
        ("operator", "key_revoked", str(rotated.new.key.id)),
    ]
    async with house.engine.connect() as connection:
        everything = str((await connection.execute(select(AuditRow))).all())
    for secret in (made.secret, rotated.new.secret):
        assert secret not in everything
        assert hash_secret(secret) not in everything
