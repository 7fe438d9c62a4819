"""What every connector promises."""

from __future__ import annotations

from typing import Protocol

from domain.model.authorizations import AuthorizationProblem, Books
from domain.model.companies import Tokens
from domain.ports.connector import Connector


class IntuitUnderTest(Protocol):
    """A connector, and the hand of a person who has two QuickBooks companies."""

    @property
    def connector(self) -> Connector: ...

    @property
    def books(self) -> Books: ...

    @property
    def other_realm(self) -> str: ...

    def consent(self) -> str:
        """Go to the connector's page, consent to the books, and return the code."""
        ...

    def is_down(self) -> None: ...


class ConnectorContract:
    """The fixture `intuit` gives one of these."""

    async def test_a_consent_becomes_tokens_for_its_books(self, intuit: IntuitUnderTest) -> None:
        tokens = await granted(intuit)
        assert tokens.refresh_expires_at
        assert tokens.grant_expires_at
        assert tokens.expires_at < tokens.refresh_expires_at < tokens.grant_expires_at
        assert await intuit.connector.prove(intuit.books.realm_id, tokens.access_token) == intuit.books

    async def test_a_code_is_good_once(self, intuit: IntuitUnderTest) -> None:
        code = intuit.consent()
        assert isinstance(await intuit.connector.redeem(code), Tokens)
        assert await intuit.connector.redeem(code) is AuthorizationProblem.CODE_REFUSED

    async def test_a_code_that_was_made_up_is_refused(self, intuit: IntuitUnderTest) -> None:
        assert await intuit.connector.redeem("XAB11made-up") is AuthorizationProblem.CODE_REFUSED

    async def test_other_books_are_not_proven_by_the_token(self, intuit: IntuitUnderTest) -> None:
        tokens = await granted(intuit)
        proof = await intuit.connector.prove(intuit.other_realm, tokens.access_token)
        assert proof is AuthorizationProblem.REALM_NOT_PROVEN

    async def test_books_that_are_not_there_are_not_proven(self, intuit: IntuitUnderTest) -> None:
        tokens = await granted(intuit)
        proof = await intuit.connector.prove("4", tokens.access_token)
        assert proof is AuthorizationProblem.REALM_NOT_PROVEN

    async def test_what_was_revoked_proves_nothing(self, intuit: IntuitUnderTest) -> None:
        tokens = await granted(intuit)
        assert await intuit.connector.revoke(tokens.refresh_token)
        proof = await intuit.connector.prove(intuit.books.realm_id, tokens.access_token)
        assert proof is AuthorizationProblem.REALM_NOT_PROVEN

    async def test_an_intuit_that_is_down_is_no_exception(self, intuit: IntuitUnderTest) -> None:
        tokens, code = await granted(intuit), intuit.consent()
        intuit.is_down()
        assert await intuit.connector.redeem(code) is AuthorizationProblem.INTUIT_UNAVAILABLE
        proof = await intuit.connector.prove(intuit.books.realm_id, tokens.access_token)
        assert proof is AuthorizationProblem.INTUIT_UNAVAILABLE
        assert not await intuit.connector.revoke(tokens.refresh_token)


async def granted(intuit: IntuitUnderTest) -> Tokens:
    tokens = await intuit.connector.redeem(intuit.consent())
    assert isinstance(tokens, Tokens)
    return tokens
