"""What calls with an Idempotency-Key are promised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import IdempotencyKeyReused
from domain.model.companies import Company
from domain.model.idempotency import Call, StoredAnswer
from domain.ports.unit_of_work import UnitsOfWork
from tests.builders import NOON, a_call, an_api_key, later
from tests.contracts.database.base import DatabaseContract

ANSWER = StoredAnswer(status=202, body='{"id": "1"}', location="/operations/1")


class IdempotencyContract(DatabaseContract):
    @pytest.fixture
    async def call(self, units: UnitsOfWork, company: Company) -> Call:
        key = an_api_key(company)
        async with units() as uow:
            await uow.api_keys.add(key)
            await uow.commit()
        return a_call(key)

    async def test_a_first_call_has_no_answer(self, units: UnitsOfWork, call: Call) -> None:
        async with units() as uow:
            assert await uow.idempotency.claim(call, at=NOON) is None

    async def test_a_second_call_gets_the_answer_of_the_first(self, units: UnitsOfWork, call: Call) -> None:
        await answered(units, call)
        async with units() as uow:
            assert await uow.idempotency.claim(call, at=later(days=2)) == ANSWER

    async def test_an_effect_that_was_rolled_back_leaves_the_key_free(
        self, units: UnitsOfWork, call: Call
    ) -> None:
        async with units() as uow:
            await uow.idempotency.claim(call, at=NOON)
            await uow.idempotency.answer(call, ANSWER)
        async with units() as uow:
            assert await uow.idempotency.claim(call, at=NOON) is None

    async def test_a_claim_that_was_committed_without_an_answer_leaves_it_free_too(
        self, units: UnitsOfWork, call: Call
    ) -> None:
        async with units() as uow:
            await uow.idempotency.claim(call, at=NOON)
            await uow.commit()
        async with units() as uow:
            assert await uow.idempotency.claim(call, at=NOON) is None

    async def test_the_same_key_with_another_body_is_a_mistake(self, units: UnitsOfWork, call: Call) -> None:
        await answered(units, call)
        async with units() as uow:
            with pytest.raises(IdempotencyKeyReused):
                await uow.idempotency.claim(other(call, fingerprint="f-2"), at=NOON)

    @pytest.mark.parametrize("field", ["method", "path", "key"])
    async def test_another_call_is_another_matter(self, units: UnitsOfWork, call: Call, field: str) -> None:
        await answered(units, call)
        async with units() as uow:
            assert await uow.idempotency.claim(other(call, **{field: "else"}), at=NOON) is None

    async def test_after_72_hours_the_key_is_free_again(self, units: UnitsOfWork, call: Call) -> None:
        await answered(units, call)
        async with units() as uow:
            assert await uow.idempotency.claim(other(call, fingerprint="f-2"), at=later(days=3)) is None
            await uow.idempotency.answer(call, StoredAnswer(status=200, body="{}"))
            await uow.commit()
        async with units() as uow:
            again = await uow.idempotency.claim(other(call, fingerprint="f-2"), at=later(days=3))
        assert again == StoredAnswer(status=200, body="{}")

    async def test_until_then_it_is_not(self, units: UnitsOfWork, call: Call) -> None:
        await answered(units, call)
        async with units() as uow:
            assert await uow.idempotency.claim(call, at=later(days=3, seconds=-1)) == ANSWER


async def answered(units: UnitsOfWork, call: Call) -> None:
    async with units() as uow:
        await uow.idempotency.claim(call, at=NOON)
        await uow.idempotency.answer(call, ANSWER)
        await uow.commit()


def other(call: Call, **fields: Any) -> Call:
    return replace(call, **fields)
