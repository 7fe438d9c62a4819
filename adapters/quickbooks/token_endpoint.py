"""Intuit's token endpoint: a refresh token, or the code of a fresh consent, for a pair of tokens."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache
from typing import Annotated

import httpx
from pydantic import BaseModel, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from adapters.quickbooks.settings import QuickBooksSettings
from domain.model.companies import Tokens
from domain.model.outcomes import Evidence, RefusalReason, Refused

BAD_REQUEST, SERVER_ERROR = 400, 500
WITH_HARD_EXPIRY = {"x-include-refresh-token-hard-expires-in": "true"}
HOUR, TEN_YEARS = 3600, 10 * 365 * 86_400


@cache
def authorities() -> ssl.SSLContext:
    """Whom TLS trusts, read once: that takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)


class Dead(Enum):
    """What a grant, be it a refresh token or a code, can be besides good."""

    GRANT = auto()


def _or_unknown(value: object, check: ValidatorFunctionWrapHandler) -> int | None:
    """A lifetime that cannot be read must not cost us the only living refresh token."""
    try:
        seconds: int = check(value)
    except ValidationError:
        return None
    return seconds


Lifetime = Annotated[
    Annotated[int, Field(ge=0, le=TEN_YEARS)] | None,
    WrapValidator(_or_unknown),
]


class _Pair(BaseModel):
    """Lifetimes in seconds, None where Intuit does not say."""

    access_token: Annotated[str, Field(min_length=1)]
    refresh_token: Annotated[str, Field(min_length=1)]
    expires_in: Lifetime = None
    x_refresh_token_expires_in: Lifetime = None
    x_refresh_token_hard_expires_in: Lifetime = None


class TokenEndpoint:
    """OAuth 2.0 by httpx: Intuit's own client calls the network in its constructor.

    What comes back is told apart in three: a pair; `Dead` when Intuit said that the grant is
    not good any more; a refusal for whatever else, which says nothing of the grant.
    """

    def __init__(self, settings: QuickBooksSettings) -> None:
        self._url = settings.addresses.token
        self._timeout = settings.token_timeout
        self._client = httpx.AsyncClient(
            auth=httpx.BasicAuth(settings.client_id, settings.client_secret),
            timeout=settings.token_timeout,
            headers={"Accept": "application/json", **WITH_HARD_EXPIRY},
            verify=authorities(),
            trust_env=False,
        )

    async def refresh(self, refresh_token: str, *, now: datetime) -> Tokens | Dead | Refused:
        """A new pair; the old refresh token may be dead from here on, whatever comes back."""
        return await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token}, now)

    async def redeem(self, code: str, *, redirect_uri: str, now: datetime) -> Tokens | Dead | Refused:
        """The first pair of a consent; the code is good once, and only with the URI that it was sent to."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return await self._ask(form, now)

    async def close(self) -> None:
        """End its connections."""
        await self._client.aclose()

    async def _ask(self, form: Mapping[str, str], now: datetime) -> Tokens | Dead | Refused:
        try:
            # httpx begins its time anew with every byte that comes.
            async with asyncio.timeout(self._timeout):
                answer = await self._client.post(self._url, data=form)
        except (httpx.HTTPError, TimeoutError) as broken:
            return _refused(RefusalReason.UNAVAILABLE, f"Token endpoint: {type(broken).__name__}")
        if answer.is_success:
            return _pair(answer, now)
        return _no(answer)


def _pair(answer: httpx.Response, now: datetime) -> Tokens | Refused:
    try:
        pair = _Pair.model_validate_json(answer.content)
    except ValidationError:
        return _refused(RefusalReason.UNAVAILABLE, "Token endpoint: unreadable answer", answer)
    return Tokens(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        expires_at=now + timedelta(seconds=HOUR if pair.expires_in is None else pair.expires_in),
        refresh_expires_at=_end(pair.x_refresh_token_expires_in, now),
        grant_expires_at=_end(pair.x_refresh_token_hard_expires_in, now),
    )


def _end(lifetime: int | None, now: datetime) -> datetime | None:
    return None if lifetime is None else now + timedelta(seconds=lifetime)


def _no(answer: httpx.Response) -> Dead | Refused:
    """`invalid_grant` is about the grant; any other 4xx but a throttle is about our own credentials."""
    if answer.status_code == BAD_REQUEST and b"invalid_grant" in answer.content:
        return Dead.GRANT
    ours = (
        BAD_REQUEST <= answer.status_code < SERVER_ERROR
        and answer.status_code != httpx.codes.TOO_MANY_REQUESTS
    )
    reason = RefusalReason.UNAUTHORIZED if ours else RefusalReason.UNAVAILABLE
    return _refused(reason, f"Token endpoint: HTTP {answer.status_code}", answer)


def _refused(reason: RefusalReason, what: str, answer: httpx.Response | None = None) -> Refused:
    """Nothing was sent to the books; never with the endpoint's own words, which may hold a token."""
    tid = answer.headers.get("intuit_tid") if answer else None
    return Refused(reason=reason, evidence=Evidence(intuit_tid=tid, answer=what))
