"""An Intuit in memory: people who consent, codes that are good once, and grants that can be ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from urllib.parse import parse_qs, urlencode, urlsplit

from domain.model.authorizations import AuthorizationProblem, Books
from domain.model.companies import Tokens
from domain.ports.clock import Clock

PAGE = "https://intuit.example/consent"


@dataclass(slots=True)
class FakeConnector:
    """`books` are all there are, by their realm; `down` is what is answered while Intuit has a bad day."""

    clock: Clock
    books: dict[str, str] = field(default_factory=lambda: {"1": "Chamber", "2": "Other books"})
    down: AuthorizationProblem | None = None
    revoked: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    grants: dict[str, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def consent(self, realm_id: str) -> str:
        """Let a person consent, and return the code that their browser brings back."""
        code = f"code-{next(self._numbers)}"
        self.codes[code] = realm_id
        return code

    def authorize_url(self, state: str) -> str:
        return f"{PAGE}?{urlencode({'state': state})}"

    async def redeem(self, code: str) -> Tokens | AuthorizationProblem:
        if self.down:
            return self.down
        realm_id = self.codes.pop(code, None)
        if realm_id is None:
            return AuthorizationProblem.CODE_REFUSED
        number = next(self._numbers)
        self.grants[f"access-{number}"] = realm_id
        now = self.clock.now()
        return Tokens(
            access_token=f"access-{number}",
            refresh_token=f"refresh-{number}",
            expires_at=now + timedelta(hours=1),
            refresh_expires_at=now + timedelta(days=100),
            grant_expires_at=now + timedelta(days=5 * 365),
        )

    async def prove(self, realm_id: str, access_token: str) -> Books | AuthorizationProblem:
        if self.down:
            return self.down
        if self.grants.get(access_token) != realm_id:
            return AuthorizationProblem.REALM_NOT_PROVEN
        return Books(realm_id=realm_id, name=self.books[realm_id])

    async def revoke(self, refresh_token: str) -> bool:
        self.revoked.append(refresh_token)
        self.grants.pop(refresh_token.replace("refresh", "access"), None)
        return self.down is None


def state_in(authorize_url: str) -> str:
    """The state that a browser brings back."""
    (state,) = parse_qs(urlsplit(authorize_url).query)["state"]
    return state
