"""Connecting, in memory and against the sandbox's consent page and endpoints."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from adapters.quickbooks.addresses import local
from adapters.quickbooks.connector import QuickBooksConnector
from adapters.quickbooks.settings import QuickBooksSettings
from domain.model.authorizations import AuthorizationProblem, Books
from domain.model.companies import Tokens
from tests.contracts.connector import ConnectorContract, IntuitUnderTest
from tests.fakes.clock import FakeClock
from tests.fakes.connector import FakeConnector
from tests.sandbox.browser import Page, sent_to
from tests.servers.child import free_port
from tests.servers.sandbox import NO_TLS, Realm, control, new_realm

AWAY = {"action": {"kind": "html", "status": 503}}


@dataclass(slots=True)
class RememberedIntuit:
    """In memory."""

    connector: FakeConnector
    books: Books
    other_realm: str

    def consent(self) -> str:
        return self.connector.consent(self.books.realm_id)

    def is_down(self) -> None:
        self.connector.down = AuthorizationProblem.INTUIT_UNAVAILABLE


@dataclass(slots=True)
class SandboxIntuit:
    """The sandbox, with a person at its page."""

    connector: QuickBooksConnector
    realm: Realm
    books: Books
    other_realm: str

    def consent(self) -> str:
        with httpx.Client(base_url=self.realm.url, verify=NO_TLS, trust_env=False) as http:
            page = Page.open(http, self.connector.authorize_url("a-state"))
            _, answer = sent_to(page.press("Connect", self.realm.realm_id))
        assert (answer["state"], answer["realmId"]) == ("a-state", self.realm.realm_id)
        return answer["code"]

    def is_down(self) -> None:
        self.realm.add_fault(AWAY)


class TestFakeConnector(ConnectorContract):
    @pytest.fixture
    def intuit(self, clock: FakeClock) -> IntuitUnderTest:
        books = Books(realm_id="1", name="Chamber")
        return RememberedIntuit(FakeConnector(clock), books, other_realm="2")


@pytest.fixture
async def connector(settings: QuickBooksSettings, clock: FakeClock) -> AsyncIterator[QuickBooksConnector]:
    opened = QuickBooksConnector(settings, clock)
    yield opened
    await opened.close()


@pytest.fixture
def sandbox_intuit(connector: QuickBooksConnector, realm: Realm) -> Iterator[SandboxIntuit]:
    other = new_realm(realm.url)
    books = Books(realm_id=realm.realm_id, name="Bayside Chamber of Commerce")
    yield SandboxIntuit(connector, realm, books, other_realm=other.realm_id)
    control(realm.url, "DELETE", f"/realms/{other.realm_id}")


class TestQuickBooksConnector(ConnectorContract):
    @pytest.fixture
    def intuit(self, sandbox_intuit: SandboxIntuit) -> IntuitUnderTest:
        return sandbox_intuit

    @pytest.mark.parametrize(
        "action",
        [
            {"kind": "html", "status": 200},
            {"kind": "drop"},
            {"kind": "throttle"},
            {"kind": "fault", "code": "10000", "status": 500},
        ],
        ids=["a page with 200", "no answer", "throttled", "a system fault"],
    )
    async def test_a_proof_that_cannot_be_read_is_no_no(
        self, sandbox_intuit: SandboxIntuit, action: dict[str, Any]
    ) -> None:
        tokens = await sandbox_intuit.connector.redeem(sandbox_intuit.consent())
        assert isinstance(tokens, Tokens)
        match = {"entity": "CompanyInfo"}
        sandbox_intuit.realm.add_fault({"match": match, "action": action})
        proof = await sandbox_intuit.connector.prove(sandbox_intuit.realm.realm_id, tokens.access_token)
        assert proof is AuthorizationProblem.INTUIT_UNAVAILABLE

    async def test_a_code_is_good_for_the_callback_it_was_sent_to_alone(
        self, sandbox_intuit: SandboxIntuit, settings: QuickBooksSettings, clock: FakeClock
    ) -> None:
        elsewhere = replace(settings, redirect_uri="https://elsewhere.example/callback")
        code = sandbox_intuit.consent()
        assert await once(elsewhere, clock, code) is AuthorizationProblem.CODE_REFUSED

    async def test_credentials_that_intuit_does_not_know_are_told_apart_from_a_bad_code(
        self, sandbox_intuit: SandboxIntuit, settings: QuickBooksSettings, clock: FakeClock
    ) -> None:
        wrong = replace(settings, client_secret="wrong")
        code = sandbox_intuit.consent()
        assert await once(wrong, clock, code) is AuthorizationProblem.CREDENTIALS_REFUSED

    async def test_an_intuit_that_cannot_be_reached_is_no_exception(
        self, settings: QuickBooksSettings, clock: FakeClock
    ) -> None:
        nowhere = replace(settings, addresses=local(f"http://127.0.0.1:{free_port()}"))
        assert await once(nowhere, clock, "code") is AuthorizationProblem.INTUIT_UNAVAILABLE

    async def test_a_realm_is_one_part_of_the_address(self, connector: QuickBooksConnector) -> None:
        proof = await connector.prove("1/../../../_sandbox/realms?", "token")
        assert proof in {AuthorizationProblem.REALM_NOT_PROVEN, AuthorizationProblem.INTUIT_UNAVAILABLE}


async def once(settings: QuickBooksSettings, clock: FakeClock, code: str) -> object:
    connector = QuickBooksConnector(settings, clock)
    try:
        return await connector.redeem(code)
    finally:
        await connector.close()
