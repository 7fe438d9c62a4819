"""Intuit's token endpoint: what it gives for a refresh token or a code, and when that ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest

from adapters.quickbooks.settings import QuickBooksSettings
from adapters.quickbooks.token_endpoint import Dead, TokenEndpoint
from domain.model.companies import Tokens
from domain.model.outcomes import RefusalReason, Refused
from tests.builders import NOON
from tests.sandbox.browser import Page, sent_to
from tests.servers.sandbox import NO_TLS, Realm

CALLBACK = "http://127.0.0.1:8000/connection/callback"
FIVE_YEARS = timedelta(days=5 * 365)


@pytest.fixture
async def endpoint(settings: QuickBooksSettings) -> AsyncIterator[TokenEndpoint]:
    endpoint = TokenEndpoint(settings)
    yield endpoint
    await endpoint.close()


def a_code(realm: Realm) -> str:
    """What the consent page sends somebody back with."""
    asked = {
        "client_id": realm.client_id,
        "response_type": "code",
        "scope": "com.intuit.quickbooks.accounting",
        "redirect_uri": CALLBACK,
        "state": "s-1",
    }
    with httpx.Client(base_url=realm.url, verify=NO_TLS, trust_env=False) as http:
        page = Page.open(http, f"/connect/oauth2?{urlencode(asked)}")
        return sent_to(page.press("Connect", realm.realm_id))[1]["code"]


def answers(realm: Realm, body: str, status: int = 200) -> None:
    """Let the endpoint say this."""
    action = {"kind": "http", "status": status, "body": body, "content_type": "application/json"}
    realm.add_fault({"match": {"operation": "token"}, "action": action})


async def test_a_refresh_token_becomes_a_pair_with_its_three_ends(
    endpoint: TokenEndpoint, realm: Realm
) -> None:
    pair = await endpoint.refresh(realm.refresh_token, now=NOON)
    assert isinstance(pair, Tokens)
    assert pair.refresh_token != realm.refresh_token
    assert pair.expires_at == NOON + timedelta(hours=1)
    assert pair.refresh_expires_at == NOON + timedelta(days=101)
    assert pair.grant_expires_at is not None
    assert abs(pair.grant_expires_at - NOON - FIVE_YEARS) < timedelta(minutes=5)


async def test_a_code_becomes_a_pair_once(endpoint: TokenEndpoint, realm: Realm) -> None:
    code = a_code(realm)
    pair = await endpoint.redeem(code, redirect_uri=CALLBACK, now=NOON)
    assert isinstance(pair, Tokens)
    assert pair.grant_expires_at == NOON + FIVE_YEARS
    assert await endpoint.redeem(code, redirect_uri=CALLBACK, now=NOON) is Dead.GRANT


async def test_a_code_is_good_with_the_address_it_was_sent_to(endpoint: TokenEndpoint, realm: Realm) -> None:
    assert await endpoint.redeem(a_code(realm), redirect_uri=f"{CALLBACK}/", now=NOON) is Dead.GRANT


async def test_a_refresh_token_that_nobody_gave_is_dead(endpoint: TokenEndpoint) -> None:
    assert await endpoint.refresh("AB11no-such-token", now=NOON) is Dead.GRANT


@pytest.mark.parametrize(
    "odd",
    ["", ', "x_refresh_token_expires_in": null', ', "x_refresh_token_expires_in": "soon"'],
    ids=["left out", "null", "a word"],
)
async def test_a_pair_whose_ends_cannot_be_read_is_a_pair(
    endpoint: TokenEndpoint, realm: Realm, odd: str
) -> None:
    answers(realm, f'{{"access_token": "A", "refresh_token": "R", "expires_in": {10**30}{odd}}}')
    pair = await endpoint.refresh(realm.refresh_token, now=NOON)
    assert pair == Tokens(access_token="A", refresh_token="R", expires_at=NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    "body",
    ["", "null", '{"access_token": "A"}', '{"access_token": "A", "refresh_token": "", "expires_in": 9}'],
    ids=["empty", "null", "half a pair", "an empty half"],
)
async def test_what_is_no_pair_says_nothing_of_the_grant(
    endpoint: TokenEndpoint, realm: Realm, body: str
) -> None:
    answers(realm, body)
    refused = await endpoint.refresh(realm.refresh_token, now=NOON)
    assert isinstance(refused, Refused)
    assert refused.reason is RefusalReason.UNAVAILABLE


async def test_a_500_that_speaks_of_an_invalid_grant_says_nothing_of_it(
    endpoint: TokenEndpoint, realm: Realm
) -> None:
    answers(realm, '{"error": "invalid_grant"}', status=500)
    refused = await endpoint.refresh(realm.refresh_token, now=NOON)
    assert isinstance(refused, Refused)
    assert refused.reason is RefusalReason.UNAVAILABLE


async def test_an_answer_that_trickles_is_given_up_in_time(
    settings: QuickBooksSettings, realm: Realm
) -> None:
    realm.add_fault({"match": {"operation": "token"}, "action": {"kind": "slow", "seconds": 5}})
    endpoint = TokenEndpoint(replace(settings, token_timeout=0.3))
    refused = await endpoint.refresh(realm.refresh_token, now=NOON)
    await endpoint.close()
    assert isinstance(refused, Refused)
    assert refused.evidence.answer == "Token endpoint: TimeoutError"
