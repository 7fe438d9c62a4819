"""Tokens: renewed in time, in one place at a time, and saved before they are used."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from adapters.quickbooks.addresses import local
from adapters.quickbooks.ledger import QuickBooksLedgers
from adapters.quickbooks.oauth import Authorisation
from adapters.quickbooks.settings import QuickBooksSettings, Rates
from adapters.quickbooks.token_endpoint import TokenEndpoint
from domain.model.commands import PostCustomer, Write
from domain.model.companies import Connection, Hold, Tokens
from domain.model.outcomes import Applied, Held, HoldReason, Outcome, RefusalReason, Refused
from domain.model.questions import CustomerNamed
from domain.ports.ledger import Ledger, QuestionsUnanswered
from tests.adapters.quickbooks.conftest import OpenLedger
from tests.adapters.quickbooks.kept import KeptTokens
from tests.builders import NOON, a_contact, a_hold
from tests.contracts.ledger import a_marker
from tests.fakes.clock import FakeClock
from tests.servers.child import free_port
from tests.servers.sandbox import Realm, control

FIVE_YEARS = timedelta(days=5 * 365)
DEAD = "eyJlbmMi.a-token-that-is-not-good-any-more"
TOKEN_PATH = "/oauth2/v1/tokens/bearer"
ALWAYS_401 = {"match": {"entity": "Customer"}, "action": {"kind": "fault", "code": "3200", "status": 401}}
NOT_GOOD = Tokens(access_token=DEAD, refresh_token=DEAD, expires_at=NOON + timedelta(hours=1))


def with_refresh_token(kept: KeptTokens, connection: Connection, refresh_token: str) -> Connection:
    """Change the stored pair, as if it had always been like this."""
    changed = replace(connection, tokens=replace(connection.tokens, refresh_token=refresh_token))
    kept.connections.rows[connection.company_id] = changed
    return changed


def newer_pair(realm: Realm, connection: Connection) -> Connection:
    """What another process has got from Intuit and saved."""
    opened = control(realm.url, "POST", f"/realms/{realm.realm_id}/tokens")
    tokens = Tokens(
        access_token=opened["access_token"],
        refresh_token=opened["refresh_token"],
        expires_at=NOON + timedelta(hours=1),
    )
    return replace(connection, tokens=tokens, version=connection.version + 1)


@dataclass
class Refreshes:
    """Counts the calls of the token endpoint; a rule that never strikes sees even those that it refuses."""

    realm: Realm

    def __post_init__(self) -> None:
        never = {"match": {"path": TOKEN_PATH}, "probability": 0, "action": {"kind": "empty"}}
        self.rule = control(self.realm.url, "POST", "/faults", never)["id"]

    def __len__(self) -> int:
        return int(control(self.realm.url, "GET", f"/faults/{self.rule}")["matched"])


@pytest.fixture
def refreshes(realm: Realm) -> Iterator[Refreshes]:
    counting = Refreshes(realm)
    yield counting
    control(realm.url, "DELETE", f"/faults/{counting.rule}")


def a_write(ledger: Ledger, name: str) -> Write:
    draft = ledger.draft(PostCustomer(contact=a_contact(organisation=name), marker=a_marker()))
    return Write(request_id=f"r-{name}", draft=draft)


def assert_left_alone(outcome: Outcome) -> None:
    assert isinstance(outcome, Held)
    assert outcome.reason is HoldReason.QUICKBOOKS_UNAVAILABLE
    assert outcome.until == NOON + timedelta(seconds=30)


async def write_one(ledger: Ledger, name: str = "Acme") -> Outcome:
    (outcome,) = await ledger.write([a_write(ledger, name)])
    return outcome


class TestAnAccessTokenThatQuickBooksRefuses:
    @pytest.fixture
    def connection(self, connection: Connection) -> Connection:
        return replace(connection, tokens=replace(connection.tokens, access_token=DEAD))

    async def test_is_renewed_once_and_the_call_sent_again(
        self, ledger: Ledger, realm: Realm, kept: KeptTokens, refreshes: Refreshes
    ) -> None:
        outcome = await write_one(ledger)
        assert isinstance(outcome, Applied)
        assert len(refreshes) == 1
        (saved,) = kept.saved
        assert saved.version == 2
        assert saved.tokens.expires_at == NOON + timedelta(seconds=3600)
        writes = [call for call in realm.calls() if call["kind"] == "write"]
        assert [call["status"] for call in writes] == [401, 200]
        assert len({call["request_id"] for call in writes}) == 1

    async def test_costs_a_call_of_the_second_all_the_same(self, open_ledger: OpenLedger) -> None:
        ledger = open_ledger(rates=Rates(per_second=1, in_flight=1, per_minute=60))
        began = time.monotonic()
        assert isinstance(await write_one(ledger), Applied)
        assert time.monotonic() - began >= 1  # the call that was refused counts as well

    async def test_is_renewed_once_for_ten_calls_at_once(self, ledger: Ledger, refreshes: Refreshes) -> None:
        outcomes = await asyncio.gather(*(write_one(ledger, f"Member {number}") for number in range(10)))
        assert {type(outcome) for outcome in outcomes} == {Applied}
        assert len(refreshes) == 1

    async def test_is_renewed_for_a_question_too(self, ledger: Ledger, refreshes: Refreshes) -> None:
        await ledger.ask([CustomerNamed(name="Acme")])
        assert len(refreshes) == 1

    async def test_is_not_renewed_when_another_process_did(
        self, ledger: Ledger, realm: Realm, kept: KeptTokens, connection: Connection, refreshes: Refreshes
    ) -> None:
        await kept.connections.add(newer_pair(realm, connection))
        assert isinstance(await write_one(ledger), Applied)
        assert len(refreshes) == 0

    async def test_a_second_401_is_an_answer(
        self, ledger: Ledger, realm: Realm, refreshes: Refreshes
    ) -> None:
        realm.add_fault(ALWAYS_401)
        outcome = await write_one(ledger)
        assert isinstance(outcome, Refused)
        assert outcome.reason is RefusalReason.UNAUTHORIZED
        assert len(refreshes) == 1
        assert DEAD not in repr(outcome)

    async def test_a_401_that_lasts_keeps_the_rest_back(self, open_ledger: OpenLedger, realm: Realm) -> None:
        realm.add_fault(ALWAYS_401)
        ledger = open_ledger(rates=Rates(per_second=10_000, in_flight=1, per_minute=100_000))
        outcomes = await ledger.write([a_write(ledger, f"Member {number}") for number in range(20)])
        assert {type(outcome) for outcome in outcomes} == {Refused}
        assert [call["status"] for call in realm.calls()] == [401, 200, 401]

    async def test_is_renewed_once_for_two_ledgers_of_a_company(
        self,
        settings: QuickBooksSettings,
        connection: Connection,
        kept: KeptTokens,
        refreshes: Refreshes,
    ) -> None:
        ledgers = QuickBooksLedgers(settings, FakeClock(NOON), kept)
        one, other = ledgers.open(connection), ledgers.open(connection)
        await asyncio.gather(write_one(one, "Acme"), write_one(other, "Bakery"))
        await ledgers.close()
        assert len(refreshes) == 1

    async def test_needs_a_person_when_the_company_has_disconnected(
        self, ledger: Ledger, realm: Realm, kept: KeptTokens
    ) -> None:
        realm.settings({"connected": False})
        outcome = await write_one(ledger)
        assert isinstance(outcome, Held)
        assert (outcome.reason, outcome.until) == (HoldReason.NEEDS_RECONNECT, None)
        assert kept.saved == []

    async def test_leaves_questions_unanswered_when_it_cannot_be_renewed(
        self, ledger: Ledger, realm: Realm
    ) -> None:
        realm.settings({"connected": False})
        with pytest.raises(QuestionsUnanswered) as unanswered:
            await ledger.ask([CustomerNamed(name="Acme")])
        assert unanswered.value.answer.reason is HoldReason.NEEDS_RECONNECT

    @pytest.mark.parametrize(
        "action",
        [
            {"kind": "html"},
            {"kind": "html", "status": 200},
            {"kind": "drop"},
            {"kind": "http", "status": 429},
            {"kind": "http", "status": 500, "body": '{"error":"invalid_grant"}'},
        ],
        ids=["a page with 503", "a page with 200", "no answer", "throttled", "a 500 of any words"],
    )
    async def test_leaves_the_company_alone_for_a_while_when_the_token_endpoint_answers(
        self, ledger: Ledger, realm: Realm, action: dict[str, Any]
    ) -> None:
        """Nothing of it says that the company is disconnected."""
        rule = realm.add_fault({"match": {"path": TOKEN_PATH}, "action": action})
        assert_left_alone(await write_one(ledger))
        assert realm.ledger() == []
        realm.remove_fault(rule)
        assert isinstance(await write_one(ledger), Applied)

    async def test_leaves_the_company_alone_for_a_while_when_the_token_endpoint_cannot_be_reached(
        self, open_ledger: OpenLedger, realm: Realm
    ) -> None:
        nowhere = replace(local(realm.url), token=f"http://127.0.0.1:{free_port()}/token")
        assert_left_alone(await write_one(open_ledger(addresses=nowhere)))

    async def test_stays_as_it_is_when_our_own_credentials_are_refused(
        self, ledger: Ledger, realm: Realm
    ) -> None:
        action = {"kind": "http", "status": 401, "body": '{"error":"invalid_client"}'}
        realm.add_fault({"match": {"path": TOKEN_PATH}, "action": action})
        outcome = await write_one(ledger)
        assert isinstance(outcome, Refused)
        assert outcome.reason is RefusalReason.UNAUTHORIZED

    async def test_is_saved_though_the_database_was_gone_for_a_moment(
        self, ledger: Ledger, kept: KeptTokens, refreshes: Refreshes
    ) -> None:
        kept.connections.broken = 4
        assert isinstance(await write_one(ledger), Applied)
        assert (len(refreshes), len(kept.saved)) == (1, 1)

    async def test_is_not_used_before_it_is_saved_and_is_saved_at_the_next_chance(
        self, ledger: Ledger, realm: Realm, kept: KeptTokens, refreshes: Refreshes
    ) -> None:
        kept.connections.broken = 5
        with pytest.raises(OSError, match="the database is gone"):
            await write_one(ledger)
        assert realm.ledger() == []
        assert isinstance(await write_one(ledger), Applied)
        assert (len(refreshes), len(kept.saved)) == (1, 1)
        assert kept.renewals.leases == {}

    async def test_is_forgotten_when_the_company_was_connected_to_another_realm(
        self, ledger: Ledger, kept: KeptTokens, connection: Connection, refreshes: Refreshes
    ) -> None:
        await kept.connections.add(replace(connection, realm_id="1", version=2))
        outcome = await write_one(ledger)
        assert isinstance(outcome, Held)
        assert outcome.reason is HoldReason.NEEDS_RECONNECT
        assert len(refreshes) == 0

    async def test_is_forgotten_when_the_connection_was_removed(
        self, ledger: Ledger, kept: KeptTokens
    ) -> None:
        kept.connections.rows.clear()
        assert isinstance(await write_one(ledger), Held)


class TestAnAccessTokenThatIsAboutToExpire:
    async def test_is_renewed_before_it_is_used(self, ledger: Ledger, realm: Realm, clock: FakeClock) -> None:
        clock.advance(3600 - 59)
        assert isinstance(await write_one(ledger), Applied)
        assert [call["kind"] for call in realm.calls()] == ["oauth", "write"]

    async def test_is_used_until_a_minute_before(
        self, ledger: Ledger, realm: Realm, clock: FakeClock
    ) -> None:
        clock.advance(3600 - 61)
        assert isinstance(await write_one(ledger), Applied)
        assert [call["kind"] for call in realm.calls()] == ["write"]

    async def test_is_used_for_half_its_life_when_that_is_short(
        self, ledger: Ledger, realm: Realm, clock: FakeClock, refreshes: Refreshes
    ) -> None:
        realm.settings({"access_token_lifetime": 30})
        clock.advance(3600)
        for name in ("One", "Two"):
            assert isinstance(await write_one(ledger, name), Applied)
        assert len(refreshes) == 1
        clock.advance(16)
        assert isinstance(await write_one(ledger, "Three"), Applied)
        assert len(refreshes) == 2


class TestAnAuthorisation:
    """What takes a race to happen, one step at a time."""

    Make = Callable[..., Authorisation]

    @pytest.fixture
    async def make(
        self, settings: QuickBooksSettings, clock: FakeClock, kept: KeptTokens, connection: Connection
    ) -> AsyncIterator[Make]:
        endpoint = TokenEndpoint(settings)

        def make(of: Connection = connection, **others: Callable[[float], Awaitable[None]]) -> Authorisation:
            return Authorisation(
                of, endpoint=endpoint, units_of_work=kept, clock=clock, settings=settings, **others
            )

        yield make
        await endpoint.close()

    async def test_waits_for_the_process_that_got_there_first(
        self, make: Make, kept: KeptTokens, connection: Connection, realm: Realm
    ) -> None:
        spent = with_refresh_token(kept, connection, DEAD)
        newer = newer_pair(realm, connection)

        async def the_other_one_saves(_: float) -> None:
            await kept.connections.add(newer)

        authorisation = make(spent, sleep=the_other_one_saves)
        assert await authorisation.token(refused=spent.tokens.access_token) == newer.tokens.access_token

    async def test_believes_the_process_that_saved_first(
        self, make: Make, kept: KeptTokens, connection: Connection, realm: Realm
    ) -> None:
        newer = newer_pair(realm, connection)
        read = kept.connections.get
        once = iter([connection])

        async def get(company_id: UUID) -> Connection | None:
            return next(once, None) or await read(company_id)

        kept.connections.rows[connection.company_id] = newer
        kept.connections.get = get  # type: ignore[method-assign]  # the first look is a moment too early
        token = await make().token(refused=connection.tokens.access_token)
        assert token == newer.tokens.access_token
        assert kept.saved == []

    async def test_is_renewed_even_when_who_asked_is_gone(
        self, make: Make, kept: KeptTokens, connection: Connection
    ) -> None:
        authorisation = make()
        asking = asyncio.ensure_future(authorisation.token(refused=connection.tokens.access_token))
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await authorisation.finish()
        (saved,) = kept.saved
        assert await authorisation.token() == saved.tokens.access_token

    async def test_keeps_the_newest_pair_it_was_shown(self, make: Make, connection: Connection) -> None:
        authorisation = make()
        authorisation.learn(replace(connection, tokens=replace(NOT_GOOD, access_token="newer"), version=3))
        authorisation.learn(replace(connection, tokens=replace(NOT_GOOD, access_token="older"), version=2))
        assert await authorisation.token() == "newer"

    async def test_keeps_the_end_of_the_authorisation_where_intuit_does_not_repeat_it(
        self, make: Make, kept: KeptTokens, connection: Connection, realm: Realm
    ) -> None:
        ends = replace(connection.tokens, refresh_expires_at=NOON, grant_expires_at=NOON + FIVE_YEARS)
        kept.connections.rows[connection.company_id] = replace(connection, tokens=ends)
        body = '{"access_token": "A", "refresh_token": "R", "expires_in": 3600}'
        realm.add_fault(
            {"match": {"path": TOKEN_PATH}, "action": {"kind": "http", "status": 200, "body": body}}
        )
        assert await make().token(refused=connection.tokens.access_token) == "A"
        (saved,) = kept.saved
        assert (saved.tokens.refresh_expires_at, saved.tokens.grant_expires_at) == (None, NOON + FIVE_YEARS)

    async def test_tries_a_pair_that_was_stored_under_it_though_that_is_old_too(
        self, make: Make, kept: KeptTokens, connection: Connection, realm: Realm
    ) -> None:
        """Somebody else renewed long ago, and by now that has expired as well."""
        spent = with_refresh_token(kept, connection, DEAD)
        newer = newer_pair(realm, connection)
        newer = replace(newer, tokens=replace(newer.tokens, expires_at=NOON))

        async def the_other_one_saves(_: float) -> None:
            await kept.connections.add(newer)

        token = await make(spent, sleep=the_other_one_saves).token(refused=spent.tokens.access_token)
        (saved,) = kept.saved
        assert (token, saved.version) == (saved.tokens.access_token, 3)

    async def test_takes_what_was_stored_by_whoever_connected_the_company_meanwhile(
        self, make: Make, kept: KeptTokens, connection: Connection, realm: Realm
    ) -> None:
        newer = newer_pair(realm, connection)
        replace_tokens = kept.connections.replace_tokens

        async def a_moment_too_late(renewed: Connection) -> bool:
            await kept.connections.add(newer)
            return await replace_tokens(renewed)

        kept.connections.replace_tokens = a_moment_too_late  # type: ignore[method-assign, assignment]
        assert await make().token(refused=connection.tokens.access_token) == newer.tokens.access_token
        assert kept.saved == []
        assert kept.renewals.leases == {}

    @pytest.mark.parametrize(
        ("hold", "left"),
        [(a_hold(), None), (a_hold(HoldReason.COMPANY_SUSPENDED), a_hold(HoldReason.COMPANY_SUSPENDED))],
        ids=["given up", "held for another reason"],
    )
    async def test_lets_a_company_go_that_was_given_up_while_its_new_pair_was_on_the_way(
        self, make: Make, kept: KeptTokens, connection: Connection, hold: Hold, left: Hold | None
    ) -> None:
        await kept.connections.hold(connection.company_id, hold)
        assert isinstance(await make().token(refused=connection.tokens.access_token), str)
        assert kept.connections.rows[connection.company_id].hold == left
