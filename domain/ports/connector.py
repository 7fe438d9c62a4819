"""The connector: how a company is connected to its books, by OAuth 2.0."""

from __future__ import annotations

from typing import Protocol

from domain.model.authorizations import AuthorizationProblem, Books
from domain.model.companies import Tokens


class Connector(Protocol):
    """Intuit's side of a connection. It never raises: what cannot be had has a reason."""

    def authorize_url(self, state: str) -> str:
        """Where a person is asked, and from where the state comes back."""
        ...

    async def redeem(self, code: str) -> Tokens | AuthorizationProblem:
        """The first tokens of a consent; a code is good once."""
        ...

    async def prove(self, realm_id: str, access_token: str) -> Books | AuthorizationProblem:
        """Read these books by the token, which shows that the consent was for them."""
        ...

    async def revoke(self, refresh_token: str) -> bool:
        """End what the token grants, at Intuit; False when nobody knows whether that was done."""
        ...
