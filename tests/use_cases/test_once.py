"""A call with an Idempotency-Key has its effect once, and gets the same answer for ever after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import AlreadySynced, IdempotencyKeyReused
from domain.model.idempotency import Call, StoredAnswer
from domain.model.log_entries import Status
from domain.ports.unit_of_work import UnitOfWork
from domain.use_cases.once import Answered
from tests.builders import a_contact
from tests.use_cases.house import House

DAYS = 24 * 60 * 60


def a_call_of(house: House, key: str = "k-1", fingerprint: str = "f-1") -> Call:
    return Call(
        company_id=house.company.id,
        key_id=house.principal.key_id,
        method="POST",
        path="/resync-failures",
        key=key,
        fingerprint=fingerprint,
    )


async def accept_one(house: House, call: Call | None) -> Answered:
    """Accept a new contact, and answer with its reference."""

    async def effect(uow: UnitOfWork) -> str:
        contact = a_contact()
        await house.use_cases.accept_batch.within(uow, house.principal, [contact])
        return contact.external_ref

    return await house.use_cases.once(
        house.principal, call, effect, lambda ref: StoredAnswer(status=202, body=ref, location=f"/logs/{ref}")
    )


async def test_the_effect_runs_once_and_the_answer_is_given_again(house: House) -> None:
    first = await accept_one(house, a_call_of(house))
    again = await accept_one(house, a_call_of(house))
    assert (first.replayed, again.replayed) == (False, True)
    assert first.answer == again.answer
    assert await house.statuses() == [Status.QUEUED]


async def test_only_the_effect_rings(house: House) -> None:
    for _ in range(3):
        await accept_one(house, a_call_of(house))
    assert len(house.doorbell.rings) == 1


async def test_without_a_key_every_call_is_a_call(house: House) -> None:
    first, second = await accept_one(house, None), await accept_one(house, None)
    assert first.answer.body != second.answer.body
    assert len(await house.entries()) == 2


async def test_another_key_is_another_call(house: House) -> None:
    await accept_one(house, a_call_of(house))
    assert not (await accept_one(house, a_call_of(house, key="k-2"))).replayed


async def test_the_same_key_with_another_body_is_a_mistake(house: House) -> None:
    await accept_one(house, a_call_of(house))
    with pytest.raises(IdempotencyKeyReused):
        await accept_one(house, a_call_of(house, fingerprint="f-2"))
    assert len(await house.entries()) == 1


async def test_a_call_that_failed_kept_nothing_and_may_be_made_again(house: House) -> None:
    async def fail(_: UnitOfWork) -> str:
        raise AlreadySynced

    with pytest.raises(AlreadySynced):
        await house.use_cases.once(
            house.principal, a_call_of(house), fail, lambda ref: StoredAnswer(status=202, body=ref)
        )
    assert house.doorbell.rings == []
    assert not (await accept_one(house, a_call_of(house))).replayed


async def test_a_key_is_free_again_after_three_days(house: House) -> None:
    await accept_one(house, a_call_of(house))
    house.clock.advance(3 * DAYS - 1)
    assert (await accept_one(house, a_call_of(house))).replayed
    house.clock.advance(1)
    assert not (await accept_one(house, replace(a_call_of(house), fingerprint="f-2"))).replayed
