"""Consent: what an application asks a person for, and the codes that carry the answer back."""

import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode

CODE_LIFETIME: Final = 300.0
PAGE_LIFETIME: Final = 600.0
_MOST: Final = 10_000

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Request:
    """What an application asks for. `state` goes back as it came."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str

    def back(self, **answer: str) -> str:
        """Where the person's browser is sent, with the answer and the state."""
        state = {"state": self.state} if self.state else {}
        separator = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{separator}{urlencode({**answer, **state})}"


@dataclass(frozen=True, slots=True)
class Consent:
    """A request that a person granted, for one company, or for none if no company's data was asked for."""

    request: Request
    realm_id: str


class Consents:
    """Pages that wait for a person, and codes that wait for their application. Each is used once."""

    def __init__(self) -> None:
        self._pages: dict[str, tuple[float, Request]] = {}
        self._codes: dict[str, tuple[float, Consent]] = {}

    def ask(self, request: Request, now: float) -> str:
        """The page's secret: only who was shown the page can answer it."""
        return _keep(self._pages, now + PAGE_LIFETIME, request)

    def answered(self, page: str, now: float) -> Request | None:
        """The request of a page, if it still waits."""
        expires, request = self._pages.pop(page, (0.0, None))
        return request if expires > now else None

    def code(self, consent: Consent, now: float) -> str:
        """A code for the application."""
        return _keep(self._codes, now + CODE_LIFETIME, consent)

    def holds(self, code: str) -> Consent | None:
        """What a code stands for; looking does not use it up."""
        return self._codes.get(code, (0.0, None))[1]

    def redeem(self, code: str, now: float) -> Consent | None:
        """What a code stands for, if it is in time; the code is used up either way."""
        expires, consent = self._codes.pop(code, (0.0, None))
        return consent if expires > now else None


def _keep(held: MutableMapping[str, tuple[float, Held]], expires: float, value: Held) -> str:
    """Put it under a new secret; of too many, the oldest goes."""
    if len(held) >= _MOST:
        del held[next(iter(held))]
    secret = f"XAB11{secrets.token_urlsafe(32)}"
    held[secret] = (expires, value)
    return secret
