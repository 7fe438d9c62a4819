"""A company that sends nothing for weeks must not lose its connection for lack of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from domain.model.companies import Company, Connection
from domain.model.outcomes import Evidence, Held, HoldReason, RefusalReason, Refused
from tests.builders import NOON, later, some_tokens
from tests.use_cases.house import House

A_MONTH = timedelta(days=30)
LOST = Held(reason=HoldReason.NEEDS_RECONNECT, until=None, evidence=Evidence())
LATER = Held(reason=HoldReason.QUICKBOOKS_UNAVAILABLE, until=later(seconds=30), evidence=Evidence())
OUR_FAULT = Refused(reason=RefusalReason.UNAUTHORIZED, evidence=Evidence())


@pytest.fixture
async def idle(house: House) -> Sequence[Company]:
    """Three, the one of the house among them, whose tokens were last renewed one day after the other."""
    companies = [house.company]
    for days in (1, 2):
        tokens = replace(some_tokens(), expires_at=later(days=days))
        companies.append(
            await house.use_cases.setup.create_company(
                f"Club {days}", realm_id=f"2{days}", time_zone="UTC", tokens=tokens
            )
        )
    return companies


async def sweep(house: House, after: timedelta = A_MONTH) -> list[str]:
    """Sweep so long after the tokens of the first one ended, and say whose were renewed."""
    before = len(house.ledger.renewed)
    house.clock.set(NOON + timedelta(hours=1, seconds=1) + after)
    await house.use_cases.sweep()
    return [connection.realm_id for connection in house.ledger.renewed[before:]]


async def hold_of(house: House, company: Company) -> HoldReason | None:
    connection = await stored(house, company)
    return connection.hold.reason if connection.hold else None


async def stored(house: House, company: Company) -> Connection:
    async with house.units.of(company.id) as uow:
        connection = await uow.connections.get(company.id)
    assert connection
    return connection


async def test_tokens_that_lay_unused_for_a_month_are_renewed_once(house: House) -> None:
    assert await sweep(house, A_MONTH - timedelta(seconds=2)) == []
    assert await sweep(house) == ["1"]
    assert await sweep(house) == []


@pytest.mark.usefixtures("idle")
async def test_the_longest_idle_goes_first(house: House) -> None:
    assert await sweep(house, A_MONTH * 2) == ["1", "21", "22"]


async def test_one_whose_authorisation_is_gone_is_held_until_a_person_connects_it(
    house: House, idle: Sequence[Company]
) -> None:
    first, second, _ = idle
    house.ledger.not_renewed[first.id] = LOST
    assert await sweep(house, A_MONTH * 2) == ["1", "21", "22"]
    assert await hold_of(house, first) is HoldReason.NEEDS_RECONNECT
    assert await hold_of(house, second) is None


async def test_one_that_was_connected_again_meanwhile_is_not_held(house: House) -> None:
    async def connect_again() -> None:
        connection = await stored(house, house.company)
        async with house.units.of(house.company.id) as uow:
            await uow.connections.replace_tokens(replace(connection, version=connection.version + 1))
            await uow.commit()

    house.ledger.not_renewed[house.company.id] = LOST
    house.ledger.while_renewed = connect_again
    assert await sweep(house) == ["1"]
    assert await hold_of(house, house.company) is None


@pytest.mark.parametrize("came", [LATER, OUR_FAULT], ids=["unavailable", "our own credentials"])
async def test_when_intuit_gives_nothing_to_anybody_the_rest_waits_and_nobody_is_held(
    house: House, idle: Sequence[Company], came: Held | Refused
) -> None:
    house.ledger.not_renewed[idle[0].id] = came
    assert await sweep(house, A_MONTH * 2) == ["1"]
    assert [await hold_of(house, company) for company in idle] == [None, None, None]


async def test_one_that_cannot_be_read_stops_no_other(
    house: House, idle: Sequence[Company], caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        if house.ledger.renewed[-1].company_id == idle[0].id:
            raise ValueError("not sealed with one of our keys")

    house.ledger.while_renewed = fail
    assert await sweep(house, A_MONTH * 2) == ["1", "21", "22"]
    assert "idle_quarantined" in caplog.text


@pytest.mark.usefixtures("idle")
async def test_one_that_is_gone_by_its_turn_is_let_alone(house: House) -> None:
    async def disconnect() -> None:
        async with house.engine.begin() as connection:
            await connection.execute(text("DELETE FROM connections WHERE realm_id = '21'"))

    house.ledger.while_renewed = disconnect
    assert await sweep(house, A_MONTH * 2) == ["1", "22"]
