"""Intuit's token endpoint: a refresh token for a new pair."""

from __future__ import annotations

import ssl
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache

import httpx
from pydantic import BaseModel, ValidationError

from adapters.quickbooks.settings import QuickBooksSettings
from domain.model.companies import Tokens
from domain.model.outcomes import Evidence, RefusalReason, Refused

BAD_REQUEST, SERVER_ERROR = 400, 500


@cache
def _authorities() -> ssl.SSLContext:
    """Whom TLS trusts, read once: that takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)


class Dead(Enum):
    """What a refresh token can be besides good."""

    REFRESH_TOKEN = auto()


class _Pair(BaseModel):
    access_token: str
    refresh_token: str
    expires_in: int


class TokenEndpoint:
    """OAuth 2.0 by httpx: Intuit's own client calls the network in its constructor."""

    def __init__(self, settings: QuickBooksSettings) -> None:
        self._url = settings.token_url
        self._client = httpx.AsyncClient(
            auth=httpx.BasicAuth(settings.client_id, settings.client_secret),
            timeout=settings.token_timeout,
            headers={"Accept": "application/json"},
            verify=_authorities(),
            trust_env=False,
        )

    async def refresh(self, refresh_token: str, *, now: datetime) -> Tokens | Dead | Refused:
        """A new pair; the old refresh token may be dead from here on, whatever comes back."""
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        try:
            answer = await self._client.post(self._url, data=form)
        except httpx.HTTPError as broken:
            return _refused(RefusalReason.UNAVAILABLE, f"Token endpoint: {type(broken).__name__}")
        if answer.is_success:
            return _pair(answer, now)
        return _no(answer)

    async def close(self) -> None:
        """End its connections."""
        await self._client.aclose()


def _pair(answer: httpx.Response, now: datetime) -> Tokens | Refused:
    try:
        pair = _Pair.model_validate_json(answer.content)
    except ValidationError:
        return _refused(RefusalReason.UNAVAILABLE, "Token endpoint: unreadable answer", answer)
    return Tokens(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        expires_at=now + timedelta(seconds=pair.expires_in),
    )


def _no(answer: httpx.Response) -> Dead | Refused:
    """`invalid_grant` is about the token; any other 4xx but a throttle is about our own credentials."""
    if answer.status_code == BAD_REQUEST and b"invalid_grant" in answer.content:
        return Dead.REFRESH_TOKEN
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
