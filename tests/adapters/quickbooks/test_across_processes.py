"""Many processes meet a token that is not good any more: one renews it, and all go on."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.database.engine import open_engine
from adapters.database.unit_of_work import SqlUnitsOfWork
from adapters.quickbooks.ledger import QuickBooksLedgers
from adapters.quickbooks.settings import QuickBooksSettings
from adapters.vault import AesGcmVault, new_key
from domain.model.companies import Connection, Tokens
from domain.model.outcomes import Applied, Held, HoldReason, Outcome
from domain.use_cases.renew_idle import IdleSettings, RenewIdle
from tests.adapters.quickbooks.calling import call
from tests.builders import NOON, a_company
from tests.fakes.clock import FakeClock
from tests.servers.child import Child
from tests.servers.sandbox import Realm

ROOT = Path(__file__).parents[3]
KEY = new_key()
DEAD = "eyJlbmMi.a-token-that-is-not-good-any-more"
SLOWLY = {"kind": "delay", "seconds": 0.3, "after": "commit"}
HOUSES = 4


@dataclass(frozen=True, slots=True)
class House:
    """One process, as far as tokens go: its own connections to the database, its own ledgers."""

    engine: AsyncEngine
    units: SqlUnitsOfWork
    ledgers: QuickBooksLedgers

    async def calls(self, connection: Connection, name: str, *, many: int = 10) -> list[Outcome]:
        ledgers = [self.ledgers.open(connection) for _ in range(many)]
        return await asyncio.gather(*(call(each, f"{name} {n}") for n, each in enumerate(ledgers)))


class Caller(Child):
    """Another process; see `calling`."""

    def is_ready(self) -> bool:
        return "ready" in self._log.read_text()

    def says(self) -> str:
        """What it said last."""
        return self._log.read_text().splitlines()[-1]


OpenHouse = Callable[..., House]


@pytest.fixture
async def open_house(postgres_url: str, settings: QuickBooksSettings) -> AsyncIterator[OpenHouse]:
    opened: list[House] = []

    def open_(**changes: object) -> House:
        changed = replace(settings, **changes)  # type: ignore[arg-type]  # the caller knows the settings
        engine = open_engine(postgres_url)
        units = SqlUnitsOfWork(engine, AesGcmVault([KEY]))
        opened.append(House(engine, units, QuickBooksLedgers(changed, FakeClock(NOON), units)))
        return opened[-1]

    yield open_
    for house in opened:
        await house.ledgers.close()
        await house.engine.dispose()


@pytest.fixture
async def connection(open_house: OpenHouse, realm: Realm) -> Connection:
    """Stored; its access token expired long ago."""
    tokens = Tokens(access_token=DEAD, refresh_token=realm.refresh_token, expires_at=NOON - timedelta(days=1))
    company = a_company(realm_id=realm.realm_id)
    connection = Connection(company_id=company.id, realm_id=realm.realm_id, tokens=tokens, version=1)
    async with open_house().units() as uow:
        await uow.companies.add(company)
        await uow.connections.add(connection)
        await uow.commit()
    return connection


def refreshes(realm: Realm) -> int:
    """As the sandbox received them; those with a dead refresh token it cannot tell whose they are."""
    return sum(each["kind"] == "oauth" for each in realm.calls())


def spoil(realm: Realm, action: Mapping[str, Any], **rule: int) -> None:
    realm.add_fault({"match": {"operation": "token"}, "action": action, **rule})


async def test_ten_ledgers_in_each_of_many_houses_make_one_refresh_call(
    open_house: OpenHouse, connection: Connection, realm: Realm
) -> None:
    spoil(realm, SLOWLY)
    houses = [open_house() for _ in range(HOUSES)]
    shares = await asyncio.gather(*(house.calls(connection, f"H{n}") for n, house in enumerate(houses)))
    assert [type(outcome) for share in shares for outcome in share] == [Applied] * HOUSES * 10
    assert refreshes(realm) == 1


async def test_a_token_that_quickbooks_refuses_is_renewed_once_for_all_houses(
    open_house: OpenHouse, connection: Connection, realm: Realm
) -> None:
    looks_good = replace(connection.tokens, expires_at=NOON + timedelta(hours=1))
    connection = replace(connection, tokens=looks_good, version=2)
    houses = [open_house() for _ in range(HOUSES)]
    async with houses[0].units() as uow:
        await uow.connections.replace_tokens(connection)
        await uow.commit()
    spoil(realm, SLOWLY)
    shares = await asyncio.gather(*(house.calls(connection, f"H{n}") for n, house in enumerate(houses)))
    assert {type(outcome) for share in shares for outcome in share} == {Applied}
    assert refreshes(realm) == 1
    assert 401 in {each["status"] for each in realm.calls()}


async def test_the_failure_of_the_one_who_renews_is_not_the_others_failure(
    open_house: OpenHouse, connection: Connection, realm: Realm
) -> None:
    spoil(realm, {"kind": "http", "status": 503}, times=1)
    one, other = open_house(), open_house()
    outcomes = await asyncio.gather(one.calls(connection, "A"), other.calls(connection, "B"))
    assert sorted({type(each).__name__ for share in outcomes for each in share}) == ["Applied", "Held"]
    assert isinstance((await one.calls(connection, "C"))[0], Applied)
    assert refreshes(realm) == 2


async def test_a_lost_answer_cuts_the_connection_where_the_old_token_died_of_it(
    open_house: OpenHouse, connection: Connection, realm: Realm
) -> None:
    """Nobody has the pair that Intuit gave, so a person has to connect again; that is the truth."""
    spoil(realm, {"kind": "drop", "after": "commit"}, times=1)
    house = open_house()
    (first,) = await house.calls(connection, "A", many=1)
    (second,) = await house.calls(connection, "B", many=1)
    assert isinstance(first, Held)
    assert isinstance(second, Held)
    assert (first.reason, second.reason) == (HoldReason.QUICKBOOKS_UNAVAILABLE, HoldReason.NEEDS_RECONNECT)


async def test_a_lost_answer_is_cured_by_itself_where_the_old_token_lives_on(
    open_house: OpenHouse, connection: Connection, realm: Realm
) -> None:
    realm.settings({"refresh_rotation": False})
    spoil(realm, {"kind": "drop", "after": "commit"}, times=1)
    house = open_house()
    (first,) = await house.calls(connection, "A", many=1)
    assert isinstance(first, Held)
    assert first.reason is HoldReason.QUICKBOOKS_UNAVAILABLE
    assert isinstance((await house.calls(connection, "B", many=1))[0], Applied)


async def test_who_sleeps_past_the_lease_is_waited_for_before_a_person_is_asked(
    open_house: OpenHouse, connection: Connection, realm: Realm
) -> None:
    """The second one's refresh token died under it; the first one's answer is on its way."""
    spoil(realm, {"kind": "delay", "seconds": 0.6, "after": "commit"}, times=1)
    slow, quick = open_house(renewal_lease=0.1), open_house(reread_pause=1.5)
    first = asyncio.create_task(slow.calls(connection, "A"))
    await until_asked(realm)
    shares = [await quick.calls(connection, "B"), await first]
    assert {type(outcome) for share in shares for outcome in share} == {Applied}


async def test_who_cannot_wait_for_ever_tries_again_later(
    open_house: OpenHouse, connection: Connection, realm: Realm
) -> None:
    house = open_house(renewal_lease=0.05)
    async with house.units() as uow:
        assert await uow.renewals.take(connection, seconds=3600)
        await uow.commit()
    (outcome,) = await house.calls(connection, "A", many=1)
    assert isinstance(outcome, Held)
    assert (outcome.reason, outcome.until) == (
        HoldReason.QUICKBOOKS_UNAVAILABLE,
        NOON + timedelta(seconds=30),
    )
    assert refreshes(realm) == 0


async def test_an_idle_company_is_renewed_once_whoever_sweeps(
    open_house: OpenHouse, connection: Connection, realm: Realm
) -> None:
    spoil(realm, SLOWLY)
    settings = IdleSettings(after=timedelta(hours=1))
    houses = [open_house() for _ in range(HOUSES)]
    sweeps = [
        RenewIdle(units_of_work=each.units, ledgers=each.ledgers, clock=FakeClock(NOON), settings=settings)
        for each in houses
    ]
    await asyncio.gather(*(sweep() for sweep in sweeps))
    assert refreshes(realm) == 1
    async with houses[0].units.of(connection.company_id) as uow:
        stored = await uow.connections.get(connection.company_id)
    assert stored
    assert (stored.version, stored.tokens.refresh_expires_at) == (2, NOON + timedelta(days=101))


class TestProcesses:
    """As the above, with an operating system between them."""

    Start = Callable[..., Caller]

    @pytest.fixture
    def go(self, tmp_path: Path) -> Path:
        return tmp_path / "go"

    @pytest.fixture
    def start(
        self, postgres_url: str, realm: Realm, connection: Connection, tmp_path: Path, go: Path
    ) -> Iterator[Start]:
        with ExitStack() as ends:

            def start(name: str, renewal_lease: float = 60) -> Caller:
                asked = {
                    "name": name, "go": str(go), "database_url": postgres_url, "key": KEY,
                    "company_id": str(connection.company_id), "url": realm.url,
                    "client_id": realm.client_id, "client_secret": realm.client_secret,
                    "renewal_lease": str(renewal_lease),
                }  # fmt: skip
                settings = [f"ASKED={json.dumps(asked)}"]
                program = [sys.executable, "-m", "tests.adapters.quickbooks.calling"]
                log = tmp_path / f"{name}.log"
                child = Caller(["/usr/bin/env", "-C", str(ROOT), *settings, *program], log=log)
                ends.callback(child.end)
                return child

            yield start

    async def test_two_that_renew_at_the_same_time_both_go_on(
        self, start: Start, go: Path, realm: Realm
    ) -> None:
        spoil(realm, SLOWLY)
        processes = [start(name) for name in ("one", "other")]
        for process in processes:
            process.wait_until(process.is_ready)
        let(go)
        for process in processes:
            process.finish()
        assert [process.says() for process in processes] == [" ".join(["Applied"] * 10)] * 2
        assert refreshes(realm) == 1

    async def test_one_that_is_killed_while_it_renews_delays_the_others_until_its_lease_ends(
        self, start: Start, go: Path, realm: Realm, open_house: OpenHouse, connection: Connection
    ) -> None:
        spoil(realm, {"kind": "delay", "seconds": 60, "before": "commit"}, times=1)
        killed, house = start("killed", renewal_lease=2), open_house()
        killed.wait_until(killed.is_ready)
        let(go)
        await until_asked(realm)
        os.kill(killed.pid, signal.SIGKILL)
        assert await is_leased(house)
        outcomes = await house.calls(connection, "H")
        assert {type(outcome) for outcome in outcomes} == {Applied}
        assert refreshes(realm) == 2
        assert not await is_leased(house)


def let(go: Path) -> None:
    go.touch()


async def until_asked(realm: Realm) -> None:
    """Wait until a call for a new pair has come to Intuit."""
    while refreshes(realm) == 0:
        await asyncio.sleep(0.01)


async def is_leased(house: House) -> bool:
    async with house.engine.connect() as connection:
        leased = "SELECT count(*) FROM connections WHERE refresh_lease_until > clock_timestamp()"
        return bool(await connection.scalar(text(leased)))
