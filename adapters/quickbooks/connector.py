"""How a company is connected: Intuit's consent page, the code that comes back, its proof, and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

import httpx

from adapters.quickbooks.settings import QuickBooksSettings
from adapters.quickbooks.token_endpoint import Dead, TokenEndpoint, authorities
from adapters.quickbooks.transport import MINOR_VERSION
from domain.model.authorizations import AuthorizationProblem, Books
from domain.model.companies import Tokens
from domain.model.outcomes import RefusalReason, Refused
from domain.ports.clock import Clock

SCOPE: Final = "com.intuit.quickbooks.accounting"
LONGEST_NAME: Final = 1024
DENIED: Final = (httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
UNAVAILABLE: Final = AuthorizationProblem.INTUIT_UNAVAILABLE


class QuickBooksConnector:
    """Keeps the promises of the `Connector` port. Belongs to one event loop, and is closed at its end."""

    def __init__(self, settings: QuickBooksSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._tokens = TokenEndpoint(settings)
        self._client = httpx.AsyncClient(
            timeout=settings.token_timeout,
            headers={"Accept": "application/json"},
            verify=authorities(),
            trust_env=False,
        )

    def authorize_url(self, state: str) -> str:
        """Where a person is asked, and from where the state comes back."""
        asked = {
            "client_id": self._settings.client_id,
            "response_type": "code",
            "scope": SCOPE,
            "redirect_uri": self._settings.redirect_uri,
            "state": state,
        }
        return f"{self._settings.addresses.authorise}?{urlencode(asked)}"

    async def redeem(self, code: str) -> Tokens | AuthorizationProblem:
        """The first tokens of a consent; a code is good once."""
        redirect_uri = self._settings.redirect_uri
        match await self._tokens.redeem(code, redirect_uri=redirect_uri, now=self._clock.now()):
            case Tokens() as tokens:
                return tokens
            case Dead():
                return AuthorizationProblem.CODE_REFUSED
            case Refused(reason=RefusalReason.UNAUTHORIZED):
                return AuthorizationProblem.CREDENTIALS_REFUSED
            case _:
                return UNAVAILABLE

    async def prove(self, realm_id: str, access_token: str) -> Books | AuthorizationProblem:
        """Read these books by the token, which shows that the consent was for them."""
        realm = quote(realm_id, safe="")
        url = f"{self._settings.addresses.api}/v3/company/{realm}/companyinfo/{realm}"
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = await self._sent("GET", url, params={"minorversion": str(MINOR_VERSION)}, headers=headers)
        if answer is None or not (answer.is_success or answer.status_code in DENIED):
            return UNAVAILABLE
        name = _name_in(answer)
        if name is None:
            return UNAVAILABLE if answer.is_success else AuthorizationProblem.REALM_NOT_PROVEN
        return Books(realm_id=realm_id, name=name)

    async def revoke(self, refresh_token: str) -> bool:
        """End what the token grants, at Intuit; False when nobody knows whether that was done."""
        credentials = httpx.BasicAuth(self._settings.client_id, self._settings.client_secret)
        url, body = self._settings.addresses.revoke, {"token": refresh_token}
        answer = await self._sent("POST", url, json=body, auth=credentials)
        return answer is not None and answer.is_success

    async def close(self) -> None:
        """Hang up."""
        await self._tokens.close()
        await self._client.aclose()

    async def _sent(self, method: str, url: str, **what: Any) -> httpx.Response | None:  # noqa: ANN401 - httpx's
        """None where no answer came, in whatever way."""
        try:
            # httpx begins its time anew with every byte that comes.
            async with asyncio.timeout(self._settings.token_timeout):
                return await self._client.request(method, url, **what)
        except (httpx.HTTPError, TimeoutError):
            return None


def _name_in(answer: httpx.Response) -> str | None:
    """The name of the books, if they were read."""
    if not answer.is_success:
        return None
    try:
        content = answer.json()
    except ValueError:
        return None
    info = content.get("CompanyInfo") if isinstance(content, Mapping) else None
    name = info.get("CompanyName") if isinstance(info, Mapping) else None
    return name[:LONGEST_NAME] if isinstance(name, str) and name else None
